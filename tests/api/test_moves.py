"""Moving running conversations over HTTP: forecast, batches, report, undo."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, KeyMaker, Nodes, asker, greeter, kind_of, published
from tests.api.test_life import saved, waiting
from tests.make import a_document


def renamed() -> dict[str, Any]:
    """The flow that asks, with another id for its question."""
    nodes: Nodes = {
        "start": ("keyword", {"words": ["hello"]}),
        "ask_name": ("ask_text", {"question": "Your full name?", "save_as": "name", "timeout": "PT1H"}),
    }
    return a_document(nodes, {"start.next": "ask_name"}, name="Asker")


async def moving(client: Client, store: Store, vault: Vault, workspace: UUID) -> tuple[str, str]:
    """The flow, in which three people wait, and its new version."""
    flow = await published(client, asker())
    await waiting(client, store, vault, workspace, flow["id"], "ann", "bo", "cid")
    await saved(client, flow["id"], renamed())
    version = await client.post(f"/flows/{flow['id']}/publish", json={})
    assert version.json()["left_behind"] == [{"node": "ask", "why": "no_node", "waiting": 3}]
    return flow["id"], version.json()["id"]


async def test_a_move_from_forecast_to_undo(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """What is forecast is what happens, batch by batch; runs show the new version, and the old one after it is undone."""
    flow, target = await moving(client, store, vault, workspace)
    nothing = (await client.post(f"/flows/{flow}/moves/forecast", json={})).json()
    assert (nothing["complete"], nothing["version_id"]) == (True, target)
    (stays,) = nothing["outcomes"]
    assert (stays["outcome"], stays["node"], stays["count"], stays["why"]) == ("stays", "ask", 3, "no_node")
    plan = {"nodes": {"ask": "ask_name"}}
    (would,) = (await client.post(f"/flows/{flow}/moves/forecast", json=plan)).json()["outcomes"]
    assert (would["outcome"], would["count"]) == ("moved", 3)
    move = (await client.post(f"/flows/{flow}/moves", json=plan)).json()
    assert (move["status"], move["outcomes"]) == ("open", [])
    first = (await client.post(f"/moves/{move['id']}/run", json={"limit": 2})).json()
    assert (first["status"], first["outcomes"][0]["count"]) == ("open", 2)
    done = (await client.post(f"/moves/{move['id']}/run", json={"limit": 2})).json()
    assert (done["status"], done["outcomes"][0]["count"]) == ("done", 3)
    assert (await client.get(f"/moves/{move['id']}")).json() == done
    assert await stand(client, flow) == {(target, "ask_name")}
    assert (await client.get(f"/runs/{done['outcomes'][0]['example']}")).status_code == 200
    told = (await client.get(f"/runs/{done['outcomes'][0]['example']}")).json()["moves"]
    here = {"move_id": move["id"], "outcome": "moved", "from_node": "ask", "to_node": "ask_name", "to_version": target}
    assert [{**one, **here} for one in told] == told
    assert (told[0]["turn"], told[0]["settled_at"]) == (1, None)
    undone = (await client.post(f"/moves/{move['id']}/undo", json={})).json()
    (back,) = (await client.get(f"/runs/{done['outcomes'][0]['example']}")).json()["moves"]
    changed = {"outcome": "undone", "settled_at": back["settled_at"]}
    assert (back, back["settled_at"] > back["at"]) == ({**told[0], **changed}, True)
    assert back["from_version"] in {one["id"] for one in (await client.get(f"/flows/{flow}/versions")).json()["items"]}
    assert (undone["status"], [one["outcome"] for one in undone["outcomes"]]) == ("undone", ["undone"])
    assert [node for _, node in await stand(client, flow)] == ["ask"]
    assert kind_of(await client.post(f"/moves/{move['id']}/run", json={})) == "conflict"


async def test_a_run_tells_what_kept_it_back(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """Of a move that could not bring it over: where it stands, and why; a move of others is not there."""
    flow, target = await moving(client, store, vault, workspace)
    move = (await client.post(f"/flows/{flow}/moves", json={})).json()
    await client.post(f"/moves/{move['id']}/run", json={"limit": 1})
    runs = (await client.get("/runs", params={"flow": flow})).json()["items"]
    told = [(await client.get(f"/runs/{run['id']}")).json()["moves"] for run in reversed(runs)]
    (stays,) = told[0]
    assert (stays["outcome"], stays["why"], stays["from_node"], stays["to_version"]) == (
        "stays",
        "no_node",
        "ask",
        target,
    )
    assert (stays["from_version"], stays["settled_at"], told[1:]) == (None, None, [[], []])


async def test_a_moved_run_tells_nothing_of_a_change(
    client: Client, store: Store, vault: Vault, workspace: UUID
) -> None:
    """Part of it happened on each of two versions, and the impact report says so; one that was put back tells as before."""
    flow, _ = await moving(client, store, vault, workspace)
    move = (await client.post(f"/flows/{flow}/moves", json={"nodes": {"ask": "ask_name"}})).json()
    moved = (await client.post(f"/moves/{move['id']}/run", json={"limit": 1})).json()["outcomes"][0]["example"]
    told = (await client.post(f"/flows/{flow}/impact", json={})).json()
    assert (told["sessions"], told["diverging"]) == (3, 2)
    assert told["untold"] == [{"run": moved, "why": "it was moved to another version, so none has seen all of it"}]
    await client.post(f"/moves/{move['id']}/undo", json={})
    assert (await client.post(f"/flows/{flow}/impact", json={})).json()["untold"] == []


async def stand(client: Client, flow: str) -> set[tuple[str, str]]:
    runs = (await client.get("/runs", params={"flow": flow})).json()["items"]
    return {(run["version_id"], run["node"]) for run in runs}


async def test_the_moves_of_a_flow_are_found_again(client: Client) -> None:
    """Newest first, page by page: whoever has not kept an id goes on with its batches, or undoes it."""
    flow = (await published(client, asker()))["id"]
    made = [(await client.post(f"/flows/{flow}/moves", json={})).json() for _ in range(3)]
    assert kind_of(await client.get(f"/flows/{uuid4()}/moves")) == "not-found"
    page = (await client.get(f"/flows/{flow}/moves", params={"limit": 2})).json()
    assert page["items"] == [made[2], made[1]]
    rest = (await client.get(f"/flows/{flow}/moves", params={"limit": 2, "after": page["next"]})).json()
    assert (rest["items"], rest["next"]) == ([made[0]], None)


async def test_what_cannot_be_moved_to(client: Client) -> None:
    """No version, a version of another flow, a move that is not there: refused, and nothing is prepared."""
    flow = (await client.post("/flows/import", json={"document": greeter()})).json()["id"]
    other = await published(client, asker())
    for path in (f"/flows/{flow}/moves", f"/flows/{flow}/moves/forecast"):
        assert kind_of(await client.post(path, json={})) == "nothing-published"
        assert kind_of(await client.post(path, json={"version": other["version"]})) == "not-found"
    await client.post(f"/flows/{flow}/publish", json={})
    for method, path in (("GET", ""), ("POST", "/run"), ("POST", "/undo")):
        answer = await client.request(method, f"/moves/{uuid4()}{path}", json={} if path else None)
        assert kind_of(answer) == "not-found", path


@pytest.mark.parametrize(
    ("nodes", "wrong"),
    [
        ({"ask": "ask_name"}, {}),
        ({"ask_name": "ask_name", "hi": "start"}, {}),
        ({"ghost": "ask_name"}, {"nodes.ghost": "no version of the flow has a node 'ghost'"}),
        ({"ask": "nope"}, {"nodes.ask": "the version has no node 'nope'"}),
        ({"ask": "hi"}, {"nodes.ask": "the version has no node 'hi'"}),
        (
            {"ask": "nope", "elsewhere": "ask_name", "hi": "ask_name"},
            {"nodes.ask": "the version has no node 'nope'"}
            | {"nodes.elsewhere": "no version of the flow has a node 'elsewhere'"},
        ),
    ],
)
async def test_a_slip_in_the_nodes_is_told_with_its_place(
    client: Client, nodes: dict[str, str], wrong: dict[str, str]
) -> None:
    """Nodes that no version had, also one before the last, and nodes that the target lacks; a node of another flow is none."""
    flow = await published(client, greeter())
    other: Nodes = {"start": ("keyword", {"words": ["x"]}), "elsewhere": ("send_message", {"text": "x"})}
    await published(client, a_document(other, {"start.next": "elsewhere"}))
    for document in (asker(), renamed()):
        await saved(client, flow["id"], document)
        assert (await client.post(f"/flows/{flow['id']}/publish", json={})).status_code == 201
    for path, done in (("moves/forecast", 200), ("moves", 201)):
        answer = await client.post(f"/flows/{flow['id']}/{path}", json={"nodes": nodes})
        assert answer.status_code == (409 if wrong else done), answer.text
        assert {one["path"]: one["message"] for one in answer.json().get("errors", [])} == wrong


async def test_moving_needs_the_permission_to_publish(client: Client, key: KeyMaker) -> None:
    """Who may only look sees a forecast."""
    flow = await published(client, greeter())
    looks = await key("flows:read")
    assert (await client.post(f"/flows/{flow['id']}/moves/forecast", json={}, headers=looks)).status_code == 200
    assert kind_of(await client.post(f"/flows/{flow['id']}/moves", json={}, headers=looks)) == "forbidden"
