"""Starting flows from a program, and looking into and repairing what runs."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from store.crypto import Vault
from store.database import Store
from store.sessions import Sessions
from tests.api.conftest import Client, a_chat, asker, kind_of, published
from tests.api.turns import bot_answers


@pytest.fixture
async def flow(client: Client) -> dict[str, Any]:
    return await published(client, asker())


async def start(client: Client, flow: dict[str, Any], chat: str, **over: Any) -> Any:
    body = {"to": {"channel": chat, "address": "v1", "name": "Maria"}, **over}
    answer = await client.post(f"/flows/{flow['id']}/start", json=body)
    assert answer.status_code == 202, answer.text
    return answer.json()


async def test_a_started_flow_runs_for_the_contact(
    client: Client, flow: dict[str, Any], store: Store, vault: Vault, workspace: UUID
) -> None:
    """The start waits in line like a message; its run tells turns, steps, messages, and what it waits for."""
    begun = await start(client, flow, await a_chat(client))
    await bot_answers(store, vault, workspace, UUID(begun["conversation"]))
    (run,) = (await client.get("/runs", params={"flow": flow["id"], "status": "active"})).json()["items"]
    assert (run["contact_name"], run["node"], run["waiting"], run["version_number"]) == ("Maria", "ask", "reply", 1)
    detail = (await client.get(f"/runs/{run['id']}")).json()
    assert [step["node"] for step in detail["turns"][0]["steps"]] == ["start", "ask"]
    assert detail["messages"][0]["content"]["text"] == "Your name?"
    assert detail["temporal"].endswith(f"/workflows/conversation%2F{workspace}%2F{begun['conversation']}")
    assert detail["run"]["deadline"] is not None


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"status": "completed"}, 0),
        ({"node": "ask"}, 1),
        ({"node": "done"}, 0),
        ({"flow": str(uuid4())}, 0),
        ({"channel": str(uuid4())}, 0),
        ({"since": "2099-01-01T00:00:00Z"}, 0),
        ({"since": "2020-01-01T00:00:00Z"}, 1),
    ],
)
async def test_runs_are_found_by_what_they_are(
    client: Client,
    flow: dict[str, Any],
    store: Store,
    vault: Vault,
    workspace: UUID,
    filters: dict[str, str],
    found: int,
) -> None:
    """Each filter leaves out what does not fit."""
    begun = await start(client, flow, await a_chat(client))
    await bot_answers(store, vault, workspace, UUID(begun["conversation"]))
    assert len((await client.get("/runs", params=filters)).json()["items"]) == found


async def test_an_agent_takes_over_and_hands_back(
    client: Client, flow: dict[str, Any], store: Store, vault: Vault, workspace: UUID
) -> None:
    """Orders are put in line; what does not fit the state of the run is refused before that."""
    conversation = UUID((await start(client, flow, await a_chat(client)))["conversation"])
    await bot_answers(store, vault, workspace, conversation)
    (run,) = (await client.get("/runs")).json()["items"]
    url = f"/runs/{run['id']}"
    assert kind_of(await client.post(f"{url}/hand-back", json={})) == "event-refused"
    assert kind_of(await client.post(f"{url}/retry")) == "event-refused"
    assert (await client.post(f"{url}/take-over")).status_code == 202
    await bot_answers(store, vault, workspace, conversation)
    assert (await client.get(url)).json()["run"]["status"] == "paused"
    assert kind_of(await client.post(f"{url}/hand-back", json={"node": "nowhere"})) == "event-refused"
    assert (await client.post(f"{url}/hand-back", json={"node": "done"})).status_code == 202
    await bot_answers(store, vault, workspace, conversation)
    assert (await client.get(url)).json()["run"]["status"] == "completed"
    assert kind_of(await client.post(f"{url}/cancel", json={})) == "event-refused"


async def test_a_run_is_cancelled_with_its_reason(
    client: Client, flow: dict[str, Any], store: Store, vault: Vault, workspace: UUID
) -> None:
    """The reason is shown in the run."""
    conversation = UUID((await start(client, flow, await a_chat(client)))["conversation"])
    await bot_answers(store, vault, workspace, conversation)
    (run,) = (await client.get("/runs")).json()["items"]
    assert (await client.post(f"/runs/{run['id']}/cancel", json={"reason": "wrong flow"})).status_code == 202
    await bot_answers(store, vault, workspace, conversation)
    ended = (await client.get(f"/runs/{run['id']}")).json()["run"]
    assert (ended["status"], ended["reason"]) == ("cancelled", "wrong flow")


async def test_a_blocked_run_goes_on_after_the_repair(
    client: Client, flow: dict[str, Any], store: Store, vault: Vault, workspace: UUID
) -> None:
    """Retry lets it go; it is then as it was before it stumbled."""
    conversation = UUID((await start(client, flow, await a_chat(client)))["conversation"])
    await bot_answers(store, vault, workspace, conversation)
    (run,) = (await client.get("/runs")).json()["items"]
    async with store.transaction(workspace) as session:
        await Sessions(session).block(UUID(run["id"]), "a bug")
    assert (await client.get("/runs", params={"status": "blocked"})).json()["items"][0]["reason"] == "a bug"
    assert (await client.post(f"/runs/{run['id']}/retry")).status_code == 202
    assert (await client.get(f"/runs/{run['id']}")).json()["run"]["status"] == "active"


async def test_starts_that_cannot_be_are_refused(client: Client, flow: dict[str, Any]) -> None:
    """Each with its status and type; nothing is put in line."""
    chat = await a_chat(client)
    draft = (await client.post("/flows/import", json={"document": asker()})).json()
    contact = (await client.post("/contacts", json={"channel": "telegram", "address": "7"})).json()["id"]
    to = {"channel": chat, "address": "v1"}
    cases: list[tuple[str, dict[str, Any], int, str]] = [
        (draft["id"], {"to": to}, 409, "nothing-published"),
        (str(uuid4()), {"to": to}, 404, "not-found"),
        (flow["id"], {"to": {"channel": str(uuid4()), "address": "v1"}}, 404, "not-found"),
        (flow["id"], {"to": {"channel": chat, "contact": contact}}, 404, "not-found"),
        (flow["id"], {"to": {"channel": chat}}, 400, "invalid-request"),
        (flow["id"], {"to": {**to, "contact": contact}}, 400, "invalid-request"),
        (flow["id"], {"to": to, "node": "ask"}, 400, "invalid-request"),
        (flow["id"], {"to": to, "when": "now"}, 400, "invalid-request"),
    ]
    for id, body, status, kind in cases:
        answer = await client.post(f"/flows/{id}/start", json=body)
        assert (answer.status_code, kind_of(answer)) == (status, kind), (body, answer.text)


async def test_a_known_contact_is_started_at_their_address(client: Client, flow: dict[str, Any]) -> None:
    """By the address that they have on the channel's type."""
    chat = await a_chat(client)
    contact = (await client.post("/contacts", json={"channel": "webchat", "address": "v9"})).json()["id"]
    first = await start(client, flow, chat, to={"channel": chat, "contact": contact})
    second = await start(client, flow, chat, to={"channel": chat, "address": "v9"})
    assert first["conversation"] == second["conversation"]
    assert second["event"] == first["event"] + 1
