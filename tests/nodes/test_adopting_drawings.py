"""The edges of drawings of other builders, and drawings as a whole."""

from typing import Any

import pytest

from engine.errors import FlowInvalid
from engine.limits import Limits
from engine.validate import read_document
from nodes import node_types
from nodes.adopting import adopt
from nodes.adopting.counterparts import COUNTERPARTS
from tests.nodes.test_adopting import THEIRS


@pytest.mark.parametrize(
    ("kind", "data", "handle", "output", "notes"),
    [
        ("if", {}, "Yes", "true", []),
        ("if", {}, "else", "false", []),
        ("menu", {"text": "?", "options": ["A", "B"]}, "1", "choice_2", []),
        ("menu", {"text": "?", "options": ["A", "B"]}, "option-0", "choice_1", []),
        ("menu", {"text": "?", "options": ["A", "B"]}, "choice-1", "choice_2", []),
        ("menu", {"text": "?", "options": ["A", "B"]}, "yes", "no_match", ["unknown_output"]),
        ("menu", {"text": "?", "options": [{"id": "1"}, {"id": "2"}]}, "1", "choice_1", []),
        ("menu", {"text": "?", "options": ["A"]}, "choice_1", "choice_1", []),
        ("menu", {"text": "?", "options": ["A", "B"]}, "choice_2", "choice_2", []),
        ("menu", {"text": "?", "options": ["A"]}, "No match", "no_match", []),
        ("message", {"text": "Hi", "options": ["A"]}, "0", "choice_1", []),
        ("message", {"text": "Hi", "options": ["A"]}, "source", "next", []),
        ("message", {"text": "Hi", "options": ["A"]}, "x", "next", ["unknown_output"]),
        ("api", {"url": "https://a.example"}, "success", "success", []),
        ("api", {"url": "https://a.example"}, "error", "error", []),
        ("api", {}, "clientError", "client_error", []),
        ("handoff", {"message": "bye"}, "resumed", "resumed", []),
        ("textInput", {"question": "?"}, "timeout", "timeout", []),
        ("textInput", {"question": "?"}, "answered", "answered", []),
        ("if", {}, "", "false", ["unknown_output"]),
        ("if", {}, "a", "false", ["unknown_output"]),
        ("menu", {"text": "?", "options": ["A", "B"]}, "", "no_match", ["unknown_output"]),
        ("menu", {"text": "?", "options": ["A", "B"]}, "source", "no_match", ["unknown_output"]),
        ("textInput", {"question": "?"}, "", "answered", []),
        ("ask_time", {"question": "?", "colour": 1}, "answered", "answered", ["left_out"]),
        ("message", None, "0", "next", ["unknown_output"]),
        ("message", {"text": "Hi"}, "source", "next", []),
        ("message", {"text": "Hi"}, "true", "next", ["unknown_output"]),
    ],
)
def test_an_edge_starts_at_the_output_that_is_meant(
    kind: str, data: dict[str, Any] | None, handle: str, output: str, notes: list[str]
) -> None:
    """By the name or the place of the choice, by yes and no of a condition. A handle that says nothing is no mistake where
    there is one way on; where it is a guess, it is told."""
    nodes = [{"id": "n", "type": kind, "data": data}, {"id": "e", "type": "end"}]
    edges = [{"id": "1", "source": "n", "target": "e", "sourceHandle": handle}]
    document, told = adopt({"nodes": nodes, "edges": edges}, node_types())
    assert document["edges"][0]["sourceHandle"] == output
    assert [note.code for note in told] == notes


@pytest.mark.parametrize(
    ("handle", "why"),
    [
        ("later", "the output 'later' has no counterpart; the edge starts at 'no_match' instead"),
        ("", "the original says no output; the edge starts at 'no_match' instead"),
    ],
)
def test_an_edge_that_starts_elsewhere_says_why(handle: str, why: str) -> None:
    """With the output as the original calls it, where it names one."""
    nodes = [{"id": "n", "type": "menu", "data": {"text": "?", "options": ["A"]}}, {"id": "e", "type": "end"}]
    edges = [{"id": "1", "source": "n", "target": "e", "sourceHandle": handle}]
    assert [note.message for note in adopt({"nodes": nodes, "edges": edges}, node_types()).notes] == [why]


PLAIN = {"text": "?", "options": ["A"], "url": "https://a.example", "minutes": 5, "keyword": "hi"}


@pytest.mark.parametrize("kind", COUNTERPARTS)
def test_an_edge_without_a_handle_starts_at_an_output(kind: str) -> None:
    """Of the type that the node has here: the draft has no edge from an output that nobody drew."""
    data = {**PLAIN, "variable": "age", "operator": "is set"}
    nodes = [{"id": "n", "type": kind, "data": data}, {"id": "e", "type": "end"}]
    document, _ = adopt({"nodes": nodes, "edges": [{"source": "n", "target": "e"}]}, node_types())
    found = {one.code for one in read_document(document, node_types(), Limits()).problems}
    assert found == ({"unknown_output"} if document["nodes"][0]["type"] == "end" else set())


def test_ids_stay_apart() -> None:
    """What becomes the same gets a number, at most 60 characters are kept, and an edge to nowhere stays one."""
    nodes = [{"id": id, "type": "end"} for id in ("a b", "a_b", "a-b", "a/b", "x" * 61, "")]
    edges = [{"id": "1", "source": "gone", "target": "a b"}, {"id": "2", "source": "a_b", "target": "gone"}]
    document, _ = adopt({"nodes": nodes, "edges": edges}, node_types())
    assert [node["id"] for node in document["nodes"]] == ["a_b", "a_b_2", "a-b", "a_b_3", "x" * 60, "node"]
    assert [(edge["source"], edge["target"]) for edge in document["edges"]] == [("gone", "a_b"), ("a_b_2", "gone")]


def test_our_own_flows_stay_as_they_are() -> None:
    """A flow of ours is not translated into something else, nor is a node that fits its type in a bare export."""
    ours = {"dialoom": 3, "name": "x", "nodes": [{"id": "a", "type": "delay", "data": {"minutes": 5}}], "edges": []}
    assert adopt(ours, node_types()) == (ours, ())
    bare = {"nodes": [{"id": "a", "type": "delay", "data": {"duration": "PT90M"}}], "edges": []}
    assert adopt(bare, node_types()).document["nodes"] == bare["nodes"]


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ({}, "nodes"),
        ({"nodes": []}, "nodes"),
        ({"nodes": 7}, "nodes"),
        ({"nodes": [1], "edges": []}, "nodes"),
        ({"name": "x", "edges": {}}, "nodes"),
        ({"typebot": 1, "groups": []}, "nodes"),
        ({"nodes": THEIRS["nodes"], "edges": "x"}, "edges"),
        ({"nodes": THEIRS["nodes"], "edges": [1]}, "edges"),
        ({"nodes": THEIRS["nodes"]}, "edges"),
        ({"nodes": THEIRS["nodes"][:2]}, "edges"),
        ({"nodes": THEIRS["nodes"], "connections": {"Webhook": {"main": []}}}, "edges"),
        ({"dialoom": 3}, "nodes"),
        ({"dialoom": 3, "name": "x", "nodes": [], "edges": []}, "nodes"),
    ],
)
def test_what_is_no_drawing(raw: dict[str, Any], path: str) -> None:
    """Refused in words: there is nothing in it to go on from."""
    with pytest.raises(FlowInvalid) as refused:
        adopt(raw, node_types())
    assert [(one.code, one.path) for one in refused.value.problems] == [("not_understood", path)]


def test_a_drawing_may_have_no_edges() -> None:
    """One node that leads nowhere is a drawing, too."""
    assert [node["type"] for node in adopt({"nodes": THEIRS["nodes"][:1]}, node_types()).document["nodes"]] == [
        "any_message"
    ]


def pair(**edge: Any) -> dict[str, Any]:
    """A message that leads to the end, by an edge that has more than its ends."""
    nodes = [{"id": "m", "type": "message", "data": {"text": "Hi"}}, {"id": "e", "type": "end"}]
    return {"name": "x", "nodes": nodes, "edges": [{"id": "1", "source": "m", "target": "e", **edge}]}


@pytest.mark.parametrize(
    ("drawing", "named"),
    [
        ({**pair(), "variables": [{"id": "v", "name": "Name"}], "settings": {}}, ["settings", "variables"]),
        ({**pair(), "connections": {"a": 1}, "viewport": {"x": 0}}, ["connections"]),
        ({**pair(), "k" * 81: 1}, ["k" * 80]),
        (pair(label="Yes", data={"condition": "x"}), ["edges.0.data", "edges.0.label"]),
        (pair(condition="x", weight=2), ["edges.0.condition", "edges.0.weight"]),
        (pair(**{"k" * 73: 1}), ["edges.0." + "k" * 72]),
        (pair(data={}, label="", type="smoothstep", animated=True, markerEnd={"type": "arrow"}), []),
        (pair(sourceHandle="next", label="Next"), []),
        ({**pair(), "name": 7}, ["name"]),
        ({**pair(), "name": "n" * 100}, []),
        ({**pair(), "name": "n" * 101}, ["name"]),
        ({**pair(), "name": ""}, []),
    ],
)
def test_what_is_around_the_nodes_is_named(drawing: dict[str, Any], named: list[str]) -> None:
    """Settings, variables, labels and conditions of edges have no place here; what is only view is no loss. The draft can
    be read."""
    document, notes = adopt(drawing, node_types())
    assert [(note.code, note.path) for note in notes] == [("left_out", path) for path in named]
    assert 1 <= len(document["name"]) <= 100
    assert read_document(document, node_types(), Limits()).problems == ()


def test_what_is_around_the_data_is_named() -> None:
    """A node's own fields, a place that is none, and data that are no object; an edge id becomes one that may be."""
    node = {"id": "m", "type": "message", "name": "first", "parameters": {"a": 1}, "position": [1, 2], "selected": True}
    edges = [
        {"id": "a b", "source": "m", "target": "e"},
        {"id": "a_b", "source": "m", "target": "gone /", "sourceHandle": ""},
    ]
    nodes = [{**node, "data": "Hi"}, {"id": "e", "type": "end", "data": {"name": 1}, "name": 2}]
    document, notes = adopt({"nodes": nodes, "edges": edges}, node_types())
    assert [(note.node, note.field) for note in notes] == [
        ("m", "position"),
        ("m", "data"),
        ("m", "name"),
        ("m", "parameters"),
        ("e", "name"),
        ("e", "node.name"),
    ]
    assert [(edge["id"], edge["target"]) for edge in document["edges"]] == [("a_b", "e"), ("a_b_2", "gone__")]
    assert read_document(document, node_types(), Limits()).document is not None


@pytest.mark.parametrize(
    "data", [{"text": "Pick", "buttons": [{"id": "y", "label": "Yes"}, {"id": "n", "label": "No"}]}]
)
def test_a_message_whose_buttons_lead_somewhere_asks(data: dict[str, Any]) -> None:
    """Each button is the way on that it was; without edges of their own they stand under a message."""
    nodes = [{"id": "m", "type": "message", "data": data}, {"id": "e", "type": "end"}]
    edges = [{"id": str(at), "source": "m", "target": "e", "sourceHandle": handle} for at, handle in enumerate("yn")]
    document, notes = adopt({"nodes": nodes, "edges": edges}, node_types())
    assert (document["nodes"][0]["type"], notes) == ("ask_choice", ())
    assert [edge["sourceHandle"] for edge in document["edges"]] == ["choice_1", "choice_2"]
    document, notes = adopt({"nodes": nodes, "edges": [{"id": "1", "source": "m", "target": "e"}]}, node_types())
    assert (document["nodes"][0]["type"], notes) == ("send_message", ())
    assert document["edges"][0]["sourceHandle"] == "next"


def test_a_message_of_ours_that_becomes_a_question_keeps_what_a_question_has() -> None:
    """What only messages have is named, and does not make a question of it that cannot be read."""
    data = {"text": "Pick", "buttons": [{"label": "Yes"}], "location": "here", "variants": {}}
    nodes = [{"id": "m", "type": "send_message", "data": data}, {"id": "e", "type": "end"}]
    edges = [{"id": "1", "source": "m", "target": "e", "sourceHandle": "0"}]
    document, notes = adopt({"nodes": nodes, "edges": edges}, node_types())
    assert document["nodes"][0]["data"] == {"question": "Pick", "choices": [{"id": "choice_1", "title": "Yes"}]}
    assert [note.field for note in notes] == ["location", "variants"]


@pytest.mark.parametrize(
    ("position", "taken"),
    [
        ({"x": 1, "y": -2.5}, True),
        ({"x": 10**9, "y": -(10**9)}, True),
        ({"x": 10**9 + 1, "y": 0}, False),
        ({"x": 0, "y": -1e10}, False),
        ({"x": 10**400, "y": 1}, False),
        ({"x": float("nan"), "y": 0}, False),
        ({"x": 0, "y": float("-inf")}, False),
        ({"x": True, "y": 0}, False),
        ({"x": 0, "y": False}, False),
        ({"x": "1", "y": 0}, False),
        ({"x": 1}, False),
    ],
)
@pytest.mark.parametrize("kind", ["end", "messageNode", "zzz"])
def test_a_place_that_is_none_keeps_no_draft_from_being_read(kind: str, position: Any, taken: bool) -> None:
    """It is named, and the node stands at the origin."""
    node = {"id": "n", "type": kind, "position": position, "data": {}}
    document, notes = adopt({"nodes": [node]}, node_types())
    assert document["nodes"][0]["position"] == (position if taken else {"x": 0, "y": 0})
    assert [note.field for note in notes if note.code == "left_out"] == ([] if taken else ["position"])
    assert read_document(document, node_types(), Limits()).document is not None


ONE = "'userName' and 'user_name' of the original are one variable here: 'user_name'"


@pytest.mark.parametrize(
    ("text", "variable", "told"),
    [
        (
            "{{ userName }} {{user_name}}",
            "age",
            [ONE],
        ),
        (
            "{{ userName }}",
            "user_name",
            [ONE],
        ),
        ("{{ userName }} {{ userName }}", "userName", []),
        ("{{ a }}", "b", []),
    ],
)
def test_variables_that_become_one_are_named(text: str, variable: str, told: list[str]) -> None:
    """Two names that are spelled alike here are one variable, which nobody would see otherwise."""
    node = {"id": "n", "type": "textInput", "data": {"question": text, "variable": variable}}
    _, notes = adopt({"nodes": [node]}, node_types())
    assert [(note.code, note.message) for note in notes] == [("same_name", message) for message in told]
