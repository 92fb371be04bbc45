"""What templates and conditions give, what they read, and what their errors say."""

import json
import time
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
from pydantic import BaseModel

from engine import template
from engine.limits import Limits

CASES = Path(__file__).parent / "cases"
LIMITS = Limits()
ONE_KIND = "both must be numbers, or both texts; the filter 'number' makes a number of a text"
NOW = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
SCOPE: dict[str, Any] = {
    "contact": {"name": "Asha", "age": 31, "tags": ["vip", "new"], "hindi": "आशा"},
    "vars": {
        "order": {"no": 7, "paid": False},
        "quote": 'she said "hi"',
        "day": "2026-05-01",
        "limit": 9,
        "none": None,
    },
}


class Secretive(BaseModel):
    password: str = "hunter2"


class Sly:
    name = "attribute"

    def __getitem__(self, key: object) -> str:
        return "item"

    def __str__(self) -> str:
        return "text"


def load(name: str) -> list[Any]:
    cases: list[Any] = json.loads((CASES / name).read_text())
    return cases


@pytest.mark.parametrize("case", load("templates.json"), ids=lambda case: case["case"])
def test_render(case: dict[str, str]) -> None:
    """A template is filled in from the scope, with the time of the event and of nothing else."""
    assert template.render(case["source"], SCOPE, NOW, LIMITS) == case["expect"]


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("{{ contact.age }}", 31),
        (" {{ contact.age | times: 2 }}\n", 62),
        ("{{ contact.age | divided_by: 2.0 }}", 15.5),
        ("{{ contact.tags }}", ["vip", "new"]),
        ("{{ contact.tags | map: 'x' }}", [None, None]),
        ("{{ vars.order.paid }}", False),
        ("{{ vars.order }}", {"no": 7, "paid": False}),
        ("{{ vars.none }}", None),
        ("{{ nope }}", None),
        ("{{ empty }}", ""),
        ("{{ now }}", "2026-01-02T03:04:05+00:00"),
        ("{{ (2..4) }}", [2, 3, 4]),
        ("{{ (2..4) | last }}", 4),
        ("{{ (1..5000) | size }}", 5_000),
        ("{{ 3 if vars.order.paid else 4 }}", 4),
        ("age {{ contact.age }}", "age 31"),
        ("{{ contact.age }}{{ contact.age }}", "3131"),
        ("{% if true %}1{% endif %}", "1"),
        ("18", "18"),
        ("", ""),
    ],
)
def test_evaluate(source: str, value: object) -> None:
    """One expression keeps its type; anything else is text."""
    found = template.evaluate(source, SCOPE, NOW, LIMITS)
    assert (found, type(found) is bool) == (value, type(value) is bool)


@pytest.mark.parametrize(
    ("source", "holds"),
    [
        ("contact.age >= 18 and (contact.tags contains 'vip' or false)", True),
        ("contact.age < 18", False),
        ("(not vars.order.paid) and vars.day > today", True),
        ("vars.day < now", False),
        ("nope", False),
        ("nope == nil", True),
        ("vars.order.no == 7.0", True),
        ("contact.tags.size == 2", True),
        ("(1..3) contains 2", True),
        ("contact.age > 30 and contact.age >= 31 and contact.age <= 31 and contact.age < 32", True),
        ("contact.age > 31 or contact.age >= 32 or contact.age <= 30 or contact.age < 31", False),
        ("'b' > 'a' and 'a' >= 'a' and 'a' <= 'a' and 'a' < 'b'", True),
        ("'a' > 'a' or 'a' >= 'b' or 'b' <= 'a' or 'a' < 'a'", False),
        ("nope > 1 or nope < 1 or nope >= 1 or nope <= 1", False),
        ("1 > vars.none or 1 < vars.none or 1 >= vars.none or 1 <= vars.none", False),
        ("nope <= nope", False),
        ("nope == blank and blank == nope and vars.none == blank", True),
        ("nope != blank or blank <> vars.none", False),
        ("vars.day == blank or vars.order.paid == blank", False),
        ("vars.day != blank and ' ' == blank and contact.tags != blank", True),
        ("nope == empty", False),
    ],
)
def test_test(source: str, holds: bool) -> None:
    """A condition is one boolean expression over the same values."""
    assert template.test(source, SCOPE, NOW, LIMITS) is holds


@pytest.mark.parametrize("value", [Secretive(), Sly(), object(), b"bytes", {1, 2}, len, Sly])
@pytest.mark.parametrize(
    "source", ["{{ it }}", "{{ it.password }}{{ it.name }}", "{{ it['x'] }}", "{{ it.__class__ }}"]
)
def test_objects_are_out_of_reach(value: object, source: str) -> None:
    """An object that is not data reads as nothing, alone or inside of data."""
    assert template.render(source, {"it": value}, NOW, LIMITS) == ""
    inside = source.replace("it", "box.list[0]")
    assert template.render(inside, {"box": {"list": [value]}}, NOW, LIMITS) == ""
    assert template.render("{{ box | join: ',' }}", {"box": [1, value]}, NOW, LIMITS) == "1,"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        (datetime(2026, 5, 1, 10, tzinfo=UTC), "2026-05-01T10:00:00+00:00"),
        (date(2026, 5, 1), "2026-05-01"),
        (MappingProxyType({"a": UUID(int=1)}), '{"a": "00000000-0000-0000-0000-000000000001"}'),
        (("a", "b"), "ab"),
        (True, "true"),
        (range(1, 4), "1..3"),
    ],
)
def test_values_that_are_not_json(value: object, shown: str) -> None:
    """Times and ids read as text, other mappings and tuples as objects and lists."""
    assert template.render("{{ it }}", {"it": value}, NOW, LIMITS) == shown


@pytest.mark.parametrize("case", load("template_problems.json"), ids=lambda case: case["source"])
def test_parse_problem(case: dict[str, Any]) -> None:
    """A mistake is named before anything runs, and what parses has no problem."""
    assert template.parse_problem(case["source"], case["mark"], LIMITS) == case["expect"]


@pytest.mark.parametrize("mark", ["template", "condition"])
def test_length_of_source(mark: Any) -> None:
    """Too long a source is a problem of its own."""
    limits = Limits(**{"template_source": 99, "condition_source": 99, f"{mark}_source": 10})
    assert template.parse_problem("x" * 10, mark, limits) is None
    assert template.parse_problem("x" * 11, mark, limits) == f"the {mark} is longer than 10 characters"


@pytest.mark.parametrize(
    ("source", "mark", "names"),
    [
        ("Hi {{ contact.name | append: vars.x }}", "template", [("contact", "name"), ("vars", "x")]),
        ("{{ vars.items[0].price }}", "template", [("vars", "items")]),
        ("{{ contact[vars.key].city }}", "template", [("contact",), ("vars", "key")]),
        (
            "{% for i in vars.list %}{{ i.a }}{{ forloop.index }}{% endfor %}{{ i }}",
            "template",
            [("i",), ("vars", "list")],
        ),
        ("{% assign q = vars.a %}{{ q }}{% capture r %}{{ q }}{% endcapture %}{{ r }}", "template", [("vars", "a")]),
        ("{{ now | date: '%Y' }}{{ today }}", "template", []),
        ("{% if result.n1.ok %}{% endif %}", "template", [("result", "n1", "ok")]),
        ("{{ vars['two words'].x }}", "template", [("vars", "two words", "x")]),
        ("no template", "template", []),
        ("{{ broken", "template", []),
        (
            "vars.a.b > result.n1 and (not input.text)",
            "condition",
            [("input", "text"), ("result", "n1"), ("vars", "a", "b")],
        ),
        ("a and", "condition", []),
    ],
)
def test_variables(source: str, mark: Any, names: list[tuple[str, ...]]) -> None:
    """The names a source reads are known without running it; its own names and the time are not among them."""
    assert list(template.variables(source, mark)) == names


@pytest.mark.parametrize(
    ("source", "message", "line"),
    [
        ("a\n{{ 1 | divided_by: 0 }}", "divided_by: can't divide by 0", 2),
        ("{{ contact.age | nope }}", "there is no filter 'nope'", 1),
        ("\n{{ contact.age | nope }}", "there is no filter 'nope'", 2),
        ("\n{{ 1 | divided_by: 0 }}", "divided_by: can't divide by 0", 2),
        ("\n{{{{", "too many braces in a row", 2),
        ("{{ 'x' | base64_decode: 1 }}", None, 1),
        ("{{ contact.tags | sum }}", "a filter needs a number, and this value is none", None),
        ("{{ now | date: '%Q' }}", "'%Q' is unknown in the layout of a date", 1),
        ("{{ now | date: '" + "x" * 201 + "' }}", "the layout of a date is at most 200 characters", 1),
        ("{{ now | date: '100 %' }}", "'%' is unknown in the layout of a date", 1),
        (
            "{{ '/w==' | base64_decode }}",
            "a filter cannot work with this value (this is no text in Base64, as base64_encode writes it)",
            None,
        ),
        ("a\n{{{{", "too many braces in a row", 2),
        ("\n{{ x | upcas }}", "there is no filter 'upcas': did you mean 'upcase'?", 2),
        ("{{ x }}\ny{{ x" + " " * 256 + "}}", "too many spaces or empty lines in a row", 2),
        ("{% break %}", "unexpected 'break'", 1),
        (
            "{% if contact.age > 'x' %}{% endif %}",
            f"contact.age: cannot compare the number 31 with the text 'x': {ONE_KIND}",
            1,
        ),
        (
            "\n{{ 1 if vars.order <= 2 }}",
            f"vars.order: cannot compare the object {{'no': 7, 'paid': False}} with the number 2: {ONE_KIND}",
            2,
        ),
        (
            "{% unless 'x' >= vars.order.no %}{% endunless %}",
            f"'x': cannot compare the text 'x' with the number 7: {ONE_KIND}",
            1,
        ),
        (
            "{% if vars.order.paid < 1 %}{% endif %}",
            f"vars.order.paid: cannot compare the yes/no False with the number 1: {ONE_KIND}",
            1,
        ),
    ],
)
def test_error(source: str, message: str | None, line: int | None) -> None:
    """An error is one line for a person, with the line it is about."""
    with pytest.raises(template.TemplateError) as raised:
        template.render(source, SCOPE, NOW, LIMITS)
    assert message is None or str(raised.value) == message
    assert raised.value.line == line
    assert "\n" not in str(raised.value)


def test_machine_makes_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another time zone of the machine gives the same texts."""
    source = (
        "{{ '2026-07-01T12:00:00Z' | date: '%c %s %Z' }} {{ 0 | date: '%H' }} {{ '2026-07-01' | date: '%s' }} {{ now }}"
    )
    here = template.render(source, SCOPE, NOW, LIMITS)
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    try:
        assert template.render(source, SCOPE, NOW, LIMITS) == here
    finally:
        monkeypatch.undo()
        time.tzset()


def test_scope_is_not_changed() -> None:
    """Filters and assignments work on copies."""
    scope = {"list": [3, 1, 2], "now": "mine"}
    source = "{{ list | sort | join }} {% assign list = 'x' %}{{ list }} {{ now }}"
    assert template.render(source, scope, NOW, LIMITS) == "1 2 3 x 2026-01-02T03:04:05+00:00"
    assert scope == {"list": [3, 1, 2], "now": "mine"}


def test_same_answer_again() -> None:
    """A cached template keeps nothing of an earlier rendering."""
    source = "{% increment n %}{% cycle 'a', 'b' %}{% assign x = x | append: 'y' %}{{ x }}"
    assert [template.render(source, {}, NOW, LIMITS) for _ in range(3)] == ["0ay"] * 3
