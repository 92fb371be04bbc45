"""What the checks learn of the workspace: its channels, and which flows run one another."""

from typing import Any

import pytest

from tests.api.conftest import Client, a_chat, greeter, published
from tests.make import a_document


def codes(answer: dict[str, Any]) -> list[str]:
    return [problem["code"] for problem in answer["problems"]]


def runs(key: str, name: str) -> dict[str, Any]:
    nodes: dict[str, Any] = {"start": ("keyword", {"words": [name]}), "sub": ("run_flow", {"flow": key})}
    return a_document(nodes, {"start.next": "sub"}, name=name)


async def drawn(client: Client, document: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    made = (await client.post("/flows/import", json={"document": document})).json()
    return made["id"], made


async def test_what_a_connected_channel_cannot_carry_is_told(client: Client) -> None:
    """A button with a longer title than the web chat shows is fine until a web chat is connected."""
    document = greeter()
    document["nodes"][1]["data"]["buttons"] = [{"id": "long", "title": "B" * 81}]
    flow, made = await drawn(client, document)
    assert codes(made) == []
    await a_chat(client)
    problems = (await client.post(f"/flows/{flow}/check")).json()
    assert problems["publishable"] is True
    (found,) = problems["problems"]
    assert (found["code"], found["node"]) == ("not_carried", "hi")
    assert "at most 80 characters" in found["message"]


async def test_flows_that_run_one_another_in_a_circle_are_told(client: Client) -> None:
    """The circle is found through published flows, in the draft that closes it, and in no other."""
    first, _ = await drawn(client, greeter())
    await published(client, runs("greeter", "middle"), "middle")
    draft = await client.get(f"/flows/{first}/draft")
    body, tag = {"document": runs("middle", "hello")}, {"if-match": draft.headers["etag"]}
    saved = (await client.put(f"/flows/{first}/draft", json=body, headers=tag)).json()
    (found,) = [problem for problem in saved["problems"] if problem["code"] == "flow_recursion"]
    assert "greeter → middle → greeter" in found["message"]
    middle = await client.post("/flows/import", json={"document": runs("greeter", "other"), "key": "other"})
    assert "flow_recursion" not in codes(middle.json())


async def test_what_another_flow_is_given_is_compared_with_what_it_declares(client: Client) -> None:
    """As it is published: an input that only its draft has is told, too, until that is published."""
    inner = greeter()
    flow = await published(client, inner, "inner")
    nodes: dict[str, Any] = {
        "start": ("keyword", {"words": ["outer"]}),
        "sub": ("run_flow", {"flow": "inner", "inputs": [{"name": "pieces", "value": "2"}]}),
    }
    outer, made = await drawn(client, a_document(nodes, {"start.next": "sub"}, name="Outer"))
    assert "unknown_flow_input" in codes(made)
    draft = await client.get(f"/flows/{flow['id']}/draft")
    body = {"document": {**inner, "variables": {"pieces": {"type": "number", "input": True}}}}
    saved = await client.put(f"/flows/{flow['id']}/draft", json=body, headers={"if-match": draft.headers["etag"]})
    assert saved.status_code == 200, saved.text
    assert "unknown_flow_input" in codes((await client.post(f"/flows/{outer}/check")).json())
    assert (await client.post(f"/flows/{flow['id']}/publish", json={})).status_code == 201
    assert "unknown_flow_input" not in codes((await client.post(f"/flows/{outer}/check")).json())


@pytest.mark.parametrize(
    ("connections", "told"),
    [(frozenset({"fast"}), ["unknown_connection"]), (frozenset(), [])],
    ids=["told", "not told"],
)
async def test_what_the_workspace_does_not_have_is_told(client: Client, told: list[str]) -> None:
    """Channels, segments, goals of published flows, and connections to models where the API is told of any."""
    chat = await a_chat(client)
    nameless = {"left": "contact.name", "op": "empty"}
    made = await client.post("/segments", json={"key": "new", "name": "New", "condition": nameless})
    assert made.status_code == 201, made.text
    await published(
        client, a_document({"start": ("api_start", {}), "g": ("goal", {"name": "Paid"})}, {"start.next": "g"})
    )
    _, there = await drawn(client, naming(channel=chat, segment="new", connection="fast", goal="Paid"))
    assert codes(there) == []
    flow, gone = await drawn(client, naming(channel=GONE, segment="old", connection="slow", goal="Sold"))
    assert codes(gone) == ["unknown_channel", "unknown_segment", *told, "unknown_goal"]
    refused = await client.post(f"/flows/{flow}/publish", json={})
    assert (refused.status_code, codes({"problems": refused.json()["errors"]})) == (422, ["unknown_channel"])


async def test_a_goal_is_looked_for_in_what_is_published(client: Client) -> None:
    """In other flows: a flow's own goal counts as it is drawn now, not as it was published."""
    chat = await a_chat(client)
    document = naming(channel=chat, segment="new", connection="", goal="Sold")
    document["nodes"][-1] |= {"type": "goal", "data": {"name": "Sold"}}
    flow = await published(client, document)
    draft = await client.get(f"/flows/{flow['id']}/draft")
    document["nodes"][-1] |= {"data": {"name": "Bought"}}
    body, tag = {"document": document}, {"if-match": draft.headers["etag"]}
    saved = (await client.put(f"/flows/{flow['id']}/draft", json=body, headers=tag)).json()
    assert "unknown_goal" in codes(saved)
    _, other = await drawn(client, naming(channel=chat, segment="new", connection="", goal="Sold"))
    assert "unknown_goal" not in codes(other)


GONE = "0199d2a4-7c3e-7b1a-9f52-6d1b0a8c4e21"


def naming(*, channel: str, segment: str, connection: str, goal: str) -> dict[str, Any]:
    nodes: dict[str, Any] = {
        "start": ("keyword", {"words": ["go"], "channels": [channel]}),
        "seg": ("segment_changed", {"segments": [segment]}),
        "try": ("ab_test", {"name": "Answer", "variants": [{"id": "a"}, {"id": "b"}], "goal": goal}),
        "ask": ("ai_reply", {"instructions": "Be kind.", "connection": connection}),
        "end": ("end", {}),
    }
    edges = {
        "start.next": "try",
        "seg.next": "try",
        "try.a": "ask",
        "try.b": "end",
        "ask.next": "end",
        "ask.failed": "end",
    }
    return a_document(nodes, edges, name="Naming")
