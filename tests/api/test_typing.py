"""A page hears over its socket that the bot is typing, when the worker says so over the broker."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import UUID

import pytest
from litestar import Litestar
from redis.asyncio import Redis

from api.live import RealtimeHub
from api.services import Parts, Services
from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, a_chat
from tests.api.sockets import opened
from tests.api.visitor import Visitor, the_conversation
from tests.servers import Run, start_valkey
from workflows.announce import Announcer


@pytest.fixture(scope="session")
def valkey_url() -> str:
    """A Valkey of the test run."""
    return Run.joined().address("valkey", start_valkey)


@pytest.fixture
def parts(store: Store, vault: Vault, parts: Parts, valkey_url: str) -> Parts:
    """The application with a broker."""

    @asynccontextmanager
    async def with_broker() -> AsyncIterator[Services]:
        async with parts.open() as services, Redis.from_url(valkey_url) as redis, RealtimeHub(redis) as hub:
            await hub.ready.wait()
            yield replace(services, events=hub)

    return replace(parts, open=with_broker)


async def test_the_page_is_told(client: Client, app: Litestar, store: Store, workspace: UUID, valkey_url: str) -> None:
    """Typing is a frame of its own; that something was sent is none."""
    visitor = Visitor(client, app, await a_chat(client))
    await visitor.begin()
    async with opened(app, f"/c/{visitor.chat}/socket") as page, Redis.from_url(valkey_url) as redis:
        await visitor.hello(page)
        await page.send({"type": "send", "id": "m1", "text": "hello"})
        assert (await page.hear("message"))["from"] == "visitor"
        conversation, announcer = await the_conversation(store, workspace), Announcer(redis)
        await announcer.tell(workspace, conversation)
        await announcer.tell(workspace, conversation, typing=True)
        assert await page.hear() == {"type": "typing"}
