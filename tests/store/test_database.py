"""The door: what is inside a transaction, and what it leaves behind."""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from store.config import Database
from store.crypto import Vault
from store.database import Store
from store.secrets import Secrets
from store.workspaces import Workspaces


async def test_a_block_that_raises_leaves_nothing(store: Store, workspace: UUID) -> None:
    """Commit at the end, or not at all."""
    with pytest.raises(ZeroDivisionError):
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
    async with store.transaction(uuid4()) as session, store.system() as system:
        query = text(
            "select count(*) from pg_stat_activity where application_name = 'dialoom' and datname = current_database()"
        )
        assert await session.scalar(query) == 2
        assert await system.scalar(text("select 1")) == 1
    await store.close()
    again = Store.open(database)
    async with again.system() as session:
        assert await session.scalar(query) == 1
    await again.close()
