"""The migrations make what the models say, and can be undone."""

from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from store.config import Database
from store.migrate import current, downgrade, prepare, upgrade
from store.models import Base
from store.roles import ensure_roles, grant


async def test_migrations_go_up_down_and_up_again(empty_database: Database) -> None:
    """An operator can go back to nothing and forward again."""
    owner = empty_database.owner_url
    assert await current(owner) is None
    await upgrade(owner)
    head = await current(owner)
    await downgrade(owner, "base")
    assert await current(owner) is None
    assert await _tables(owner) == {"alembic_version"}
    await upgrade(owner)
    assert await current(owner) == head


async def test_each_migration_can_be_undone_alone(empty_database: Database) -> None:
    """A step back does not need a step to the start."""
    owner = empty_database.owner_url
    await upgrade(owner)
    while (at := await current(owner)) is not None:
        await downgrade(owner, "-1")
        assert await current(owner) != at


async def test_models_and_migrations_say_the_same(database: Database) -> None:
    """What is migrated has no difference to what is modelled."""
    engine = create_async_engine(database.owner_url.get_secret_value())
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()


async def test_migrations_make_what_the_models_would_make(database: Database, empty_database: Database) -> None:
    """Alembic compares neither checks nor the conditions of indexes: PostgreSQL's own words for them are the same."""
    engine = create_async_engine(empty_database.owner_url.get_secret_value())
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await engine.dispose()
    migrated, modelled = await _definitions(database.owner_url), await _definitions(empty_database.owner_url)
    assert {name: text for name, text in migrated.items() if not name.startswith("alembic")} == modelled


async def test_prepare_is_safe_to_repeat(database: Database) -> None:
    """Every start of the product may prepare the database."""
    await prepare(database)
    await prepare(database)


async def test_roles_are_what_isolation_needs(database: Database) -> None:
    """The app bypasses nothing and owns nothing; the system role bypasses, but may not write what it looks at."""
    query = "select rolname, rolsuper, rolbypassrls, rolcanlogin from pg_roles where rolname like 'dialoom%' order by 1"
    owned = "select count(*) from pg_tables where schemaname = 'public' and tableowner like 'dialoom%'"
    engine = create_async_engine(database.owner_url.get_secret_value())
    async with engine.connect() as connection:
        roles = [tuple(row) for row in await connection.execute(text(query))]
        assert roles == [("dialoom_app", False, False, True), ("dialoom_system", False, True, True)]
        assert await connection.scalar(text(owned)) == 0
    await engine.dispose()


async def test_roles_are_made_once_and_put_right(database: Database) -> None:
    """Names and passwords are whatever the settings say; a role that may too much loses it, and keeps its password."""
    app, system = f"app-{uuid4().hex}", f"System {uuid4().hex}"
    quoted = quote(system)
    urls = [_as(database.owner_url, f"{app}:it's"), _as(database.owner_url, f"{quoted}:pass%25word")]
    engine = create_async_engine(database.owner_url.get_secret_value())
    await ensure_roles(database.owner_url, *urls)
    async with engine.begin() as connection:
        assert await _bypassing(connection, app, system) == [(app, False), (system, True)]
        first = await _passwords(connection, app, system)
        await connection.execute(text(f'alter role "{app}" bypassrls'))
    changed = [_as(database.owner_url, f"{app}:another"), _as(database.owner_url, quoted)]
    await ensure_roles(database.owner_url, *changed)
    await grant(database.owner_url, *changed)
    async with engine.begin() as connection:
        assert await _bypassing(connection, app, system) == [(app, False), (system, True)]
        assert await _passwords(connection, app, system) == first
        assert all(password.startswith("SCRAM") for password in first)
    await engine.dispose()


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("url", "delete from versions"),
        ("url", "update versions set note = ''"),
        ("url", "insert into users (email, name) values ('a@b', 'a')"),
        ("url", "delete from alembic_version"),
        ("system_url", "select * from secrets"),
        ("system_url", "select * from messages"),
        ("system_url", "select data from events"),
        ("system_url", "select data from workspace_events"),
        ("system_url", "select body from deliveries"),
        ("system_url", "select inputs from bulk_starts"),
        ("system_url", "select address from bulk_recipients"),
        ("system_url", "select credentials from integrations"),
        ("system_url", "update channels set name = ''"),
        ("system_url", "delete from conversations"),
    ],
)
async def test_roles_may_not(database: Database, role: str, statement: str) -> None:
    """Rights end where the role's work ends."""
    engine = create_async_engine(getattr(database, role).get_secret_value())
    with pytest.raises(DBAPIError, match="permission denied"):
        async with engine.begin() as connection:
            await connection.execute(text(statement))
    await engine.dispose()


def _differences(connection: Connection) -> list[Any]:
    # Alembic compares defaults by computing them, and nothing equals null.
    connection.execute(text("select set_config('app.workspace', uuidv7()::text, false)"))
    options = {"compare_server_default": True, "include_name": lambda name, *_: name != "alembic_version"}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))


async def _definitions(owner: SecretStr) -> dict[str, str]:
    query = """
        select conname, pg_get_constraintdef(oid) from pg_constraint
        where connamespace = 'public'::regnamespace and contype <> 'n'
        union all select indexname, indexdef from pg_indexes where schemaname = 'public'
        union all select relname, coalesce(reloptions::text, '') from pg_class
        where relnamespace = 'public'::regnamespace and relkind = 'r'
    """
    engine = create_async_engine(owner.get_secret_value())
    async with engine.connect() as connection:
        found = dict([tuple(row) for row in await connection.execute(text(query))])
    await engine.dispose()
    return found


async def _tables(owner: SecretStr) -> set[str]:
    engine = create_async_engine(owner.get_secret_value())
    async with engine.connect() as connection:
        tables = await connection.scalars(text("select tablename from pg_tables where schemaname = 'public'"))
    await engine.dispose()
    return set(tables)


def _as(url: SecretStr, who: str) -> SecretStr:
    return SecretStr(url.get_secret_value().replace("postgres@", f"{who}@"))


async def _bypassing(connection: AsyncConnection, *names: str) -> list[tuple[str, bool]]:
    query = text("select rolname, rolbypassrls from pg_roles where rolname = any (:names)")
    found = await connection.execute(query, {"names": list(names)})
    return sorted(((row[0], row[1]) for row in found), key=lambda row: names.index(row[0]))


async def _passwords(connection: AsyncConnection, *names: str) -> list[str]:
    query = text("select rolpassword from pg_authid where rolname = any (:names) order by rolname")
    return list(await connection.scalars(query, {"names": list(names)}))
