"""Old formats, before and after."""

import copy
from typing import Any

import pytest

from engine.errors import FlowInvalid
from engine.flow import FORMAT
from engine.limits import Limits
from engine.migrate import MIGRATIONS, migrate
from engine.validate import read_document
from nodes import node_types

REACT_FLOW: dict[str, Any] = {
    "nodes": [
        {
            "id": "start",
            "type": "any_message",
            "position": {"x": 10, "y": -4.5},
            "data": {},
            "measured": {"width": 180, "height": 40},
            "width": 180,
            "height": 40,
            "selected": True,
            "dragging": False,
            "positionAbsolute": {"x": 10, "y": -4.5},
            "style": {"opacity": 1},
            "className": "node",
            "sourcePosition": "right",
        },
        {"id": "hi", "type": "send_message", "position": {"x": 300, "y": 0}, "data": {"text": "Hello"}, "zIndex": 1},
    ],
    "edges": [
        {
            "id": "xy-edge__startnext-hi",
            "source": "start",
            "sourceHandle": "next",
            "target": "hi",
            "targetHandle": "left",
            "animated": True,
            "markerEnd": {"type": "arrow"},
        }
    ],
    "viewport": {"x": 0, "y": 0, "zoom": 1.5},
}
EDGE = {"source": "a", "target": "b"}
LONG = "xy-edge__" + "a" * 60
DAY, MONTH = {"order": "day_first"}, {"order": "month_first"}
ODD: list[Any] = [{"id": "f", "type": "ask_form", "data": {"fields": "x"}}, {"id": "g", "type": "ask_date"}]


def day(params: dict[str, Any]) -> dict[str, Any]:
    return {"id": "d", "type": "ask_date", "data": params}


def form(*fields: Any) -> dict[str, Any]:
    return {"id": "f", "type": "ask_form", "data": {"title": "t", "fields": [*fields]}}


CASES: list[tuple[str, int, dict[str, Any], dict[str, Any]]] = [
    (
        "a React Flow export loses its view",
        0,
        REACT_FLOW,
        {
            "dialoom": 3,
            "name": "Untitled",
            "language": "en",
            "nodes": [
                {"id": "start", "type": "any_message", "position": {"x": 10, "y": -4.5}, "data": {}},
                {"id": "hi", "type": "send_message", "position": {"x": 300, "y": 0}, "data": {"text": "Hello"}},
            ],
            "edges": [{"id": "xy-edge__startnext-hi", "source": "start", "sourceHandle": "next", "target": "hi"}],
        },
    ),
    (
        "what names the flow is kept",
        0,
        {"name": "Mine", "language": "de", "nodes": []},
        {"dialoom": 3, "name": "Mine", "language": "de", "nodes": [], "edges": []},
    ),
    (
        "data is kept as it is, whatever its keys",
        0,
        {"nodes": [{"id": "a", "type": "x", "data": {"width": 3, "style": "s"}}]},
        {
            "dialoom": 3,
            "name": "Untitled",
            "language": "en",
            "nodes": [{"id": "a", "type": "x", "data": {"width": 3, "style": "s"}}],
            "edges": [],
        },
    ),
    (
        "edges without a usable id get a free one",
        0,
        {"edges": [EDGE, {**EDGE, "id": "e1"}, {**EDGE, "id": LONG}, {**EDGE, "id": "", "sourceHandle": None}]},
        {
            "dialoom": 3,
            "name": "Untitled",
            "language": "en",
            "nodes": [],
            "edges": [{**EDGE, "id": "e2"}, {**EDGE, "id": "e1"}, {**EDGE, "id": "e3"}, {**EDGE, "id": "e4"}],
        },
    ),
    (
        "an id of 1 to 64 characters is kept, one more is not",
        0,
        {"nodes": [], "edges": [{**EDGE, "id": "z"}, {**EDGE, "id": "a" * 64}, {**EDGE, "id": "a" * 65}]},
        {
            "dialoom": 3,
            "name": "Untitled",
            "language": "en",
            "nodes": [],
            "edges": [{**EDGE, "id": "z"}, {**EDGE, "id": "a" * 64}, {**EDGE, "id": "e1"}],
        },
    ),
    (
        "what is no list of objects is left for the schema to refuse",
        0,
        {"nodes": {"a": 1}, "edges": [7, {"id": []}]},
        {"dialoom": 3, "name": "Untitled", "language": "en", "nodes": {"a": 1}, "edges": [7, {"id": "e1"}]},
    ),
    (
        "a trigger that interrupts says so in other words, one that does not says nothing",
        1,
        {
            "dialoom": 1,
            "nodes": [
                {"id": "a", "type": "keyword", "data": {"words": ["stop"], "interrupts": True}},
                {"id": "b", "type": "any_message", "data": {"interrupts": False}},
                {"id": "c", "type": "referral"},
                {"id": "d", "type": "new_conversation", "data": {"interrupts": "maybe"}},
                {"id": "e", "type": "acme.shout", "data": {"interrupts": True}},
                {"id": "f", "type": "keyword", "data": {"interrupts": ["yes"]}},
                {"id": "g", "type": ["keyword"], "data": {}},
                "no node",
            ],
        },
        {
            "dialoom": 3,
            "nodes": [
                {"id": "a", "type": "keyword", "data": {"when_busy": "interrupt", "words": ["stop"]}},
                {"id": "b", "type": "any_message", "data": {}},
                {"id": "c", "type": "referral"},
                {"id": "d", "type": "new_conversation", "data": {"when_busy": "interrupt"}},
                {"id": "e", "type": "acme.shout", "data": {"interrupts": True}},
                {"id": "f", "type": "keyword", "data": {"when_busy": "interrupt"}},
                {"id": "g", "type": ["keyword"], "data": {}},
                "no node",
            ],
        },
    ),
    ("a document without nodes has none afterwards", 1, {"dialoom": 1, "name": "x"}, {"dialoom": 3, "name": "x"}),
    ("edges that are no list are left for the schema to refuse", 0, {"edges": 7},
     {"dialoom": 3, "name": "Untitled", "language": "en", "nodes": [], "edges": 7}),
    ("what is no document is left for the schema to refuse", 1, {"dialoom": 1, "nodes": 3}, {"dialoom": 3, "nodes": 3}),
    (
        "questions for a date go on reading the day first, unless they say what they read",
        2,
        {"dialoom": 2, "nodes": [day({}), day(MONTH), form({"sort": "date"}, {"sort": "date", **MONTH}, {}, 3), *ODD]},
        {
            "dialoom": 3,
            "nodes": [day(DAY), day(MONTH), form({"sort": "date", **DAY}, {"sort": "date", **MONTH}, {}, 3), *ODD],
        },
    ),
    ("the present format stays as it is", 3, {"dialoom": 3, "selected": 1}, {"dialoom": 3, "selected": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("version", "before", "after"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_migrate(version: int, before: dict[str, Any], after: dict[str, Any]) -> None:
    """A document of any older format becomes one of the present format, and the original is left alone."""
    original = copy.deepcopy(before)
    assert before.get("dialoom", 0) == version
    assert migrate(before) == after
    assert before == original


def test_a_react_flow_export_can_be_read() -> None:
    """What React Flow's own export button gives is a flow without problems once its types are ours."""
    document, problems = read_document(REACT_FLOW, node_types(), Limits())
    assert document is not None
    assert problems == ()


@pytest.mark.parametrize("version", [FORMAT + 1, 99, -1, "1", 1.5, None, True, []])
def test_refuses_formats_it_does_not_know(version: Any) -> None:
    """A document of a newer Dialoom is refused in words, never read by half."""
    with pytest.raises(FlowInvalid, match="format") as caught:
        migrate({"dialoom": version, "name": "x"})
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [("unknown_format", "dialoom")]


def test_every_version_has_a_migration_and_a_case() -> None:
    """Raising the format number without a migration, or a migration without a case, fails here."""
    assert list(MIGRATIONS) == list(range(1, FORMAT + 1))
    assert {case[1] for case in CASES} == set(range(FORMAT + 1))
