"""Drawings of other builders on React Flow, as flows."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.adopt import adopt
from engine.errors import FlowInvalid
from engine.limits import Limits
from engine.validate import read_document
from nodes import node_types

AT = {"x": 1, "y": 2}
OPTIONS = ["Teh", {"id": "k", "label": "Kopi"}]
THEIRS: dict[str, Any] = {
    "name": "Toko",
    "viewport": {"x": 0, "y": 0, "zoom": 1},
    "nodes": [
        {"id": "1", "type": "startNode", "position": AT, "data": {"label": "Mulai"}},
        {"id": "node 2", "type": "messageNode", "position": AT, "data": {"message": "Halo {{ name }}", "typing": 3}},
        {"id": "q", "type": "textInput", "position": AT, "data": {"question": "¿Tu nombre?", "variable": "name"}},
        {"id": "m", "type": "quick_replies", "position": AT, "data": {"text": "Pilih", "options": OPTIONS}},
        {"id": "w", "type": "Delay", "position": AT, "data": {"minutes": 5}},
        {"id": "x", "type": "carouselNode", "position": AT, "data": {"cards": []}},
        {"id": "e", "type": "end", "position": AT},
    ],
    "edges": [
        {"id": "a", "source": "1", "target": "node 2", "sourceHandle": None},
        {"id": "b", "source": "node 2", "target": "q", "sourceHandle": "right"},
        {"id": "c", "source": "q", "target": "m"},
        {"id": "d", "source": "m", "target": "w", "sourceHandle": "Teh"},
        {"id": "f", "source": "m", "target": "x", "sourceHandle": "k"},
        {"id": "g", "source": "m", "target": "e", "sourceHandle": "fallback"},
        {"id": "h", "source": "w", "target": "e"},
    ],
}  # fmt: skip


def test_what_can_be_told_is_translated() -> None:
    """Types, texts, variables in texts, choices, durations, and the outputs that edges start at."""
    before = copy.deepcopy(THEIRS)
    document, _ = adopt(THEIRS, node_types())
    assert before == THEIRS
    data = {node["id"]: (node["type"], node.get("data", {})) for node in document["nodes"] if node["id"] != "x"}
    choices = [{"id": "choice_1", "title": "Teh"}, {"id": "choice_2", "title": "Kopi"}]
    assert data == {
        "1": ("any_message", {}),
        "node_2": ("send_message", {"text": "Halo {{ vars.name }}"}),
        "q": ("ask_text", {"question": "¿Tu nombre?", "save_as": "name"}),
        "m": ("ask_choice", {"question": "Pilih", "choices": choices}),
        "w": ("delay", {"duration": "PT5M"}),
        "e": ("end", {}),
    }
    edges = [(edge["source"], edge["sourceHandle"], edge["target"]) for edge in document["edges"]]
    assert edges == [
        ("1", "next", "node_2"),
        ("node_2", "next", "q"),
        ("q", "answered", "m"),
        ("m", "choice_1", "w"),
        ("m", "choice_2", "x"),
        ("m", "no_match", "e"),
        ("w", "next", "e"),
    ]


def test_what_cannot_is_named_and_kept() -> None:
    """The type, the field, the output: each with its node; and the only thing wrong with the draft is what was named."""
    document, notes = adopt(THEIRS, node_types())
    assert [(note.code, note.node, note.field) for note in notes] == [
        ("left_out", "node_2", "typing"),
        ("unknown_type", "x", None),
        ("unknown_output", "m", None),
    ]
    assert next(node for node in document["nodes"] if node["id"] == "x")["data"] == {"cards": []}
    read = read_document(document, node_types(), Limits())
    assert [(one.code, one.node) for one in read.problems if one.severity == "error"] == [("unknown_type", "x")]


def adopted(kind: str, data: dict[str, Any]) -> tuple[dict[str, Any], list[str | None]]:
    """The one node of a drawing, and the fields that were left out of it."""
    drawn = {"nodes": [{"id": "n", "type": kind, "position": AT, "data": data}], "edges": []}
    document, notes = adopt(drawn, node_types())
    return document["nodes"][0], [note.field for note in notes]


@pytest.mark.parametrize(
    ("kind", "theirs", "ours", "left_out"),
    [
        ("httpRequest", {"url": "https://a.example", "method": "POST", "headers": {}, "body": 5},
         ("http_request", {"url": "https://a.example", "method": "POST"}), ["body", "headers"]),
        ("message", {"message": "Hi", "url": "https://a.example"}, ("send_message", {"text": "Hi"}), ["url"]),
        ("delay", {"minutes": 5}, ("delay", {"duration": "PT5M"}), []),
        ("wait", {"seconds": 7}, ("delay", {"duration": "PT7S"}), []),
        ("sleepNode", {"hours": 2, "days": 1}, ("delay", {"duration": "PT2H"}), ["days"]),
        ("pause", {"days": 3}, ("delay", {"duration": "P3D"}), []),
        ("message", {"message": "Hi", "days": 3}, ("send_message", {"text": "Hi"}), ["days"]),
        ("menu", {"text": "?", "items": [{}, {"value": "B"}, "C"], "typing": 1},
         ("ask_choice", {"question": "?", "choices": [{"id": "choice_1", "title": "1"}, {"id": "choice_2", "title": "B"},
                                                      {"id": "choice_3", "title": "C"}]}), ["typing"]),
        ("email", {"prompt": "?", "saveAs": "mail"}, ("ask_email", {"question": "?", "save_as": "mail"}), []),
        ("message", {"message": "?", "saveAs": "mail"}, ("send_message", {"text": "?"}), ["saveAs"]),
        ("trigger", {"keyword": "hello", "channel": "wa"}, ("keyword", {"words": ["hello"]}), ["channel"]),
        ("start", {"keywords": "hi, good day ,"}, ("keyword", {"words": ["hi", "good day"]}), []),
        ("begin", {"words": ["a", 5, None, "b" * 101]}, ("keyword", {"words": ["a", "5", "b" * 100]}), []),
        ("start", {"keywords": [*"ab" * 51]}, ("keyword", {"words": [*"ab" * 50]}), []),
        ("start", {"keyword": " ", "phrases": []}, ("any_message", {}), ["keyword", "phrases"]),
        ("message", {"message": "Hi", "keyword": "x"}, ("send_message", {"text": "Hi"}), ["keyword"]),
        ("email", {"prompt": "?", "saveAs": "no name"}, ("ask_email", {"question": "?"}), ["saveAs"]),
    ],
)  # fmt: skip
def test_each_field_has_its_place(
    kind: str, theirs: dict[str, Any], ours: tuple[str, dict[str, Any]], left_out: list[str]
) -> None:
    """What is surely the same is taken, where it belongs to the type, and the rest is named; the place stays."""
    node, unused = adopted(kind, theirs)
    assert node == {"id": "n", "type": ours[0], "position": AT, "data": ours[1]}
    assert unused == left_out


def test_labels_and_titles_are_cut() -> None:
    """At two hundred characters, as the document has them."""
    node, _ = adopted("menu", {"text": "?", "label": "l" * 201, "options": ["t" * 201]})
    assert node["label"] == "l" * 200
    assert node["data"]["choices"][0]["title"] == "t" * 200


@pytest.mark.parametrize(
    ("kind", "data", "handle", "output", "notes"),
    [
        ("if", {}, "Yes", "true", []),
        ("if", {}, "else", "false", []),
        ("menu", {"text": "?", "options": ["A", "B"]}, "1", "choice_2", []),
        ("menu", {"text": "?", "options": ["A", "B"]}, "option-0", "choice_1", []),
        ("menu", {"text": "?", "options": ["A", "B"]}, "choice-1", "choice_2", []),
        ("menu", {"text": "?", "options": ["A", "B"]}, "yes", "no_match", ["unknown_output"]),
        ("message", {"text": "Hi", "options": ["A"]}, "0", "next", ["left_out", "unknown_output"]),
        ("message", None, "0", "next", ["unknown_output"]),
        ("message", {"text": "Hi"}, "source", "next", []),
        ("message", {"text": "Hi"}, "true", "next", ["unknown_output"]),
    ],
)
def test_an_edge_starts_at_the_output_that_is_meant(
    kind: str, data: dict[str, Any] | None, handle: str, output: str, notes: list[str]
) -> None:
    """By the name or the place of the choice, by yes and no of a condition; a handle that says nothing is no mistake."""
    nodes = [{"id": "n", "type": kind, "data": data}, {"id": "e", "type": "end"}]
    edges = [{"id": "1", "source": "n", "target": "e", "sourceHandle": handle}]
    document, told = adopt({"nodes": nodes, "edges": edges}, node_types())
    assert document["edges"][0]["sourceHandle"] == output
    assert [note.code for note in told] == notes


def test_ids_stay_apart() -> None:
    """What becomes the same gets a number, at most 60 characters are kept, and an edge to nowhere stays one."""
    nodes = [{"id": id, "type": "end"} for id in ("a b", "a_b", "a-b", "a/b", "x" * 61, "")]
    edges = [{"id": "1", "source": "gone", "target": "a b"}, {"id": "2", "source": "a_b", "target": "gone"}]
    document, _ = adopt({"nodes": nodes, "edges": edges}, node_types())
    assert [node["id"] for node in document["nodes"]] == ["a_b", "a_b_2", "a-b", "a_b_3", "x" * 60, "node"]
    assert [(edge["source"], edge["target"]) for edge in document["edges"]] == [("gone", "a_b"), ("a_b_2", "gone")]


def test_our_own_flows_stay_as_they_are() -> None:
    """A flow of ours is not translated into something else, nor is a node that fits its type in a bare export."""
    ours = {"dialoom": 2, "name": "x", "nodes": [{"id": "a", "type": "delay", "data": {"minutes": 5}}], "edges": []}
    assert adopt(ours, node_types()) == (ours, ())
    bare = {"nodes": [{"id": "a", "type": "delay", "data": {"duration": "PT5M"}}], "edges": []}
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


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(["text", "options", "label", "variable", "minutes", "url", "choices", "x"])
NODES = st.fixed_dictionaries(
    {}, optional={"id": JSON, "type": st.sampled_from(["message", "menu", "if", "delay", "zzz", "http"]) | JSON,
                  "data": st.dictionaries(KEYS, JSON) | JSON, "position": JSON},
)  # fmt: skip
EDGES = st.fixed_dictionaries({}, optional={"id": JSON, "source": JSON, "target": JSON, "sourceHandle": JSON})


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(NODES, min_size=1, max_size=4), st.lists(EDGES, max_size=4))
def test_nothing_makes_it_fail(nodes: list[Any], edges: list[Any]) -> None:
    """Whatever a file holds, each of its nodes is in the result, and reading the result tells what is wrong with it."""
    document, _ = adopt({"nodes": nodes, "edges": edges}, node_types())
    assert len(document["nodes"]) == len({node["id"] for node in document["nodes"]}) == len(nodes)
    read_document(document, node_types(), Limits())
