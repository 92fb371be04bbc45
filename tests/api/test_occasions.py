"""Triggers with conditions: who has written decides what a message starts."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, Nodes, a_chat, published
from tests.api.turns import bot_answers
from tests.make import a_document


class Chat:
    """Visitors of a web chat, and what the bot answers to them."""

    def __init__(self, client: Client, store: Store, vault: Vault, workspace: UUID, channel: str) -> None:
        self.client, self.store, self.vault, self.workspace = client, store, vault, workspace
        self.address = f"https://dialoom.test/c/{channel}"
        self.said = 0

    async def visitor(self) -> dict[str, str]:
        session = (await self.client.post(f"{self.address}/session")).json()
        return {"authorization": f"Bearer {session['token']}", "visitor": session["visitor"]}

    async def says(self, visitor: dict[str, str], words: str, **more: Any) -> list[str]:
        """What the bot has said since."""
        self.said += 1
        body = {"id": f"m{self.said}", "text": words, **more}
        answer = await self.client.post(f"{self.address}/messages", json=body, headers=visitor)
        assert answer.status_code == 202, answer.text
        async with self.store.transaction(self.workspace) as session:
            query = "select id from conversations where address = :address"
            conversation = await session.scalar(text(query), {"address": visitor["visitor"]})
        before = await self._heard(visitor)
        await bot_answers(self.store, self.vault, self.workspace, conversation)
        return (await self._heard(visitor))[len(before) :]

    async def _heard(self, visitor: dict[str, str]) -> list[str]:
        heard = (await self.client.get(f"{self.address}/messages?after=0", headers=visitor)).json()
        return [one["text"] for one in heard["messages"] if one["from"] == "bot"]


@pytest.fixture
async def chat(client: Client, store: Store, vault: Vault, workspace: UUID) -> Chat:
    return Chat(client, store, vault, workspace, await a_chat(client))


async def says_when(client: Client, name: str, kind: str, answer: str, **params: Any) -> None:
    """A flow that answers with a text."""
    nodes: Nodes = {"start": (kind, params), "say": ("send_message", {"text": answer})}
    await published(client, a_document(nodes, {"start.next": "say"}, name=name))


async def test_a_contact_is_welcomed_once(client: Client, chat: Chat) -> None:
    """The first message of each contact, whatever it is; a keyword wins over the welcome."""
    await says_when(client, "Welcome", "new_conversation", "Welcome!")
    await says_when(client, "Menu", "keyword", "Tea or coffee", words=["menu"])
    ann, bea = await chat.visitor(), await chat.visitor()
    assert await chat.says(ann, "hello") == ["Welcome!"]
    assert await chat.says(ann, "hello again") == []
    assert await chat.says(bea, "menu") == ["Tea or coffee"]
    assert await chat.says(bea, "hello") == []


async def test_an_audience(client: Client, chat: Chat, store: Store, workspace: UUID) -> None:
    """The same word answers differently to who is in the audience, as the contact is at this moment."""
    await says_when(
        client, "Vips", "keyword", "Champagne", words=["menu"], audience="contact.tags contains 'vip'", priority=60
    )
    await says_when(client, "Menu", "keyword", "Tea or coffee", words=["menu"])
    ann = await chat.visitor()
    assert await chat.says(ann, "menu") == ["Tea or coffee"]
    async with store.transaction(workspace) as session:
        await session.execute(text("update contacts set tags = array['vip']"))
    assert await chat.says(ann, "menu") == ["Champagne"]


async def test_a_flow_rests(client: Client, chat: Chat) -> None:
    """For the contact for whom it was started just now, not for others."""
    await says_when(client, "Offer", "keyword", "Ten per cent off", words=["sale"], cool_down="P1D")
    ann, bea = await chat.visitor(), await chat.visitor()
    assert await chat.says(ann, "sale") == ["Ten per cent off"]
    assert await chat.says(ann, "sale") == []
    assert await chat.says(bea, "sale") == ["Ten per cent off"]


async def test_a_link_brings_its_code(client: Client, chat: Chat) -> None:
    """Who came by it gets the flow of the link, whatever they say first."""
    await says_when(client, "Summer", "referral", "Summer sale: {{ input.referral }}", codes=["summer-*"])
    ann = await chat.visitor()
    assert await chat.says(ann, "hello", referral="winter") == []
    assert await chat.says(ann, "hello", referral="summer-7") == ["Summer sale: summer-7"]


async def test_inside_a_flow_the_one_that_interrupts(client: Client, chat: Chat) -> None:
    """A trigger that leaves those in peace who are inside a flow does not stand before a lower one that takes them out."""
    asks: Nodes = {"start": ("keyword", {"words": ["hi"]}), "q": ("ask_text", {"question": "Well?"})}
    await published(client, a_document(asks, {"start.next": "q"}, name="Asks"))
    await says_when(client, "Order", "keyword", "An order", words=["order"], match="anywhere", priority=60)
    stops: Nodes = {
        "halt": ("keyword", {"words": ["stop"], "match": "anywhere", "when_busy": "interrupt"}),
        "say": ("send_message", {"text": "Stopped"}),
    }
    await published(client, a_document(stops, {"halt.next": "say"}, name="Stops"))
    ann = await chat.visitor()
    assert await chat.says(ann, "stop my order") == ["An order"]
    assert await chat.says(ann, "hi") == ["Well?"]
    assert await chat.says(ann, "stop my order") == ["Stopped"]
    run = (await client.get("/runs")).json()["items"][0]
    recorded = (await client.get(f"/runs/{run['id']}/flow-test")).json()
    assert recorded["test"]["dialogue"] == [{"says": "stop my order"}, {"expects": "Stopped"}, {"ends": "completed"}]
    assert recorded["test"]["start"] == "halt"
