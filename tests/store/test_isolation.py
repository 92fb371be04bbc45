"""Row-level security, for every table that there is."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from store.config import Database
from store.database import Store
from tests.store.seed import TABLES, Rows, seeded, values_for

every_table = pytest.mark.parametrize("name", sorted(TABLES))
READ_ONLY = {"users"}  # written by the system role
KEPT = {"versions"}  # the app may neither change nor delete them


def tenant(table: Table) -> Any:
    return table.c.id if table.name == "workspaces" else table.c.workspace_id


@pytest.fixture
async def rows(store: Store) -> Rows:
    """Those of another tenant."""
    return await seeded(store)


async def test_security_is_on_and_forced_everywhere(database: Database) -> None:
    """Not even the owner of the tables sees rows by mistake."""
    query = "select relname from pg_class where relkind = 'r' and relrowsecurity and relforcerowsecurity"
    engine = create_async_engine(database.owner_url.get_secret_value())
    async with engine.connect() as connection:
        assert set(await connection.scalars(text(query))) == set(TABLES)
    await engine.dispose()


@every_table
async def test_a_tenant_sees_its_own_rows(store: Store, rows: Rows, name: str) -> None:
    """The policy does not hide what is ours, so the tests below prove something."""
    async with store.transaction(rows["workspaces"]["id"]) as session:
        assert await session.scalar(select(func.count()).select_from(TABLES[name])) == 1


@every_table
async def test_another_tenant_sees_nothing(store: Store, workspace: UUID, rows: Rows, name: str) -> None:
    """Every row belongs to one workspace, and only its transactions see it."""
    async with store.transaction(workspace) as session:
        found = await session.execute(select(TABLES[name]))
        assert [row for row in found if row._mapping.get("id") != workspace] == []


@every_table
async def test_without_a_workspace_there_is_nothing(database: Database, rows: Rows, name: str) -> None:
    """A transaction that forgot its workspace, also on a connection that had one before, finds nothing."""
    engine = create_async_engine(database.url.get_secret_value(), pool_size=1, max_overflow=0)
    async with engine.begin() as connection:
        await connection.execute(
            text("select set_config('app.workspace', :id, true)"), {"id": str(rows["workspaces"]["id"])}
        )
    async with engine.begin() as connection:
        assert await connection.scalar(select(func.count()).select_from(TABLES[name])) == 0
    await engine.dispose()


@every_table
async def test_nobody_writes_for_another_tenant(store: Store, workspace: UUID, rows: Rows, name: str) -> None:
    """A row that names another workspace is refused, whatever else is right about it."""
    table = TABLES[name]
    foreign = {} if name in READ_ONLY else {tenant(table).name: rows["workspaces"]["id"]}
    with pytest.raises(DBAPIError, match="permission denied" if name in READ_ONLY else "row-level security"):
        async with store.transaction(workspace) as session:
            await session.execute(insert(table).values(values_for(table, rows) | foreign))


@every_table
async def test_nobody_changes_or_deletes_another_tenants_rows(
    store: Store, workspace: UUID, rows: Rows, name: str
) -> None:
    """What is not seen is not touched."""
    table = TABLES[name]
    column = next(iter(table.primary_key))
    mine = {"workspaces": workspace}.get(name)
    for statement in (update(table).values({column.name: column}), delete(table)):
        refused = name in READ_ONLY | KEPT
        if refused:
            with pytest.raises(DBAPIError, match="permission denied"):
                await _run(store, workspace, statement.where(column.is_not(None)))
        else:
            condition = column.is_distinct_from(mine) if mine else column.is_not(None)
            assert await _run(store, workspace, statement.where(condition)) == 0


async def test_people_are_seen_where_they_are_members(store: Store, workspace: UUID, rows: Rows) -> None:
    """A user is no tenant's: membership makes them visible, and no other workspace's members are."""
    async with store.transaction(rows["workspaces"]["id"]) as session:
        assert list(await session.scalars(select(TABLES["users"].c.id))) == [rows["users"]["id"]]
    async with store.transaction(workspace) as session:
        assert list(await session.scalars(select(TABLES["users"].c.id))) == []


async def _run(store: Store, workspace: UUID, statement: Any) -> int:
    async with store.transaction(workspace) as session:
        done: Any = await session.execute(statement)
        return int(done.rowcount)
