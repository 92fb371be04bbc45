"""The difference of two drawings: complete, empty where there is none, and readable."""

import copy
import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diff import FlowDiff, diff
from engine.flow import FlowDocument
from engine.values_diff import ValueChange, changes_between
from nodes import node_types
from tests.make import a_document

MENU = {"question": "Tea?", "choices": [{"id": "tea", "title": "Tea"}, {"id": "milk", "title": "Milk"}]}
DRAWN = a_document(
    {"start": ("keyword", {"words": ["go"]}), "menu": ("ask_choice", MENU), "bye": ("send_message", {"text": "Bye"})},
    {"start.next": "menu", "menu.tea": "bye"},
    variables={"n": {"type": "number"}},
    translations={"es": {"bye": {"text": "Adiós"}}, "ar": {"bye": {"text": "وداعا"}}},
    tests=[
        {"name": "tea", "dialogue": [{"says": "go"}, {"expects": "Tea?"}, {"says": "tea"}]},
        {"name": "no tea", "contact": {"name": "Ann"}, "dialogue": [{"says": "go"}, {"expects": "Tea?"}]},
    ],
)


def between(before: dict[str, Any], after: dict[str, Any]) -> FlowDiff:
    return diff(FlowDocument.model_validate(before), FlowDocument.model_validate(after), node_types())


def told(found: FlowDiff) -> list[str]:
    """The difference in short lines."""
    lines = [f"about {one.change} {one.place}" for one in found.about]
    lines += [f"variable {one.change} {one.place}" for one in found.variables]
    for node in found.nodes:
        places = [f"{one.place}{'*' if one.text else ''}" for one in node.values if node.change == "changed"]
        lines.append(" ".join(("node", node.change, node.id, *places)))
    lines += [f"edge {one.source}.{one.output} {one.before} -> {one.after}" for one in found.edges]
    lines += [f"translation {one.change} {one.place}{'*' if one.text else ''}" for one in found.translations]
    lines += [f"test {one.change} {one.place}".rstrip() for one in found.tests]
    return [*lines, *(["reordered"] if found.reordered else [])]


def data(node: int) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda document: document["nodes"][node]["data"]


CASES: list[tuple[str, Callable[[dict[str, Any]], object], list[str]]] = [
    ("nothing", lambda _: None, []),
    ("an edge drawn again", lambda d: d["edges"][0].update(id="other"), []),
    ("a default written out", lambda d: d["nodes"][0].update(label=""), []),
    ("the name", lambda d: d.update(name="Other"), ["about changed name"]),
    ("the language", lambda d: d.update(language="hi"), ["about changed language"]),
    ("a text", lambda d: data(1)(d).update(question="Chai?"), ["node changed menu data.question*"]),
    ("a choice's text", lambda d: data(1)(d)["choices"][1].update(title="दूध"), ["node changed menu data.choices.milk.title*"]),
    ("a new choice", lambda d: data(1)(d)["choices"].append({"id": "x", "title": "X"}), ["node changed menu data.choices.x"]),
    ("a choice that went", lambda d: data(1)(d)["choices"].pop(0), ["node changed menu data.choices.tea"]),
    ("choices turned round", lambda d: data(1)(d)["choices"].reverse(), ["node changed menu data.choices"]),
    ("words, which are no texts", lambda d: data(0)(d).update(words=["go", "mulai"]), ["node changed start data.words"]),
    ("another type", lambda d: d["nodes"][0].update(type="any_message", data={}), ["node changed start type data.words"]),
    ("a label", lambda d: d["nodes"][2].update(label="End"), ["node changed bye label"]),
    ("a place on the canvas", lambda d: d["nodes"][2]["position"].update(y=9), ["node moved bye"]),
    ("a new node", lambda d: d["nodes"].append({"id": "x", "type": "end"}), ["node added x"]),
    ("a new first node", lambda d: d["nodes"].insert(0, {"id": "x", "type": "end"}), ["node added x", "reordered"]),
    ("nodes turned round", lambda d: d["nodes"].reverse(), ["reordered"]),
    ("an id that is there twice", lambda d: d["nodes"].append({"id": "bye", "type": "end"}), ["node added bye"]),
    ("an edge that went", lambda d: d["edges"].pop(), ["edge menu.tea bye -> None"]),
    ("an edge that leads elsewhere", lambda d: d["edges"][1].update(target="menu"), ["edge menu.tea bye -> menu"]),
    ("a variable's type", lambda d: d["variables"]["n"].update(type="text"), ["variable changed n.type"]),
    ("a new variable", lambda d: d["variables"].update(m={}), ["variable added m"]),
    ("a translation", lambda d: d["translations"]["es"]["bye"].update(text="Chau"), ["translation changed es.bye.text*"]),
    ("a language that went", lambda d: d["translations"].pop("ar"), ["translation removed ar*"]),
    ("a language that came", lambda d: d["translations"].update(id={"bye": {"text": "Dah"}}), ["translation added id*"]),
    ("a test's lines", lambda d: d["tests"][0]["dialogue"].pop(), ["test changed tea.dialogue"]),
    ("whom a test is about", lambda d: d["tests"][1]["contact"].update(name="Bo"), ["test changed no tea.contact.name"]),
    ("a test of another name", lambda d: d["tests"][1].update(name="none"), ["test removed no tea", "test added none"]),
    ("a new test", lambda d: d["tests"].append({"name": "x", "dialogue": [{"says": "x"}]}), ["test added x"]),
    ("tests turned round", lambda d: d["tests"].reverse(), ["test reordered"]),
    ("two tests of one name", lambda d: d["tests"][1].update(name="tea"), ["test changed"]),
    ("no tests any more", lambda d: d["tests"].clear(), ["test removed tea", "test removed no tea"]),
    ("a default of a test", lambda d: d["tests"][0].update(contact={"name": ""}, inputs={}), []),
    ("what publishing needs", lambda d: d.update(publishing_needs={"tests": True}), ["about changed publishing_needs.tests"]),
    ("what it needs, written out", lambda d: d.update(publishing_needs={"tests": False, "coverage": 0}), []),
]  # fmt: skip


@pytest.mark.parametrize(("change", "lines"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_change_is_told_where_it_is(change: Callable[[dict[str, Any]], object], lines: list[str]) -> None:
    """Each change shows in its own place, texts marked by a star, and what means nothing shows nowhere."""
    changed = copy.deepcopy(DRAWN)
    change(changed)
    assert told(between(DRAWN, changed)) == lines


def test_a_new_test_is_told_as_people_write_it() -> None:
    """With what is set in it: a line has a dozen fields, and one of them is."""
    new = {"name": "x", "dialogue": [{"says": "x"}]}
    found = between(DRAWN, {**DRAWN, "tests": [*DRAWN["tests"], new]})
    assert [one.after for one in found.tests] == [new]


def test_what_went_is_told() -> None:
    """The nodes that somebody may still wait at, and the edges that led to them."""
    found = between(DRAWN, {**DRAWN, "nodes": DRAWN["nodes"][:1], "edges": []})
    assert found.removed == {"menu", "bye"}
    assert [one.after for one in found.edges] == [None, None]


def test_data_that_fits_no_type_is_compared_too() -> None:
    """A draft with mistakes, or of a type that is not installed, is compared value by value."""
    for kind, good in (("keyword", {"words": 7}), ("acme.gone", {"a": 1})):
        before = {**DRAWN, "nodes": [{"id": "a", "type": kind, "data": good}], "edges": []}
        after = {**before, "nodes": [{"id": "a", "type": kind, "data": {**good, "b": True}}]}
        assert told(between(before, after)) == ["node changed a data.b"]


@pytest.mark.parametrize(
    ("before", "after", "places"),
    [
        ([{"id": "a", "v": 1}, {"id": "a", "v": 2}], [{"id": "a", "v": 3}, {"id": "a", "v": 2}], [()]),
        ([{"id": "a", "v": 1}, {"id": "b", "v": 2}], [{"id": "a", "v": 3}, {"id": "b", "v": 2}], [("a", "v")]),
        ([{"paid": 1}], [{"paid": True}], [()]),
        ([{"paid": 1}], [{"paid": 1.0}], []),
        ([{"paid": 1}], [{"paid": 1, "open": 2}], [()]),
        ([{"paid": [0]}], [{"paid": [False]}], [()]),
        ([[1, 2]], [[1]], [()]),
    ],
)
def test_values_are_compared_as_json(before: Any, after: Any, places: list[tuple[str, ...]]) -> None:
    """Yes is not one, wherever it stands, and items are told apart by an id that only one of them has."""
    assert [one.path for one in changes_between(before, after)] == places


IDS = st.sampled_from("abcd")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.text("xyé", max_size=2),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(IDS, inner, max_size=3)
        | st.lists(IDS, unique=True, max_size=4).flatmap(
            lambda ids: st.tuples(*(st.fixed_dictionaries({"id": st.just(id), "v": inner}) for id in ids)).map(list)
        )
    ),
    max_leaves=12,
)
OFTEN = settings(max_examples=400, deadline=None, derandomize=True)


@OFTEN
@given(JSON, JSON)
def test_the_difference_is_complete(before: Any, after: Any) -> None:
    """Whoever has the one value and the difference can make the other; turned round, it leads back."""
    found = changes_between(before, after)
    assert written(rebuilt(before, found)) == written(after)
    assert written(rebuilt(after, changes_between(after, before))) == written(before)


@OFTEN
@given(JSON)
def test_nothing_differs_from_itself(value: Any) -> None:
    """A copy has no difference to its original."""
    assert list(changes_between(value, copy.deepcopy(value))) == []


def written(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def rebuilt(value: Any, changes: Iterable[ValueChange]) -> Any:
    """The other value, made of this one and the changes alone."""
    whole = {"": copy.deepcopy(value)}
    for change in changes:
        holder: Any = whole
        *way, last = ("", *change.path)
        for key in way:
            holder = _at(holder, key)
        if change.change == "reordered":
            items = _at(holder, last)
            items.sort(key=lambda item, order=change.after: order.index(item["id"]))
        elif isinstance(holder, list) and change.change == "added":
            holder.append(change.after)
        elif isinstance(holder, list):
            index = [item["id"] for item in holder].index(last)
            holder[index : index + 1] = [] if change.change == "removed" else [change.after]
        elif change.change == "removed":
            del holder[last]
        else:
            holder[last] = change.after
    return whole[""]


def _at(holder: Any, key: str | int) -> Any:
    return next(item for item in holder if item["id"] == key) if isinstance(holder, list) else holder[key]
