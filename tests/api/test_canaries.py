"""A canary over HTTP, and what contacts get who start the flow meanwhile."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, Nodes, a_chat, asker, greeter, kind_of, published
from tests.api.test_life import saved, waiting
from tests.api.turns import bot_answers
from tests.make import a_document
from workflows.canaries import CanaryWatch

NAMES = [f"p{number}" for number in range(24)]


async def started(client: Client, **over: Any) -> tuple[str, dict[str, Any]]:
    """A published flow that asks, and a canary of it that asks otherwise."""
    flow = await published(client, asker())
    changed = asker()
    changed["nodes"][1]["data"]["question"] = "Siapa nama Anda?"
    await saved(client, flow["id"], changed)
    canary = await client.post(f"/flows/{flow['id']}/canary", json={"percent": 50, **over})
    assert canary.status_code == 201, canary.text
    return flow["id"], canary.json()


async def versions(client: Client, flow: str) -> dict[str, str]:
    """The version that each contact's newest run started with."""
    runs = (await client.get("/runs", params={"flow": flow, "limit": 200})).json()["items"]
    return {run["contact_id"]: run["version_id"] for run in reversed(runs)}


async def test_some_start_with_the_canary(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """About the part that was asked for; the draft is a version, and not the published one; its health is counted."""
    flow, canary = await started(client)
    assert (canary["status"], canary["sessions"], canary["percent"]) == ("running", 0, 50)
    live = (await client.get(f"/flows/{flow}")).json()["published_id"]
    assert live != canary["version_id"]
    await waiting(client, store, vault, workspace, flow, *NAMES)
    took = await versions(client, flow)
    assert set(took.values()) == {live, canary["version_id"]}
    shown = (await client.get(f"/flows/{flow}/canary")).json()
    assert shown["sessions"] == sum(version == canary["version_id"] for version in took.values())
    assert shown["failing"] == 0


async def test_it_is_widened_promoted_and_then_everybodys(
    client: Client, store: Store, vault: Vault, workspace: UUID
) -> None:
    """With a hundred percent all start with it; promoted, it is the published version, and may be published over."""
    flow, canary = await started(client, percent=1)
    url = f"/flows/{flow}"
    assert kind_of(await client.post(f"{url}/publish", json={})) == "conflict"
    assert kind_of(await client.post(f"{url}/canary", json={"percent": 5})) == "conflict"
    assert (await client.patch(f"{url}/canary", json={"percent": 100})).json()["percent"] == 100
    await waiting(client, store, vault, workspace, flow, *NAMES[:3])
    assert set((await versions(client, flow)).values()) == {canary["version_id"]}
    done = (await client.post(f"{url}/canary/promote")).json()
    assert (done["status"], done["sessions"]) == ("promoted", 3)
    assert (await client.get(url)).json()["published_id"] == canary["version_id"]
    assert kind_of(await client.post(f"{url}/canary/stop")) == "conflict"
    assert (await client.post(f"{url}/publish", json={})).json()["number"] == 3


async def test_stopped_nobody_new_starts_with_it(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """Who started with it goes on in it, until a move brings them over."""
    flow, canary = await started(client, percent=100)
    await waiting(client, store, vault, workspace, flow, "ann")
    assert (await client.post(f"/flows/{flow}/canary/stop")).json()["status"] == "stopped"
    await waiting(client, store, vault, workspace, flow, "bo")
    live = (await client.get(f"/flows/{flow}")).json()["published_id"]
    assert sorted((await versions(client, flow)).values()) == sorted((live, canary["version_id"]))
    move = (await client.post(f"/flows/{flow}/moves", json={})).json()
    await client.post(f"/moves/{move['id']}/run", json={})
    assert set((await versions(client, flow)).values()) == {live}


async def test_archiving_ends_it(client: Client) -> None:
    """Nobody enters an archived flow by its canary, either, and brought back it begins with none."""
    flow, _ = await started(client)
    assert (await client.patch(f"/flows/{flow}", json={"archived": True})).status_code == 200
    shown = (await client.get(f"/flows/{flow}/canary")).json()
    assert (shown["status"], shown["reason"]) == ("stopped", "the flow was archived")


async def test_unpublishing_ends_it(client: Client) -> None:
    """It says why; it can neither be promoted, which would publish the flow again, nor keep anybody from publishing."""
    flow, _ = await started(client)
    assert (await client.post(f"/flows/{flow}/unpublish")).status_code == 204
    shown = (await client.get(f"/flows/{flow}/canary")).json()
    assert (shown["status"], shown["reason"]) == ("stopped", "the flow was unpublished")
    assert shown["ended_at"]
    assert kind_of(await client.post(f"/flows/{flow}/canary/promote")) == "conflict"
    assert (await client.get(f"/flows/{flow}")).json()["published_id"] is None
    assert (await client.post(f"/flows/{flow}/publish", json={})).status_code == 201


async def test_it_is_rolled_back_when_too_many_fail(
    client: Client, store: Store, vault: Vault, workspace: UUID
) -> None:
    """With the reason, and not before there are enough sessions to tell; a blocked session counts like a failed one."""
    flow, _ = await started(client, percent=100, most_failing=0.4, minimum=4)
    await waiting(client, store, vault, workspace, flow, *NAMES[:3])
    await broken(store, workspace, 2)
    assert await CanaryWatch(store).look() == 0
    await waiting(client, store, vault, workspace, flow, *NAMES[3:5])
    assert await CanaryWatch(store).look() == 0
    await broken(store, workspace, 3)
    assert await CanaryWatch(store).look() == 1
    shown = (await client.get(f"/flows/{flow}/canary")).json()
    assert (shown["status"], shown["reason"]) == ("rolled_back", "3 of 5 sessions failed or are blocked")
    assert shown["ended_at"]
    assert await CanaryWatch(store).look() == 0
    await waiting(client, store, vault, workspace, flow, "new")
    live = (await client.get(f"/flows/{flow}")).json()["published_id"]
    assert live in (await versions(client, flow)).values()


async def broken(store: Store, workspace: UUID, count: int) -> None:
    """So many of the sessions could not go on."""
    statement = "update sessions set status = 'blocked' where id in (select id from sessions order by id limit :count)"
    async with store.transaction(workspace) as session:
        await session.execute(text(statement), {"count": count})


async def test_messages_start_it_too(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """Who comes in by a word of the published version gets the canary, unless it has no such trigger any more."""
    flow, canary = await started(client, percent=100)
    assert await version_of_visitor(client, store, vault, workspace) == canary["version_id"]
    await client.post(f"/flows/{flow}/canary/stop")
    changed = asker()
    changed["nodes"][0]["id"] = "other"
    changed["edges"][0]["source"] = "other"
    await saved(client, flow, changed)
    assert (await client.post(f"/flows/{flow}/canary", json={"percent": 100})).status_code == 201
    live = (await client.get(f"/flows/{flow}")).json()["published_id"]
    assert await version_of_visitor(client, store, vault, workspace) == live


async def test_what_cannot_have_a_canary(client: Client) -> None:
    """A flow that was never published, a draft with errors, a percentage that is none."""
    flow = (await client.post("/flows/import", json={"document": greeter()})).json()["id"]
    url = f"/flows/{flow}/canary"
    assert kind_of(await client.get(url)) == "not-found"
    assert kind_of(await client.post(url, json={"percent": 5})) == "nothing-published"
    await client.post(f"/flows/{flow}/publish", json={})
    assert kind_of(await client.post(url, json={"percent": 0})) == "invalid-request"
    await saved(client, flow, {**greeter(), "nodes": []})
    assert kind_of(await client.post(url, json={"percent": 5})) == "flow-invalid"
    assert kind_of(await client.get(url)) == "not-found"


async def version_of_visitor(client: Client, store: Store, vault: Vault, workspace: UUID) -> str:
    """What somebody gets who says hello in a web chat."""
    chat = f"https://dialoom.test/c/{await a_chat(client)}"
    token = (await client.post(f"{chat}/session", json={})).json()["token"]
    said = {"id": "m1", "text": "hello"}
    answer = await client.post(f"{chat}/messages", json=said, headers={"authorization": f"Bearer {token}"})
    assert answer.is_success, answer.text
    async with store.transaction(workspace) as session:
        query = text("select id from conversations order by id desc limit 1")
        conversation: UUID = (await session.execute(query)).scalar_one()
    await bot_answers(store, vault, workspace, conversation)
    (run, *_) = (await client.get("/runs")).json()["items"]
    assert run["conversation_id"] == str(conversation)
    version: str = run["version_id"]
    return version


async def test_flows_that_run_it_try_it_too(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """A flow that another flow runs: its canary, then, when that is stopped, what is published; simulations stay with that."""
    inner = await published(client, greeter(), key="inner")
    nodes: Nodes = {"start": ("api_start", {}), "run": ("run_flow", {"flow": "inner"})}
    outer = await published(client, a_document(nodes, {"start.next": "run"}, name="Outer"))
    changed = greeter()
    changed["nodes"][1]["data"]["text"] = "Halo"
    await saved(client, inner["id"], changed)
    assert (await client.post(f"/flows/{inner['id']}/canary", json={"percent": 100})).status_code == 201
    simulated = (await client.post(f"/flows/{outer['id']}/simulate", json={"start": {}})).json()
    assert [one["text"] for one in simulated["said"]] == ["Hi Maria"]
    await waiting(client, store, vault, workspace, outer["id"], "ann")
    await client.post(f"/flows/{inner['id']}/canary/stop")
    await waiting(client, store, vault, workspace, outer["id"], "bo")
    assert await said_in(client, outer["id"]) == ["Halo", "Hi "]


def going_through(items: int) -> dict[str, Any]:
    """A flow with two steps for each of so many items: of more than fifty it fails, which nobody can tell beforehand."""
    nodes: Nodes = {
        "start": ("api_start", {}),
        "loop": ("loop", {"items": "{{ (1..vars.items) }}", "save_as": "item", "limit": 100}),
        "tag": ("add_tag", {"tag": "vip"}),
    }
    edges = {"start.next": "loop", "loop.each": "tag", "tag.next": "loop"}
    variables = {"item": {"type": "number"}, "items": {"type": "number", "default": items, "input": True}}
    return a_document(nodes, edges, variables=variables)


async def test_it_is_rolled_back_where_another_flow_runs_it(
    client: Client, store: Store, vault: Vault, workspace: UUID
) -> None:
    """Also though that flow goes on by its output for failures; who comes through, or is in another flow, does not fail."""
    inner = await published(client, going_through(1), key="inner")
    nodes: Nodes = {"start": ("api_start", {}), "run": ("run_flow", {"flow": "inner"}), "sorry": ("end", {})}
    outer = await published(client, a_document(nodes, {"start.next": "run", "run.failed": "sorry"}, name="Outer"))
    other = await published(client, greeter())
    await saved(client, inner["id"], going_through(60))
    asked = {"percent": 100, "most_failing": 0.5, "minimum": 3}
    assert (await client.post(f"/flows/{inner['id']}/canary", json=asked)).status_code == 201
    await waiting(client, store, vault, workspace, outer["id"], *NAMES[:2])
    await waiting(client, store, vault, workspace, other["id"], *NAMES[2:6])
    assert await CanaryWatch(store).look() == 0
    await waiting(client, store, vault, workspace, outer["id"], NAMES[6])
    assert await CanaryWatch(store).look() == 1
    shown = (await client.get(f"/flows/{inner['id']}/canary")).json()
    assert (shown["status"], shown["reason"]) == ("rolled_back", "3 of 3 sessions failed or are blocked")
    assert {run["status"] for run in (await client.get("/runs")).json()["items"]} == {"completed"}


async def test_a_flow_that_it_could_not_run_is_not_its_failure(
    client: Client, store: Store, vault: Vault, workspace: UUID
) -> None:
    """It goes on by its own output for that."""
    nodes: Nodes = {"start": ("api_start", {}), "run": ("run_flow", {"flow": "gone"}), "sorry": ("end", {})}
    document = a_document(nodes, {"start.next": "run", "run.failed": "sorry"})
    flow, gone = await published(client, greeter()), await published(client, greeter(), key="gone")
    await saved(client, flow["id"], document)
    asked = {"percent": 100, "most_failing": 0.1, "minimum": 1}
    canary = await client.post(f"/flows/{flow['id']}/canary", json=asked)
    assert canary.status_code == 201, canary.text
    async with store.transaction(workspace) as session:
        await session.execute(text("update flows set published_id = null where id = :id"), {"id": gone["id"]})
    await waiting(client, store, vault, workspace, flow["id"], "ann")
    assert await CanaryWatch(store).look() == 0
    assert (await client.get(f"/flows/{flow['id']}/canary")).json()["sessions"] == 1


async def test_sessions_that_break_within_it(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """They began in another flow; a session that is blocked elsewhere is not the canary's."""
    other = await published(client, asker())
    inner = await published(client, asker(), key="inner")
    nodes: Nodes = {"start": ("api_start", {}), "run": ("run_flow", {"flow": "inner"})}
    outer = await published(client, a_document(nodes, {"start.next": "run"}, name="Outer"))
    await saved(client, inner["id"], {**asker(), "name": "Another"})
    asked = {"percent": 100, "most_failing": 0.6, "minimum": 2}
    assert (await client.post(f"/flows/{inner['id']}/canary", json=asked)).status_code == 201
    await waiting(client, store, vault, workspace, other["id"], NAMES[0])
    await waiting(client, store, vault, workspace, outer["id"], *NAMES[1:3])
    for blocked, rolled_back in ((1, 0), (2, 0), (3, 1)):
        await broken(store, workspace, blocked)
        assert await CanaryWatch(store).look() == rolled_back


async def said_in(client: Client, flow: str) -> list[str]:
    """What the runs of the flow have said, the first run first."""
    runs = reversed((await client.get("/runs", params={"flow": flow})).json()["items"])
    found = [(await client.get(f"/runs/{run['id']}")).json() for run in runs]
    return [message["content"]["text"] for run in found for message in run["messages"]]
