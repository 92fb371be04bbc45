"""Messages in doubt, settled by people."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, KeyMaker, a_chat, kind_of, published
from tests.api.turns import bot_answers
from tests.make import a_document

FLOW = a_document(
    {"start": ("api_start", {}), "hi": ("send_message", {"text": "Hi"})}, {"start.next": "hi"}, name="Greeter"
)


@pytest.fixture
async def message(client: Client, store: Store, vault: Vault, workspace: UUID) -> Any:
    """A message in doubt, with its conversation."""
    flow = (await published(client, FLOW))["id"]
    body = {"to": {"channel": await a_chat(client), "address": "ann"}}
    started = (await client.post(f"/flows/{flow}/start", json=body)).json()
    await bot_answers(store, vault, workspace, UUID(started["conversation"]))
    async with store.transaction(workspace) as session:
        update = text("update messages set status = 'in_doubt', provider_id = null where direction = 'out' returning *")
        return (await session.execute(update)).one()


@pytest.mark.parametrize(
    ("said", "status", "after"),
    [
        ({"outcome": "sent"}, "sent", "sent"),
        ({"outcome": "not_sent"}, "queued", "sent"),
        ({"outcome": "not_sent", "resend": False}, "failed", "failed"),
    ],
)
async def test_what_became_of_it(
    client: Client, message: Any, store: Store, vault: Vault, workspace: UUID, said: Any, status: str, after: str
) -> None:
    """It was sent, it is sent again, or it has failed for good; a second word about it is refused."""
    answer = await client.post(f"/messages/{message.id}/settle", json=said)
    assert answer.status_code == 202, answer.text
    told = {"message": str(message.id), "conversation": str(message.conversation_id), "status": status}
    assert answer.json() == told
    again = await client.post(f"/messages/{message.id}/settle", json=said)
    assert (again.status_code, kind_of(again)) == (409, "conflict")
    await bot_answers(store, vault, workspace, message.conversation_id)
    async with store.transaction(workspace) as session:
        found = await session.scalar(text("select status from messages where id = :id"), {"id": message.id})
    assert found == after


async def test_what_cannot_be_settled(client: Client, message: Any, key: KeyMaker) -> None:
    """An unknown message, another outcome, and whoever may only read."""
    unknown = await client.post(f"/messages/{uuid4()}/settle", json={"outcome": "sent"})
    assert (unknown.status_code, kind_of(unknown)) == (404, "not-found")
    assert (await client.post(f"/messages/{message.id}/settle", json={"outcome": "lost"})).status_code == 400
    reader = await key("runs:read")
    refused = await client.post(f"/messages/{message.id}/settle", json={"outcome": "sent"}, headers=reader)
    assert (refused.status_code, kind_of(refused)) == (403, "forbidden")
