"""The hot path's door keeps the promises of the other one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from store.channels import Channels
from store.config import Database
from store.crypto import Vault
from store.database import Store
from store.hot import Hot, Query
from store.inbox import Person, ensure_conversation


@pytest.fixture
async def hot(database: Database) -> AsyncIterator[Hot]:
    """With one connection, which every transaction has to share."""
    hot = Hot(database.url, 1)
    yield hot
    await hot.close()


async def test_a_block_that_raises_leaves_nothing(hot: Hot, workspace: UUID) -> None:
    """Commit at the end, or not at all; the connection is fit for the next block."""
    with suppress(ZeroDivisionError):
        async with hot.transaction(workspace) as connection:
            await connection.execute("update workspaces set name = 'changed'")
            raise ZeroDivisionError
    async with hot.transaction(workspace) as connection:
        assert await connection.fetchval("select name from workspaces") != "changed"


async def test_a_statement_that_fails_leaves_nothing(hot: Hot, workspace: UUID) -> None:
    """An error of the database ends the transaction, not the connection."""
    with suppress(asyncpg.DivisionByZeroError):
        async with hot.transaction(workspace) as connection:
            await connection.execute("update workspaces set name = 'changed'")
            await connection.execute("select 1 / 0")
    async with hot.transaction(workspace) as connection:
        assert await connection.fetchval("select name from workspaces") != "changed"


async def test_a_tenant_sees_its_own_rows(hot: Hot, workspace: UUID) -> None:
    """Whoever used the connection before: another tenant finds nothing, and changes nothing."""
    async with hot.transaction(workspace) as connection:
        assert await connection.fetchval("select id from workspaces") == workspace
    async with hot.transaction(uuid4()) as connection:
        assert await connection.fetch("select id from workspaces") == []
        assert await connection.execute("update workspaces set name = 'changed'") == "UPDATE 0"


async def test_a_lock_is_for_one(store: Store, vault: Vault, workspace: UUID) -> None:
    """Of two transactions that lock a conversation the second waits, and then sees what the first has committed."""
    async with store.transaction(workspace) as session:
        channel = await Channels(session, vault).add("webchat", "Chat", {}, {})
        conversation = await ensure_conversation(session, Person(channel.id, "webchat", "ann"))
    entered = asyncio.Event()

    async def second() -> Any:
        await entered.wait()
        async with store.hot.transaction(workspace, lock=conversation) as connection:
            return await connection.fetchval("select last_event from conversations where id = $1", conversation)

    waiting = asyncio.create_task(second())
    async with store.hot.transaction(workspace, lock=conversation) as connection:
        entered.set()
        await asyncio.sleep(0.1)
        assert not waiting.done()
        await connection.execute("update conversations set last_event = 7 where id = $1", conversation)
    assert await waiting == 7


async def test_named_parameters(hot: Hot, workspace: UUID) -> None:
    """A name may be used twice, casts are not names, and JSON goes in and comes out as Python values."""
    query = Query("select cast(:value as jsonb) as value, :text::text || cast(:text as text) as twice")
    async with hot.transaction(workspace) as connection:
        row = await query.row(connection, {"text": "ab", "value": {"a": [1, None, "\U0001f4a5"]}, "unused": 1})
    assert dict(row) == {"value": {"a": [1, None, "\U0001f4a5"]}, "twice": "abab"}
