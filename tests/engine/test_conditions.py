"""Structured conditions: each operator, groups, and what is refused."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from engine import conditions
from engine.limits import Limits
from engine.marks import Mark, Marked, marked
from engine.template import TemplateError
from engine.template_compare import Pair, compared, one_of, same

CASES = json.loads((Path(__file__).parent / "cases" / "conditions.json").read_text())
TREE: TypeAdapter[conditions.Tree] = TypeAdapter(conditions.Tree)
LIMITS = Limits()
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
YES: dict[str, Any] = {"left": "vars.age", "op": "not_empty"}
NO: dict[str, Any] = {"left": "vars.age", "op": "empty"}
BROKEN: dict[str, Any] = {"left": "vars.name", "op": "gt", "right": "3"}
SCOPE: dict[str, Any] = {
    "result": {"ask-name": {"text": "hi"}},
    "vars": {
        "age": "21",
        "number": 21,
        "huge": 1e40,
        "code": "007",
        "name": "José",
        "wide": "ＯＫ",  # noqa: RUF001
        "german": "straße",
        "paid": True,
        "zero": 0,
        "blank": "  ",
        "none": [],
        "nan": "nan",
        "infinite": float("inf"),
        "tags": ["VIP", "new"],
        "numbers": [1, 2],
        "object": {"a": 1},
        "day": "2026-05-01",
        "moment": "2026-05-01T12:00:00+02:00",
        "time": "14:30",
        "early": "9:05",
        "midnight": "00:00",
        "hindi": "१२",
        "order": "ab-1234",
        "limit": 9,
        "bad_pattern": "(?=x)",
        "long": list(range(300)),
        "long_text": "x" * 100,
    },
}


def decide(tree: dict[str, Any]) -> bool:
    return conditions.decide(TREE.validate_python(tree), SCOPE, NOW, LIMITS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['left']} {case['op']} {case.get('right')}")
def test_operator(case: dict[str, Any]) -> None:
    """Each operator compares by type, or says what it cannot compare."""
    expected = {key: case[key] for key in case.keys() & {"expect", "error"}}
    given_test = {key: value for key, value in case.items() if key not in expected}
    if "error" not in expected:
        assert decide(given_test) is case["expect"]
        return
    with pytest.raises(TemplateError) as raised:
        decide(given_test)
    assert str(raised.value) == case["error"]


def test_every_operator_has_a_case() -> None:
    """A new operator without cases fails."""
    assert {case["op"] for case in CASES} == set(conditions.Op.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("tree", "holds"),
    [
        ({"all": [YES, YES]}, True),
        ({"all": [YES, NO]}, False),
        ({"any": [NO, YES]}, True),
        ({"any": [NO, NO]}, False),
        ({"not": NO}, True),
        ({"not": {"any": [NO, {"all": [YES, NO]}]}}, True),
        ({"any": [YES, BROKEN]}, True),
        ({"all": [NO, BROKEN]}, False),
    ],
)
def test_groups(tree: dict[str, Any], holds: bool) -> None:
    """Groups combine tests, and stop as soon as the answer is known."""
    assert decide(tree) is holds


def nested(levels: int) -> dict[str, Any]:
    tree = YES
    for _ in range(levels):
        tree = {"not": tree}
    return tree


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        ({}, "a condition is"),
        ({"foo": 1}, "a condition is"),
        ("vars.age", "a condition is"),
        ({"all": []}, "at least 1 item"),
        ({"not": NO, "x": 1}, "Extra inputs"),
        ({"all": [NO], "any": [NO]}, "Extra inputs"),
        ({**YES, "left": "a b"}, "match pattern"),
        ({**YES, "left": "x }}{{ y"}, "match pattern"),
        ({**YES, "left": "vars.x | size"}, "match pattern"),
        ({**YES, "op": "like"}, "Input should be"),
        ({"left": "vars.age", "op": "gt"}, "'gt' needs something on the right"),
        ({"left": "vars.age", "op": "matches", "right": "(a"}, "the pattern cannot be read: missing )"),
        (nested(7), "at most 6 levels"),
        ({"any": [YES] * 51}, "at most 50 tests"),
        ({"any": [{"all": [YES] * 26}, {"all": [YES] * 25}]}, "at most 50 tests"),
    ],
)
def test_refused(tree: Any, message: str) -> None:
    """A tree that is not a condition is refused with a reason."""
    with pytest.raises(ValidationError, match=message.replace("(", r"\(").replace(")", r"\)")):
        TREE.validate_python(tree)


@pytest.mark.parametrize("tree", [nested(6), {"any": [YES] * 50}])
def test_largest(tree: dict[str, Any]) -> None:
    """The limits themselves are allowed."""
    assert decide(tree) is True


class Params(BaseModel):
    condition: conditions.Tree


def test_as_params() -> None:
    """In a node's params a tree keeps its JSON form, and shows its templates to the static checks."""
    tree = {"all": [{"left": "vars.age", "op": "gte", "right": "{{ vars.x }}"}, {"not": {**NO, "right": None}}]}
    params = Params.model_validate({"condition": tree})
    assert json.loads(params.model_dump_json()) == {"condition": tree}
    assert Params.model_validate_json(params.model_dump_json()) == params
    assert list(marked(params)) == [Marked(("condition", "all", 0, "right"), Mark.TEMPLATE, "{{ vars.x }}")]


def test_reads() -> None:
    """The names of both sides are known without deciding."""
    tree = {
        "any": [
            {"left": "vars.items[0].price", "op": "gt", "right": "{{ globals.most | times: vars.x }}"},
            {"not": {"left": "contact.tags", "op": "contains", "right": "vip"}},
            {"left": "today", "op": "equals", "right": "{{ contact.tags }}"},
        ]
    }
    found = conditions.reads(TREE.validate_python(tree))
    assert found == (("contact", "tags"), ("globals", "most"), ("vars", "items"), ("vars", "x"))


@pytest.mark.parametrize(("left", "right", "refused"), [(1, 50_000, False), (1, 50_001, True), (224, 224, True)])
def test_long_lists_are_not_compared(left: int, right: int, refused: bool) -> None:
    """Up to fifty thousand comparisons are made for one condition, and not one more."""
    pair = Pair("x", "vip" if left == 1 else [{}] * left, [{}] * right)
    if not refused:
        assert one_of(pair) is False
        return
    with pytest.raises(TemplateError, match="the lists are too long"):
        one_of(pair)


@given(st.one_of(st.integers(-(10**20), 10**20), st.floats(allow_nan=False, allow_infinity=False, width=32)))
def test_numbers_equal_their_text(value: float) -> None:
    """A number equals itself and is neither smaller nor larger, also against its own text if that is plain."""
    assert compared(Pair("x", value, value)) == 0
    assert same(Pair("x", value, value))
    if "e" not in str(value):
        assert compared(Pair("x", value, str(value))) == 0


@given(st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_order_of_numeric_text(left: int, right: int) -> None:
    """Numbers in texts are ordered as numbers, never as text."""
    assert compared(Pair("x", str(left), right)) == (left > right) - (left < right)
