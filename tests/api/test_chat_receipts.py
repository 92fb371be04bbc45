"""The web chat tells what becomes of messages: what a page was given has arrived, what it has shown is read."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from litestar import Litestar
from sqlalchemy import text

from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, a_chat, published
from tests.api.sockets import opened
from tests.api.turns import bot_answers
from tests.api.visitor import Visitor, the_conversation
from tests.make import a_document

Ready = Callable[[], Awaitable[None]]


def parcel(until: str) -> dict[str, Any]:
    nodes: dict[str, tuple[str, dict[str, Any]]] = {
        "start": ("keyword", {"words": ["hello"]}),
        "news": ("send_message", {"text": "It is on its way."}),
        "wait": ("wait_for_delivery", {"until": until}),
        "thanks": ("send_message", {"text": f"So you have it: {until}."}),
    }
    return a_document(nodes, {"start.next": "news", "news.next": "wait", f"wait.{until}": "thanks"})


@pytest.fixture
async def visitor(client: Client, app: Litestar) -> Visitor:
    return Visitor(client, app, await a_chat(client, title="Ask us"))


async def answered(store: Store, vault: Vault, workspace: UUID) -> None:
    """The bot has done everything that is due."""
    await bot_answers(store, vault, workspace, await the_conversation(store, workspace))


async def states(store: Store, workspace: UUID) -> list[str]:
    async with store.transaction(workspace) as session:
        found = await session.scalars(text("select status from messages where direction = 'out' order by number"))
        return list(found)


async def become(store: Store, workspace: UUID, wanted: list[str]) -> None:
    """What a page tells is written behind its back: wait until it is."""
    async with asyncio.timeout(20):
        found: list[str] = []
        while found != wanted:
            await asyncio.sleep(0.02)
            found = await states(store, workspace)


async def begun(client: Client, visitor: Visitor, until: str, answer: Ready) -> None:
    await published(client, parcel(until))
    await visitor.begin()
    await visitor.say("hello")
    await answer()


async def test_over_http(client: Client, visitor: Visitor, store: Store, vault: Vault, workspace: UUID) -> None:
    """Fetching is getting; only what the page says it has shown is read, and what is read stays read."""

    async def answer() -> None:
        await answered(store, vault, workspace)

    await begun(client, visitor, "read", answer)
    assert await states(store, workspace) == ["sent"]
    cursor = (await visitor.read())["cursor"]
    await answer()
    assert await states(store, workspace) == ["delivered"]
    for _ in range(2):
        seen = await client.post(visitor.url("read"), json={"number": cursor}, headers=visitor.headers)
        assert seen.status_code == 204, seen.text
    await answer()
    assert await states(store, workspace) == ["read", "sent"]
    assert [one["text"] for one in (await visitor.read(after=cursor))["messages"]] == ["So you have it: read."]
    assert await states(store, workspace) == ["read", "delivered"]


async def test_over_a_socket(client: Client, visitor: Visitor, store: Store, vault: Vault, workspace: UUID) -> None:
    """What is pushed has arrived; a page cannot have read what it was not given."""

    async def answer() -> None:
        await answered(store, vault, workspace)

    await begun(client, visitor, "read", answer)
    async with opened(visitor.app, f"/c/{visitor.chat}/socket") as page:
        assert [one["text"] for one in (await visitor.hello(page))["history"]] == ["hello", "It is on its way."]
        await page.send({"type": "read", "number": 2})
        await page.send({"type": "read", "number": 2**53})
        await page.send({"type": "send", "id": "m2", "text": "I see"})
        await page.hear("ack")
        await become(store, workspace, ["read"])
        await answer()
        while (said := await page.hear("message"))["from"] != "bot":
            """What the visitor said comes back, too."""
        assert said["text"] == "So you have it: read."
        await become(store, workspace, ["read", "delivered"])


async def test_who_was_away(client: Client, visitor: Visitor, store: Store, vault: Vault, workspace: UUID) -> None:
    """A page that is opened later is given what was said meanwhile: it arrives then, and the flow goes on."""

    async def answer() -> None:
        await answered(store, vault, workspace)

    await begun(client, visitor, "delivered", answer)
    await answer()
    assert await states(store, workspace) == ["sent"]
    async with opened(visitor.app, f"/c/{visitor.chat}/socket") as page:
        await visitor.hello(page)
        await become(store, workspace, ["delivered"])
    await answer()
    assert await states(store, workspace) == ["delivered", "sent"]


async def test_of_others_nobody_may_say_anything(client: Client, visitor: Visitor, workspace: UUID) -> None:
    """Who is no visitor cannot mark anything as read, nor can a visitor who has said nothing."""
    url = visitor.url("read")
    assert (await client.post(url, json={"number": 1}, headers={"authorization": "Bearer x"})).status_code == 401
    await visitor.begin()
    assert (await client.post(url, json={"number": 1}, headers=visitor.headers)).status_code == 204
    assert (await client.post(url, json={"number": -1}, headers=visitor.headers)).status_code == 400
