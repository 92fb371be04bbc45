"""The door: what is inside a transaction, and what it leaves behind."""

import asyncio
from contextlib import suppress
from uuid import UUID, uuid4

import asyncpg
from sqlalchemy import text

from store.config import Database
from store.crypto import Vault
from store.database import Store
from store.secrets import Secrets
from store.workspaces import Workspaces


async def test_a_block_that_raises_leaves_nothing(store: Store, workspace: UUID) -> None:
    """Commit at the end, or not at all."""
    with suppress(ZeroDivisionError):
        async with store.transaction(workspace) as session:
            await Workspaces(session).set_globals({"a": 1})
            raise ZeroDivisionError
    async with store.transaction(workspace) as session:
        assert await Workspaces(session).globals() == {}


async def test_interleaved_tenants_never_meet(store: Store, vault: Vault) -> None:
    """Many transactions of several tenants on one pool: each sees its own rows."""
    tenants = [uuid4() for _ in range(3)]
    for number, tenant in enumerate(tenants):
        async with store.transaction(tenant) as session:
            await Workspaces(session).add("", slug=f"w{number}")
            for count in range(number + 1):
                await Secrets(session, vault).set(f"s{count}", "x")

    async def seen(tenant: UUID) -> tuple[UUID, int]:
        async with store.transaction(tenant) as session:
            await asyncio.sleep(0)
            return tenant, len(await Secrets(session, vault).names())

    found = await asyncio.gather(*(seen(tenant) for tenant in tenants * 15))
    assert set(found) == {(tenant, number + 1) for number, tenant in enumerate(tenants)}


async def test_a_workspace_ends_with_its_transaction(database: Database) -> None:
    """The next one on the same connection starts without."""
    store = Store.open(database.model_copy(update={"pool": 1}))
    async with store.transaction(uuid4()) as session:
        first = await session.scalar(text("select pg_backend_pid()"))
    async with store._sessions.begin() as session:
        assert await session.scalar(text("select pg_backend_pid()")) == first
        assert await session.scalar(text("select nullif(current_setting('app.workspace', true), '')")) is None
    await store.close()


async def test_closing_lets_every_connection_go(database: Database, postgres: str) -> None:
    """So that a process that stops leaves nothing open."""
    store = Store.open(database)
    async with store.transaction(uuid4()), store.system() as session:
        name = await session.scalar(text("select current_database()"))
        assert await _connected(postgres, name) == {"dialoom_app", "dialoom_system"}
    await store.close()
    assert await _connected(postgres, name) == set()


async def _connected(postgres: str, database: str) -> set[str]:
    connection = await asyncpg.connect(f"{postgres}/postgres")
    rows = await connection.fetch("select usename from pg_stat_activity where datname = $1", database)
    await connection.close()
    return {row["usename"] for row in rows}
