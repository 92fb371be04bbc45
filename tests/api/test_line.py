"""What came in for the bot in a conversation, and what became of it."""

from typing import Any
from uuid import UUID, uuid4

from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, a_chat, asker, kind_of, published
from tests.api.turns import bot_answers
from tests.make import a_document
from workflows.decide import LEFT_OUT
from workflows.due import BUSY


async def events(client: Client, conversation: str, **window: Any) -> dict[str, Any]:
    answer = await client.get(f"/conversations/{conversation}/events", params=window)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_why_a_start_started_nothing(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """Each start is there with its run, or with the reason why there is none; newest first, in pages."""
    to = {"channel": await a_chat(client), "address": "v1"}
    nodes: dict[str, tuple[str, dict[str, Any]]] = {"start": ("api_start", {"audience": "false"}), "end": ("end", {})}
    closed = await published(client, a_document(nodes, {"start.next": "end"}, name="Closed"))
    flow, begun = await published(client, asker()), {}
    for one in (flow, flow, closed):
        interrupt = {"interrupt": one is closed}
        begun = (await client.post(f"/flows/{one['id']}/start", json={"to": to, **interrupt})).json()
    waiting = await events(client, begun["conversation"])
    assert [one["handled_at"] for one in waiting["items"]] == [None] * 3
    await bot_answers(store, vault, workspace, UUID(begun["conversation"]))
    (run,) = (await client.get("/runs")).json()["items"]
    listed = (await events(client, begun["conversation"]))["items"]
    assert [(one["number"], one["kind"], one["run"]) for one in listed] == [
        (3, "start", None),
        (2, "start", None),
        (1, "start", run["id"]),
    ]
    assert [[problem["message"] for problem in one["problems"]] for one in listed] == [[LEFT_OUT], [BUSY], []]
    page = await events(client, begun["conversation"], limit=2)
    rest = await events(client, begun["conversation"], limit=2, after=page["next"])
    assert [one["number"] for one in rest["items"]] == [1]
    assert kind_of(await client.get(f"/conversations/{uuid4()}/events")) == "not-found"
