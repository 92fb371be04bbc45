"""A flow travels with the flows that it runs."""

from typing import Any

from tests.api.conftest import Client, Nodes, greeter, kind_of, published
from tests.make import a_document

BROKEN: dict[str, Any] = {"dialoom": 3, "name": "Broken", "nodes": 7}


def runner(key: str, **over: Any) -> dict[str, Any]:
    nodes: Nodes = {"start": ("api_start", {}), "sub": ("run_flow", {"flow": key})}
    return a_document(nodes, {"start.next": "sub"}, name=f"Runs {key}", **over)


async def three(client: Client) -> dict[str, Any]:
    """A flow that runs one that runs another, which is translated; the last of them runs the first again."""
    greetings = {"hi": {"hi": {"text": "नमस्ते"}}, "ar": {"hi": {"text": "أهلا"}}, "id": {"hi": {"text": "Halo"}}}
    await published(client, greeter(translations=greetings), "inner")
    middle = await published(client, runner("inner"), "middle")
    outer = await published(client, runner("middle"), "outer")
    again = runner("inner")
    again["nodes"].append({"id": "again", "type": "run_flow", "data": {"flow": "outer"}})
    await client.put(f"/flows/{middle['id']}/draft", json={"document": again}, headers={"if-match": '"1"'})
    return outer


async def bundle_of(client: Client, flow: dict[str, Any], **params: str) -> dict[str, Any]:
    answer = await client.get(f"/flows/{flow['id']}/bundle", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def drafts(client: Client) -> dict[str, Any]:
    """Every flow's draft by its key."""
    flows = (await client.get("/flows")).json()["items"]
    return {one["key"]: (await client.get(f"/flows/{one['id']}/draft")).json()["document"] for one in flows}


def runs(document: dict[str, Any]) -> list[str]:
    return [node["data"]["flow"] for node in document["nodes"] if node["type"] == "run_flow"]


async def test_a_bundle_has_what_the_flow_runs(client: Client) -> None:
    """All of it, each once, also where flows run each other; as drafts, or as they are published."""
    outer = await three(client)
    bundle = await bundle_of(client, outer)
    assert (bundle["root"], [one["key"] for one in bundle["flows"]]) == ("outer", ["outer", "middle", "inner"])
    assert runs(bundle["flows"][1]["document"]) == ["inner", "outer"]
    assert bundle["flows"][2]["document"]["translations"]["ar"] == {"hi": {"text": "أهلا"}}
    live = await bundle_of(client, outer, published="true")
    assert runs(live["flows"][1]["document"]) == ["inner"]


async def test_names_that_are_taken_give_way(client: Client) -> None:
    """The copies run each other and not the originals, which stay as they are; nothing about them is wrong."""
    bundle = await bundle_of(client, await three(client))
    before = await drafts(client)
    made = await client.post("/flows/import-bundle", json={"bundle": bundle})
    assert made.status_code == 201, made.text
    told = [(one["was"], one["key"], one["replaced"], one["revision"]) for one in made.json()["flows"]]
    assert told == [("outer", "outer-2", False, 1), ("middle", "middle-2", False, 1), ("inner", "inner-2", False, 1)]
    errors = [one for flow in made.json()["flows"] for one in flow["problems"] if one["code"] == "unknown_flow"]
    assert errors == []
    after = await drafts(client)
    assert (runs(after["outer-2"]), runs(after["middle-2"])) == (["middle-2"], ["inner-2", "outer-2"])
    assert {key: after[key] for key in before} == before
    assert after["inner-2"] == before["inner"]


async def test_a_bundle_replaces_what_is_there(client: Client) -> None:
    """Flows of the same key get a new draft, the others are made; what is published stays until it is published again."""
    bundle = await bundle_of(client, await three(client))
    bundle["flows"][2]["document"]["name"] = "Newer"
    bundle["flows"].append({"key": "fresh", "document": greeter("fresh")})
    made = await client.post("/flows/import-bundle", json={"bundle": bundle, "existing": "replace"})
    assert [(one["key"], one["replaced"]) for one in made.json()["flows"]][2:] == [("inner", True), ("fresh", False)]
    assert (await drafts(client))["inner"]["name"] == "Newer"
    live = await client.get(f"/flows/{made.json()['flows'][2]['id']}/bundle", params={"published": "true"})
    assert live.json()["flows"][0]["document"]["name"] == "Greeter"


async def test_a_bundle_is_not_one_flow(client: Client) -> None:
    """Taken for a document it would become an empty flow that nobody meant."""
    bundle = await bundle_of(client, await three(client))
    refused = await client.post("/flows/import", json={"document": bundle})
    assert (refused.status_code, kind_of(refused)) == (400, "invalid-request")
    assert "POST /flows/import-bundle" in refused.text
    assert sorted(await drafts(client)) == ["inner", "middle", "outer"]


async def test_all_or_nothing(client: Client) -> None:
    """A bundle of which one flow cannot be kept, or is there already where that is refused, changes nothing."""
    bundle = await bundle_of(client, await three(client))
    before = await drafts(client)
    refused = await client.post("/flows/import-bundle", json={"bundle": bundle, "existing": "refuse"})
    assert kind_of(refused) == "conflict"
    bundle["flows"][2]["document"]["name"] = "\0"
    assert kind_of(await client.post("/flows/import-bundle", json={"bundle": bundle})) == "flow-invalid"
    bundle["root"] = "nowhere"
    assert kind_of(await client.post("/flows/import-bundle", json={"bundle": bundle})) == "invalid-request"
    assert await drafts(client) == before


async def test_a_flow_with_mistakes_travels_too(client: Client) -> None:
    """Whatever can be a draft is kept as it came, with its problems; sent again with its key, nothing is made twice."""
    bundle = {"dialoom_bundle": 1, "root": "a", "flows": [{"key": "a", "document": BROKEN}]}
    sent = [
        await client.post("/flows/import-bundle", json={"bundle": bundle}, headers={"idempotency-key": "k"})
        for _ in range(2)
    ]
    assert sent[0].json() == sent[1].json()
    assert sent[0].json()["flows"][0]["problems"]
    assert (await drafts(client)) == {"a": BROKEN}
    out = await bundle_of(client, sent[0].json()["flows"][0])
    assert out == bundle


async def test_a_flow_that_is_archived_stays_so_and_is_named(client: Client) -> None:
    """It gets the draft, with a note; whoever runs it is told that there is nothing to run; nobody else has a note."""
    flows = [{"key": "outer", "document": runner("inner")}, {"key": "inner", "document": greeter()}]
    bundle = {"dialoom_bundle": 1, "root": "outer", "flows": flows}
    inner = await published(client, greeter(), "inner")
    await client.patch(f"/flows/{inner['id']}", json={"archived": True})
    made = (await client.post("/flows/import-bundle", json={"bundle": bundle, "existing": "replace"})).json()["flows"]
    assert [[note["code"] for note in one["notes"]] for one in made] == [[], ["archived"]]
    assert "unknown_flow" in [one["code"] for one in made[0]["problems"]]
    assert (made[1]["replaced"], made[1]["revision"]) == (True, 2)
    assert (await client.get(f"/flows/{inner['id']}")).json()["archived_at"]
