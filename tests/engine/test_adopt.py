"""Drawings of other builders on React Flow, as flows."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.adopt import adopt
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


def test_our_own_flows_stay_as_they_are() -> None:
    """A flow of ours is not translated into something else, nor is a node that fits its type in a bare export."""
    ours = {"dialoom": 2, "name": "x", "nodes": [{"id": "a", "type": "delay", "data": {"minutes": 5}}], "edges": []}
    assert adopt(ours, node_types()) == (ours, ())
    bare = {"nodes": [{"id": "a", "type": "delay", "data": {"duration": "PT5M"}}], "edges": []}
    assert adopt(bare, node_types()).document["nodes"] == bare["nodes"]


@pytest.mark.parametrize("raw", [{}, {"nodes": 7}, {"nodes": [1], "edges": []}, {"name": "x", "edges": {}}])
def test_what_is_no_drawing(raw: dict[str, Any]) -> None:
    """Told in words."""
    assert [note.code for note in adopt(raw, node_types()).notes] == ["not_understood"]


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
@given(st.lists(NODES, max_size=4), st.lists(EDGES, max_size=4))
def test_nothing_makes_it_fail(nodes: list[Any], edges: list[Any]) -> None:
    """Whatever a file holds, each of its nodes is in the result, and reading the result tells what is wrong with it."""
    document, _ = adopt({"nodes": nodes, "edges": edges}, node_types())
    assert len(document["nodes"]) == len({node["id"] for node in document["nodes"]}) == len(nodes)
    read_document(document, node_types(), Limits())
