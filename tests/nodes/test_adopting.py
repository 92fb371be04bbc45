"""Drawings of other builders on React Flow, as flows."""

import copy
import json
from typing import Any

import pytest

from engine.limits import Limits
from engine.validate import read_document
from nodes import node_types
from nodes.adopting import adopt

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
        ("sleepNode", {"hours": 2, "days": 1}, ("delay", {"duration": "P1DT2H"}), []),
        ("pause", {"days": 3}, ("delay", {"duration": "P3D"}), []),
        ("message", {"message": "Hi", "days": 3}, ("send_message", {"text": "Hi"}), ["days"]),
        ("menu", {"text": "?", "items": [{}, {"value": "B"}, "C"], "typing": 1},
         ("ask_choice", {"question": "?", "choices": [{"id": "choice_1", "title": "1"}, {"id": "choice_2", "title": "B"},
                                                      {"id": "choice_3", "title": "C"}]}), ["typing"]),
        ("email", {"prompt": "?", "saveAs": "mail"}, ("ask_email", {"question": "?", "save_as": "mail"}), []),
        ("message", {"message": "?", "saveAs": "mail"}, ("send_message", {"text": "?"}), ["saveAs"]),
        ("trigger", {"keyword": "hello", "channel": "wa"}, ("keyword", {"words": ["hello"]}), ["channel"]),
        ("start", {"keywords": "hi, good day ,"}, ("keyword", {"words": ["hi", "good day"]}), []),
        ("begin", {"words": ["a", 5, None, "b" * 101]}, ("keyword", {"words": ["a", "5", "b" * 101]}), []),
        ("start", {"keywords": ["a", {"b": "c"}]}, ("keyword", {"words": ["a"]}), ["keywords"]),
        ("start", {"keyword": " ", "phrases": []}, ("any_message", {}), ["keyword", "phrases"]),
        ("message", {"message": "Hi", "keyword": "x"}, ("send_message", {"text": "Hi"}), ["keyword"]),
        ("email", {"prompt": "?", "saveAs": "no name"}, ("ask_email", {"question": "?"}), ["saveAs"]),
        ("email", {"prompt": "?", "k" * 81: 1}, ("ask_email", {"question": "?"}), ["k" * 80]),
    ],
)  # fmt: skip
def test_each_field_has_its_place(
    kind: str, theirs: dict[str, Any], ours: tuple[str, dict[str, Any]], left_out: list[str]
) -> None:
    """What is surely the same is taken, where it belongs to the type, and the rest is named; the place stays."""
    node, unused = adopted(kind, theirs)
    assert node == {"id": "n", "type": ours[0], "position": AT, "data": ours[1]}
    assert unused == left_out


def test_nothing_is_cut() -> None:
    """A title that is too long stays, for the draft to say so; a label, which would keep it from being read, is named."""
    drawn = {"nodes": [{"id": "n", "type": "menu", "data": {"text": "?", "label": "l" * 201, "options": ["t" * 201]}}]}
    document, notes = adopt(drawn, node_types())
    assert document["nodes"][0]["data"]["choices"][0]["title"] == "t" * 201
    assert [(note.code, note.field) for note in notes] == [("left_out", "label")]
    assert "label" not in document["nodes"][0]
    problems = read_document(document, node_types(), Limits()).problems
    assert [one.field for one in problems if one.code == "bad_value"] == ["choices.0.title"]
    assert adopted("menu", {"text": "?", "label": "l" * 200})[0]["label"] == "l" * 200


@pytest.mark.parametrize(
    ("kind", "theirs", "ours", "left_out"),
    [
        ("menu", {"items": [{"id": "i", "content": "Yes"}]}, {"choices": [{"id": "choice_1", "title": "Yes"}]}, []),
        ("menu", {"items": [{"name": "{{ userName }}"}]},
         {"choices": [{"id": "choice_1", "title": "{{ vars.user_name }}"}]}, []),
        ("menu", {"items": [{"content": {"richText": []}, "icon": "x"}]}, {"choices": [{"id": "choice_1", "title": "1"}]},
         ["items.0.content", "items.0.icon"]),
        ("menu", {"items": [{"label": "A", "value": "a", "description": "the first", "text": "A"}]},
         {"choices": [{"id": "choice_1", "title": "A", "description": "the first"}]}, ["items.0.value"]),
        ("menu", {"choices": ["A"], "buttons": ["B"]}, {"choices": [{"id": "choice_1", "title": "A"}]}, ["buttons"]),
        ("message", {"text": "Hi", "buttons": [{"label": "Shop", "url": "https://a.example"}, {"text": "Bye", "id": 7}]},
         {"text": "Hi", "buttons": [{"id": "choice_1", "title": "Shop", "url": "https://a.example"},
                                    {"id": "choice_2", "title": "Bye"}]}, []),
        ("message", {"text": "Hi", "items": ["x"]}, {"text": "Hi"}, ["items"]),
        ("numberInput", {"label": "Age?", "min": 1, "max": "5.5", "variable": "userAge"},
         {"question": "Age?", "save_as": "user_age", "minimum": 1, "maximum": 5.5}, []),
        ("numberInput", {"label": "Age?", "min": "few", "max": 1e10}, {"question": "Age?"}, ["max", "min"]),
        ("numberInput", {"label": "Age?", "min": -1e9, "max": 1e9},
         {"question": "Age?", "minimum": -1000000000, "maximum": 1000000000}, []),
        ("numberInput", {"label": "Age?", "max": 1000000001}, {"question": "Age?"}, ["max"]),
        ("textInput", {"prompt": "?", "minLength": 2.0, "maxLength": "9"},
         {"question": "?", "min_length": 2, "max_length": 9}, []),
        ("textInput", {"prompt": "?", "minLength": 2, "maxLength": 9},
         {"question": "?", "min_length": 2, "max_length": 9}, []),
        ("api", {"url": "https://a.example/{{orderId}}", "method": "post"},
         {"url": "https://a.example/{{ vars.order_id }}", "method": "POST"}, []),
        ("api", {"url": "https://a.example", "method": "BREW"}, {"url": "https://a.example"}, ["method"]),
        ("wait", {"duration": 5, "unit": "minutes"}, {"duration": "PT5M"}, []),
        ("wait", {"time": "1.5", "unit": "H"}, {"duration": "PT1H30M"}, []),
        ("wait", {"seconds": "30"}, {"duration": "PT30S"}, []),
        ("wait", {"minutes": 1.5}, {"duration": "PT1M30S"}, []),
        ("wait", {"duration": "PT90M"}, {"duration": "PT1H30M"}, []),
        ("wait", {"days": 3660}, {"duration": "P3660D"}, []),
        ("wait", {"days": 3661}, {}, ["days"]),
        ("wait", {"seconds": 1}, {"duration": "PT1S"}, []),
        ("wait", {"seconds": 0.9}, {}, ["seconds"]),
        ("wait", {"seconds": 0}, {}, ["seconds"]),
        ("wait", {"weeks": -1e9}, {}, ["weeks"]),
        ("wait", {"minutes": True}, {}, ["minutes"]),
        ("wait", {"minutes": 1, "hours": "few"}, {}, ["hours", "minutes"]),
        ("wait", {"duration": 5}, {}, ["duration"]),
        ("wait", {"duration": "5m"}, {"duration": "PT5M"}, []),
        ("wait", {"delay": "2 h"}, {"duration": "PT2H"}, []),
        ("wait", {"time": "1d"}, {"duration": "P1D"}, []),
        ("wait", {"time": "1 day, 12 Hours"}, {"duration": "P1DT12H"}, []),
        ("wait", {"time": " 1.5 min "}, {"duration": "PT1M30S"}, []),
        ("wait", {"time": "5M"}, {}, ["time"]),
        ("wait", {"time": "5 moons"}, {}, ["time"]),
        ("wait", {"time": "5m or so"}, {}, ["time"]),
        ("wait", {"time": "5m 5m"}, {}, ["time"]),
        ("wait", {"time": "0s"}, {}, ["time"]),
        ("wait", {"time": "4000 days"}, {}, ["time"]),
        ("wait", {"time": "5m" + " " * 38}, {"duration": "PT5M"}, []),
        ("wait", {"time": "5m" + " " * 39}, {}, ["time"]),
        ("wait", {"duration": 5, "unit": "moons"}, {}, ["duration", "unit"]),
        ("condition", {"variable": "userAge", "operator": "greater_than", "value": 18},
         {"when": {"left": "vars.user_age", "op": "gt", "right": "18"}}, []),
        ("condition", {"left": "{{ contact.name }}", "op": "==", "right": "{{ friend }}"},
         {"when": {"left": "contact.name", "op": "equals", "right": "{{ vars.friend }}"}}, []),
        ("condition", {"variable": "paid", "operator": "equals", "value": True},
         {"when": {"left": "vars.paid", "op": "equals", "right": "true"}}, []),
        ("condition", {"variable": "age", "operator": "is set"}, {"when": {"left": "vars.age", "op": "not_empty"}}, []),
        ("condition", {"variable": "age", "operator": "is set", "value": 1},
         {"when": {"left": "vars.age", "op": "not_empty"}}, ["value"]),
        ("condition", {"variable": "age", "operator": ">"}, {}, ["operator", "variable"]),
        ("condition", {"variable": "age", "operator": "near", "value": 1}, {}, ["operator", "value", "variable"]),
        ("condition", {"variable": "order.age", "operator": ">", "value": 1}, {}, ["operator", "value", "variable"]),
    ],
)  # fmt: skip
def test_what_is_surely_the_same(kind: str, theirs: dict[str, Any], ours: dict[str, Any], left_out: list[str]) -> None:
    """Choices, buttons, limits, calls, waiting times and comparisons are taken whole, or left out and named."""
    node, unused = adopted(kind, theirs)
    assert (node["data"], unused) == (ours, left_out)
    assert json.dumps(node["data"], sort_keys=True) == json.dumps(ours, sort_keys=True)  # 2 is written as 2, not as 2.0


@pytest.mark.parametrize(
    ("theirs", "ours", "told"),
    [
        ("Hi {{ userName }}", "Hi {{ vars.user_name }}", []),
        ("{{Name}} {{ contact.name }} {{ order.id }}", "{{ vars.name }} {{ contact.name }} {{ order.id }}", []),
        ("{{ 1 }}", "{{ 1 }}", []),
        ("Hi {name}, {name}", "Hi {name}, {name}", ["{name}"]),
        ("[[x]] ${user.name} %name%", "[[x]] ${user.name} %name%", ["[[x]]", "${user.name}", "%name%"]),
        ("50% off, 20% more, {a: 1} {}", "50% off, 20% more, {a: 1} {}", []),
    ],
)
def test_variables_in_texts(theirs: str, ours: str, told: list[str]) -> None:
    """They are called as here, at both ends; what is not filled in here is named, since contacts would read it."""
    drawn = {"nodes": [{"id": "n", "type": "message", "data": {"text": theirs}}]}
    document, notes = adopt(drawn, node_types())
    assert document["nodes"][0]["data"]["text"] == ours
    assert [(note.code, note.node, note.field) for note in notes] == [("placeholder", "n", "text")] * len(told)
    assert [note.message.partition("'")[2].partition("'")[0] for note in notes] == told


def test_variables_in_lists() -> None:
    """What stands in the title of a choice is named as in any text, with its place."""
    drawn = {"nodes": [{"id": "n", "type": "menu", "data": {"text": "?", "options": ["No", "For {name}"]}}]}
    notes = adopt(drawn, node_types()).notes
    assert [(note.code, note.node, note.field) for note in notes] == [("placeholder", "n", "choices.1.title")]


@pytest.mark.parametrize(
    ("kind", "theirs", "ours", "left_out"),
    [
        ("ask_text", {"question": "q", "variable": "x"}, {"question": "q", "save_as": "x"}, []),
        ("ask_text", {"question": "q", "variable": "x", "retries": 2}, {"question": "q", "save_as": "x", "retries": 2}, []),
        ("ask_text", {"message": "m", "prompt": "p"}, {"question": "m"}, ["prompt"]),
        ("ask_choice", {"question": "q", "options": ["A"]}, {"question": "q", "choices": [{"id": "choice_1", "title": "A"}]}, []),
        ("keyword", {"words": ["a"], "colour": "Start"}, {"words": ["a"]}, ["colour"]),
        ("keyword", {"keywords": "a,b", "match": "start"}, {"words": ["a", "b"], "match": "start"}, []),
        ("any_message", {"text": "hi"}, {}, ["text"]),
        ("send_message", {"message": "Hi", "fallback": "x"}, {"text": "Hi"}, ["fallback"]),
        ("ask_time", {"question": "q", "variable": "x"}, {"question": "q"}, ["variable"]),
        ("ask_yes_no", {"question": 5}, {"question": 5}, []),
        ("webhook", {"channel": 5, "colour": 1}, {"channel": 5}, ["colour"]),
        ("start_flow", {"flow": "b", "colour": 1}, {"flow": "b"}, ["colour"]),
    ],
)  # fmt: skip
def test_types_of_ours_are_known(kind: str, theirs: dict[str, Any], ours: dict[str, Any], left_out: list[str]) -> None:
    """Data that do not fit make no other type of them, nor an unknown one: what is called as here stays, what is surely the
    same is translated, and the rest is named."""
    node, unused = adopted(kind, theirs)
    assert node == {"id": "n", "type": kind, "position": AT, "data": ours}
    assert unused == left_out


@pytest.mark.parametrize(
    ("data", "left_out"), [({"message": "Hi"}, []), ({"message": "Hi", "label": "Other"}, ["label"]), ({}, [])]
)
def test_a_node_keeps_its_own_label(data: dict[str, Any], left_out: list[str]) -> None:
    """Another one in its data is named."""
    drawn = {"nodes": [{"id": "n", "type": "message", "label": "Greet", "data": data}]}
    document, notes = adopt(drawn, node_types())
    assert (document["nodes"][0]["label"], [note.field for note in notes]) == ("Greet", left_out)
