"""Many runs are cancelled by what they have in common."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, KeyMaker, a_chat, asker, kind_of, published
from tests.api.turns import bot_answers
from tests.make import a_document


async def begin(client: Client, flow: dict[str, Any], chat: str, address: str) -> UUID:
    body = {"to": {"channel": chat, "address": address}}
    answer = await client.post(f"/flows/{flow['id']}/start", json=body)
    assert answer.status_code == 202, answer.text
    return UUID(answer.json()["conversation"])


async def statuses(client: Client) -> list[str]:
    return sorted(run["status"] for run in (await client.get("/runs")).json()["items"])


async def test_children_end_with_the_run_that_they_are_in(
    client: Client, store: Store, vault: Vault, workspace: UUID
) -> None:
    """Who waits inside a sub-flow is found by the flow that was started, ends as a whole, and others go on."""
    child = await published(client, asker(), "child")
    nodes: dict[str, tuple[str, dict[str, Any]]] = {"start": ("api_start", {}), "run": ("run_flow", {"flow": "child"})}
    parent = await published(client, a_document(nodes, {"start.next": "run"}, name="Parent"), "parent")
    chat = await a_chat(client)
    conversations = [await begin(client, parent, chat, f"v{number}") for number in range(3)]
    other = await begin(client, child, chat, "other")
    for one in (*conversations, other):
        await bot_answers(store, vault, workspace, one)
    assert await statuses(client) == ["active"] * 4
    first = await client.post("/runs/cancel", json={"flow": parent["id"], "limit": 2, "reason": "wrong question"})
    assert (first.status_code, len(first.json()["runs"]), first.json()["more"]) == (202, 2, True)
    for one in conversations:
        await bot_answers(store, vault, workspace, one)
    rest = await client.post("/runs/cancel", json={"flow": parent["id"], "reason": "wrong question"})
    assert (len(rest.json()["runs"]), rest.json()["more"]) == (1, False)
    for one in conversations:
        await bot_answers(store, vault, workspace, one)
    assert await statuses(client) == ["active", "cancelled", "cancelled", "cancelled"]
    reasons = {run["reason"] for run in (await client.get("/runs", params={"status": "cancelled"})).json()["items"]}
    assert reasons == {"wrong question"}


@pytest.mark.parametrize(
    ("over", "found"),
    [({"node": "ask"}, 1), ({"node": "done"}, 0), ({"status": "paused"}, 0), ({"status": "active"}, 1),
     ({"flow": str(uuid4())}, 0), ({"since": "2099-01-01T00:00:00Z"}, 0), ({"node": "ask", "status": "blocked"}, 0)],
)  # fmt: skip
async def test_all_that_is_given_has_to_hold(
    client: Client, store: Store, vault: Vault, workspace: UUID, over: dict[str, Any], found: int
) -> None:
    """A run that differs in one thing is left alone."""
    conversation = await begin(client, await published(client, asker()), await a_chat(client), "v1")
    await bot_answers(store, vault, workspace, conversation)
    answer = await client.post("/runs/cancel", json=over)
    assert (answer.status_code, len(answer.json()["runs"])) == (202, found)


@pytest.mark.parametrize(
    "body", [{}, {"reason": "all of them"}, {"status": "completed"}, {"node": "ask", "limit": 1_001}]
)
async def test_nobody_cancels_everything_by_mistake(client: Client, body: dict[str, Any]) -> None:
    """Something has to be said of the runs, and it has to make sense."""
    answer = await client.post("/runs/cancel", json=body)
    assert (answer.status_code, kind_of(answer)) == (400, "invalid-request")


async def test_who_may_cancel(client: Client, key: KeyMaker) -> None:
    """Whoever may only see runs may not end them."""
    answer = await client.post("/runs/cancel", json={"node": "ask"}, headers=await key("runs:read"))
    assert (answer.status_code, kind_of(answer)) == (403, "forbidden")
