"""Another system tells that something happened."""

from typing import Any
from uuid import UUID

import pytest

from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, Nodes, a_chat, kind_of, published
from tests.api.turns import bot_answers
from tests.make import a_document

NODES: Nodes = {
    "start": ("api_start", {}),
    "wait": ("wait_for_event", {"key": "paid/{{ vars.order }}", "timeout": "P1D"}),
    "thanks": ("send_message", {"text": "Thank you!"}),
}
EDGES = {"start.next": "wait", "wait.happened": "thanks"}


async def waiting(client: Client, store: Store, vault: Vault, workspace: UUID, *orders: str) -> list[dict[str, Any]]:
    """Contacts who wait until their orders are paid; what the starts answered."""
    order = {"order": {"type": "text", "input": True}}
    flow, chat = await published(client, a_document(NODES, EDGES, variables=order)), await a_chat(client)
    begun = []
    for address, number in enumerate(orders):
        body = {"to": {"channel": chat, "address": f"v{address}"}, "inputs": {"order": number}}
        begun.append((await client.post(f"/flows/{flow['id']}/start", json=body)).json())
        await bot_answers(store, vault, workspace, UUID(begun[-1]["conversation"]))
    return begun


async def test_who_waits_for_it_is_told(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """Only the runs with this key are told; they go on with what was told, and then nobody waits for it."""
    ann, _ = await waiting(client, store, vault, workspace, "A-17", "A-18")
    answer = await client.post("/happenings", json={"key": "paid/A-17", "data": {"amount": 5}})
    assert answer.status_code == 202, answer.text
    (told,) = answer.json()["told"]
    assert told["conversation"] == ann["conversation"]
    await bot_answers(store, vault, workspace, UUID(ann["conversation"]))
    detail = (await client.get(f"/runs/{told['run']}")).json()
    assert detail["run"]["status"] == "completed"
    assert [step["left"] for step in detail["turns"][-1]["steps"]] == ["happened", "next"]
    assert (await client.post("/happenings", json={"key": "paid/A-17"})).json() == {"told": []}


async def test_the_same_request_tells_once(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """A request that is sent again with its key gets its first answer, and puts nothing more in line."""
    await waiting(client, store, vault, workspace, "A-17")
    body, headers = {"key": "paid/A-17"}, {"Idempotency-Key": "payment-993"}
    first = await client.post("/happenings", json=body, headers=headers)
    again = await client.post("/happenings", json=body, headers=headers)
    assert len(first.json()["told"]) == 1
    assert (again.json(), again.headers["idempotent-replayed"]) == (first.json(), "true")


async def test_spaces_around_a_key_do_not_count(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """The node's key is trimmed, so the teller's is."""
    await waiting(client, store, vault, workspace, "A-17 ")
    assert len((await client.post("/happenings", json={"key": " paid/A-17"})).json()["told"]) == 1


@pytest.mark.parametrize("body", [{}, {"key": ""}, {"key": "x" * 201}, {"key": "a", "kind": "b"}])
async def test_a_key_is_needed(client: Client, body: dict[str, Any]) -> None:
    """What cannot name anything is refused, with the field."""
    answer = await client.post("/happenings", json=body)
    assert (answer.status_code, kind_of(answer)) == (400, "invalid-request")
