"""Row-level security, for every table that there is."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from sqlalchemy import Table, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from store.config import Database
from store.database import Store
from store.workspaces import Workspaces
from tests.conftest import created
from tests.store.seed import TABLES, Rows, seeded, values_for

pytestmark = pytest.mark.asyncio(loop_scope="module")
every_table = pytest.mark.parametrize("name", sorted(TABLES))
READ_ONLY = {"users"}  # written by the system role
KEPT = {"versions"}  # the app may neither change nor delete them


def tenant(table: Table) -> Any:
    return table.c.id if table.name == "workspaces" else table.c.workspace_id


@dataclass(frozen=True)
class House:
    """``rows`` are another tenant's; ``workspace`` is ours, and empty."""

    database: Database
    store: Store
    rows: Rows
    workspace: UUID


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(postgres: str) -> AsyncIterator[House]:
    """One for all tests here: whatever they try, nothing changes in it."""
    async with created(postgres) as database:
        store = Store.open(database)
        mine, rows = uuid4(), await seeded(store)
        async with store.transaction(mine) as session:
            await Workspaces(session).add("Ours", slug="ours")
        yield House(database, store, rows, mine)
        await store.close()


async def test_security_is_on_and_forced_everywhere(house: House) -> None:
    """Not even the owner of the tables sees rows by mistake."""
    query = "select relname from pg_class where relkind = 'r' and relrowsecurity and relforcerowsecurity"
    engine = create_async_engine(house.database.owner_url.get_secret_value())
    async with engine.connect() as connection:
        assert set(await connection.scalars(text(query))) == set(TABLES)
    await engine.dispose()


@every_table
async def test_a_tenant_sees_its_own_rows(house: House, name: str) -> None:
    """The policy does not hide what is ours, so the tests below prove something."""
    async with house.store.transaction(house.rows["workspaces"]["id"]) as session:
        assert await session.scalar(select(func.count()).select_from(TABLES[name])) == 1


@every_table
async def test_another_tenant_sees_nothing(house: House, name: str) -> None:
    """Every row belongs to one workspace, and only its transactions see it."""
    async with house.store.transaction(house.workspace) as session:
        found = await session.execute(select(TABLES[name]))
        assert [row for row in found if row._mapping.get("id") != house.workspace] == []


@every_table
async def test_without_a_workspace_there_is_nothing(house: House, name: str) -> None:
    """A transaction that forgot its workspace, also on a connection that had one before, finds nothing."""
    engine = create_async_engine(house.database.url.get_secret_value(), pool_size=1, max_overflow=0)
    async with engine.begin() as connection:
        await connection.execute(
            text("select set_config('app.workspace', :id, true)"), {"id": str(house.rows["workspaces"]["id"])}
        )
    async with engine.begin() as connection:
        assert await connection.scalar(select(func.count()).select_from(TABLES[name])) == 0
    await engine.dispose()


@every_table
async def test_nobody_writes_for_another_tenant(house: House, name: str) -> None:
    """A row that names another workspace is refused, whatever else is right about it."""
    table = TABLES[name]
    foreign = {} if name in READ_ONLY else {tenant(table).name: house.rows["workspaces"]["id"]}
    with pytest.raises(DBAPIError, match="permission denied" if name in READ_ONLY else "row-level security"):
        async with house.store.transaction(house.workspace) as session:
            await session.execute(insert(table).values(values_for(table, house.rows) | foreign))


@every_table
async def test_nobody_changes_or_deletes_another_tenants_rows(house: House, name: str) -> None:
    """What is not seen is not touched."""
    table = TABLES[name]
    column = next(iter(table.primary_key))
    mine = {"workspaces": house.workspace}.get(name)
    for statement in (update(table).values({column.name: column}), delete(table)):
        refused = name in READ_ONLY | KEPT
        if refused:
            with pytest.raises(DBAPIError, match="permission denied"):
                await _run(house, statement.where(column.is_not(None)))
        else:
            condition = column.is_distinct_from(mine) if mine else column.is_not(None)
            assert await _run(house, statement.where(condition)) == 0


async def test_people_are_seen_where_they_are_members(house: House) -> None:
    """A user is no tenant's: membership makes them visible, and no other workspace's members are."""
    async with house.store.transaction(house.rows["workspaces"]["id"]) as session:
        assert list(await session.scalars(select(TABLES["users"].c.id))) == [house.rows["users"]["id"]]
    async with house.store.transaction(house.workspace) as session:
        assert list(await session.scalars(select(TABLES["users"].c.id))) == []


async def _run(house: House, statement: Any) -> int:
    async with house.store.transaction(house.workspace) as session:
        done: Any = await session.execute(statement)
        return int(done.rowcount)
