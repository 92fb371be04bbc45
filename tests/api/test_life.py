"""The life of a flow over HTTP: what changed, whom it leaves behind, what depends on it."""

from typing import Any

from tests.api.conftest import Client, asker, greeter, kind_of, published


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


async def test_what_cannot_be_compared(client: Client) -> None:
    """Nothing published, a version of another flow, a draft that is no flow: each is told."""
    other = await published(client, greeter())
    flow = (await client.post("/flows/import", json={"document": asker()})).json()
    url = f"/flows/{flow['id']}/diff"
    assert kind_of(await client.get(url)) == "nothing-published"
    assert kind_of(await client.get(url, params={"before": other["version"]})) == "not-found"
    await client.post(f"/flows/{flow['id']}/publish", json={})
    await saved(client, flow["id"], {"dialoom": 1, "name": "x", "nodes": 7})
    assert kind_of(await client.get(url)) == "flow-invalid"
