"""The life of a flow over HTTP: what changed, whom it leaves behind, what depends on it."""

from typing import Any
from uuid import UUID

from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, Nodes, a_chat, asker, greeter, kind_of, published
from tests.api.turns import bot_answers
from tests.make import a_document


async def saved(client: Client, flow: str, document: dict[str, Any]) -> None:
    """The flow's draft, whatever it was before."""
    tag = (await client.get(f"/flows/{flow}/draft")).headers["etag"]
    answer = await client.put(f"/flows/{flow}/draft", json={"document": document}, headers={"if-match": tag})
    assert answer.status_code == 200, answer.text


async def test_versions_and_the_draft_are_compared(client: Client) -> None:
    """By default what is published with what would be; any two versions in either direction."""
    flow = await published(client, greeter())
    url = f"/flows/{flow['id']}/diff"
    assert not any((await client.get(url)).json().values())
    await saved(client, flow["id"], asker())
    found = (await client.get(url)).json()
    nodes = {one["id"]: one["change"] for one in found["nodes"]}
    assert nodes == {"hi": "removed", "ask": "added", "done": "added"}
    assert {"source": "start", "output": "next", "before": "hi", "after": "ask"} in found["edges"]
    assert found["about"] == [
        {"change": "changed", "path": "name", "before": "Greeter", "after": "Asker", "text": False}
    ]
    second = (await client.post(f"/flows/{flow['id']}/publish", json={})).json()["id"]
    back = (await client.get(url, params={"before": second, "after": flow["version"]})).json()
    assert {one["id"]: one["change"] for one in back["nodes"]} == {"hi": "added", "ask": "removed", "done": "removed"}


async def test_a_changed_text_is_told_by_its_path(client: Client) -> None:
    """With what it said before, so that a reviewer needs nothing else."""
    flow = await published(client, greeter())
    changed = greeter()
    changed["nodes"][1]["data"]["text"] = "नमस्ते {{ contact.name }}"
    await saved(client, flow["id"], changed)
    (node,) = (await client.get(f"/flows/{flow['id']}/diff")).json()["nodes"]
    text = {"path": "data.text", "before": "Hi {{ contact.name }}", "after": "नमस्ते {{ contact.name }}"}
    assert node["values"] == [{**text, "change": "changed", "text": True}]


async def test_what_a_version_is_tested_by_is_compared(client: Client) -> None:
    """Tests by their names, as they are written, and what publishing needs: both are frozen with a version."""
    greets: dict[str, Any] = {"name": "greets", "dialogue": [{"says": "hello"}, {"expects": "Hi"}]}
    flow = await published(client, greeter(tests=[greets]))
    renamed = {**greets, "name": "says hello"}
    await saved(client, flow["id"], greeter(tests=[renamed], publishing_needs={"tests": True, "coverage": 90}))
    found = (await client.get(f"/flows/{flow['id']}/diff")).json()
    assert found["tests"] == [
        {"change": "removed", "path": "greets", "before": greets, "after": None, "text": False},
        {"change": "added", "path": "says hello", "before": None, "after": renamed, "text": False},
    ]
    needs = {one["path"]: (one["before"], one["after"]) for one in found["about"]}
    assert needs == {"publishing_needs.tests": (False, True), "publishing_needs.coverage": (0, 90)}
    assert not any((found["nodes"], found["edges"]))


async def test_what_cannot_be_compared(client: Client) -> None:
    """Nothing published, a version of another flow, a draft that is no flow: each is told."""
    other = await published(client, greeter())
    flow = (await client.post("/flows/import", json={"document": asker()})).json()
    url = f"/flows/{flow['id']}/diff"
    assert kind_of(await client.get(url)) == "nothing-published"
    assert kind_of(await client.get(url, params={"before": other["version"]})) == "not-found"
    await client.post(f"/flows/{flow['id']}/publish", json={})
    await saved(client, flow["id"], {"dialoom": 3, "name": "x", "nodes": 7})
    assert kind_of(await client.get(url)) == "flow-invalid"


async def waiting(client: Client, store: Store, vault: Vault, workspace: UUID, flow: str, *names: str) -> None:
    """These people have entered the flow, and wait where it waits first."""
    chat = await a_chat(client)
    for name in names:
        started = await client.post(f"/flows/{flow}/start", json={"to": {"channel": chat, "address": name}})
        assert started.status_code == 202, started.text
        await bot_answers(store, vault, workspace, UUID(started.json()["conversation"]))


async def test_publishing_tells_who_is_left_behind(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """How many wait at a node that the new version does not have, before publishing and after it; nobody is moved."""
    flow = await published(client, asker())
    url = f"/flows/{flow['id']}"
    await waiting(client, store, vault, workspace, flow["id"], "ann", "bo")
    assert (await client.get(f"{url}/preflight")).json()["left_behind"] == []
    await saved(client, flow["id"], greeter())
    asked = (await client.get(f"{url}/preflight")).json()
    assert asked == {
        "publishable": True,
        "problems": [],
        "left_behind": [{"node": "ask", "why": "no_node", "waiting": 2}],
    }
    version = (await client.post(f"{url}/publish", json={})).json()
    assert (version["number"], version["left_behind"]) == (2, asked["left_behind"])
    runs = (await client.get("/runs", params={"flow": flow["id"]})).json()["items"]
    assert {(run["version_id"], run["node"]) for run in runs} == {(flow["version"], "ask")}


async def test_a_canary_tells_who_is_left_behind(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """When it starts, and when it becomes everybody's."""
    flow = await published(client, asker())
    await waiting(client, store, vault, workspace, flow["id"], "ann")
    await saved(client, flow["id"], greeter())
    for path, body in (("canary", {"percent": 10}), ("canary/promote", None)):
        answer = await client.post(f"/flows/{flow['id']}/{path}", json=body)
        assert answer.json()["left_behind"] == [{"node": "ask", "why": "no_node", "waiting": 1}], answer.text


async def test_who_waits_inside_a_sub_flow_counts_for_both(
    client: Client, store: Store, vault: Vault, workspace: UUID
) -> None:
    """At the question of the one, and at the node of the other that runs it; who has ended is not counted."""
    inner = await published(client, asker(), "inner")
    nodes: Nodes = {"start": ("api_start", {}), "sub": ("run_flow", {"flow": "inner"})}
    outer = await published(client, a_document(nodes, {"start.next": "sub"}, name="Outer"))
    await waiting(client, store, vault, workspace, outer["id"], "ann", "bo")
    (first, *_) = (await client.get("/runs")).json()["items"]
    await client.post(f"/runs/{first['id']}/cancel", json={})
    await bot_answers(store, vault, workspace, UUID(first["conversation_id"]))
    for flow, node in ((inner, "ask"), (outer, "sub")):
        await saved(client, flow["id"], greeter())
        found = (await client.get(f"/flows/{flow['id']}/preflight")).json()
        assert found["left_behind"] == [{"node": node, "why": "no_node", "waiting": 1}]


async def test_who_waits_at_a_node_of_another_type_is_left_behind(
    client: Client, store: Store, vault: Vault, workspace: UUID
) -> None:
    """A move would not bring them over, which publishing tells beforehand; with whom people talk, the node is entered anew."""
    flow = await published(client, asker())
    url = f"/flows/{flow['id']}"
    await waiting(client, store, vault, workspace, flow["id"], "ann", "bo")
    changed = asker()
    changed["nodes"][1] |= {"type": "ask_number", "data": {"question": "Your number?", "save_as": "name"}}
    changed["variables"] = {"name": {"type": "any"}}
    await saved(client, flow["id"], changed)
    behind = [{"node": "ask", "why": "other_kind", "waiting": 2}]
    assert (await client.get(f"{url}/preflight")).json()["left_behind"] == behind
    (first, *_) = (await client.get("/runs")).json()["items"]
    await client.post(f"/runs/{first['id']}/take-over", json={})
    await bot_answers(store, vault, workspace, UUID(first["conversation_id"]))
    behind = [{**behind[0], "waiting": 1}]
    version = await client.post(f"{url}/publish", json={})
    assert version.json()["left_behind"] == behind, version.text
    (stays,) = [
        one
        for one in (await client.post(f"{url}/moves/forecast", json={})).json()["outcomes"]
        if one["outcome"] == "stays"
    ]
    assert (stays["why"], stays["count"]) == ("other_kind", 1)


async def test_a_preflight_says_what_stands_in_the_way(client: Client) -> None:
    """What publishing would be refused for, whatever the draft is: a canary that runs, and that the flow is archived."""
    url = f"/flows/{(await published(client, asker()))['id']}"
    assert (await client.post(f"{url}/canary", json={"percent": 5})).is_success
    for told in ("a canary is running: promote it or stop it first", "it is archived: bring it back first"):
        found = (await client.get(f"{url}/preflight")).json()
        assert (found["publishable"], found["problems"][0]["message"]) == (False, told)
        assert told in (await client.post(f"{url}/publish", json={})).text
        await client.patch(url, json={"archived": True})


async def test_a_draft_that_is_no_flow_has_a_preflight(client: Client) -> None:
    """It says what is wrong with it, and warns of nobody: it cannot be published."""
    flow = (await client.post("/flows/import", json={"document": {"dialoom": 3, "name": "x", "nodes": 7}})).json()
    found = (await client.get(f"/flows/{flow['id']}/preflight")).json()
    assert (found["publishable"], found["left_behind"], len(found["problems"])) == (False, [], 1)
