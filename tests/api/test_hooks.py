"""Webhooks: what is stored, what is answered, and what is refused."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from litestar import Litestar
from sqlalchemy import text

from store.database import Store
from tests.api.conftest import Client, published, greeter

HEADER = "x-telegram-bot-api-secret-token"
SECRET = "a-secret-of-ours"


def update(number: int = 1, said: str = "hello", chat: int = 77) -> dict[str, Any]:
    """What Telegram sends when somebody writes."""
    person = {"id": chat, "first_name": "Maria", "language_code": "pt"}
    message = {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}, "from": person, "text": said}
    return {"update_id": number, "message": message}


@pytest.fixture
async def channel(client: Client) -> str:
    """A connected Telegram bot."""
    config = {"token": "123456789:AAabcdefghijklmnopqrstuvwxyz0123456", "secret": SECRET}
    made = await client.post("/channels", json={"kind": "telegram", "name": "Bot", "config": config})
    assert made.status_code == 201, made.text
    found: str = made.json()["id"]
    return found


def hook(channel: str) -> str:
    return f"https://dialoom.test/hooks/{channel}"


async def stored(store: Store, workspace: UUID, query: str) -> list[Any]:
    async with store.transaction(workspace) as session:
        return list((await session.execute(text(query))).all())


async def test_a_message_is_stored_with_the_trigger_that_it_pulls(
    client: Client, channel: str, store: Store, workspace: UUID
) -> None:
    """One request: the raw webhook, the contact, the conversation, the message and its event are there."""
    flow = await published(client, greeter())
    answer = await client.post(hook(channel), json=update(), headers={HEADER: SECRET})
    assert answer.status_code == 200, answer.text
    ((data, content, name, language, raw),) = await stored(
        store,
        workspace,
        "select e.data, m.content, c.name, c.language, h.status from events e join messages m on m.id = e.message_id"
        " join conversations v on v.id = e.conversation_id join contacts c on c.id = v.contact_id"
        " join hook_events h on h.id = m.hook_event_id",
    )
    assert data["trigger"] == {
        "flow": flow["id"], "version": flow["version"], "node": "start", "interrupts": False, "inputs": {},
    }
    assert (content["text"], name, language, raw) == ("hello", "Maria", "pt", "handled")
