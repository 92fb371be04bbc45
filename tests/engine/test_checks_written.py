"""Conditions in Liquid beside the declared types of variables: what can never hold is told, and nothing else."""

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from liquid.expression import Expression

from engine import template_expressions
from engine.template_expressions import Comparison
from engine.template_parse import CACHE_SHORT
from tests.engine.checked import START, Nodes, found, problems_of


@pytest.mark.parametrize(
    ("kind", "condition", "alarms"),
    [
        ("number", "vars.v == '5'", 1),
        ("number", "'abc' != vars.v", 1),
        ("number", "vars.v > 'abc'", 1),
        ("number", "vars.v == true", 1),
        ("number", "vars.v == 5", 0),
        ("number", "vars.v > 5.5 and (5 >= vars.v or vars.v <= 9)", 0),
        ("number", "vars.v == nil or vars.v == blank or vars.v == vars.w", 0),
        ("text", "vars.v == 5", 1),
        ("text", "vars.v > 5 or vars.v < 5", 2),
        ("text", "vars.v == 'अ' or vars.v > '12:00'", 0),
        ("date", "vars.v > 2026", 1),
        ("date", "vars.v >= '2026-05-31'", 0),
        ("datetime", "vars.v == 5", 1),
        ("boolean", "vars.v == 'true'", 1),
        ("boolean", "vars.v > true", 1),
        ("boolean", "vars.v == true and vars.v != false", 0),
        ("list", "vars.v == 'tea'", 1),
        ("list", "vars.v >= 1", 1),
        ("list", "vars.v contains 'tea' or vars.v.size > 1 or vars.v == empty", 0),
        ("object", "vars.v == 'x'", 1),
        ("any", "vars.v == 'x' or vars.v > 5", 0),
        ("date", "vars.v > '31/12/2026'", 1),
        ("datetime", "vars.v == 'tomorrow'", 1),
        ("date", "vars.v > '2026' and vars.v < '2026-06' and vars.v != ''", 0),
        ("any", "contact.tags == 'vip'", 1),
        ("any", "contact.segments > 2 or contact.name == 5 or contact.language == 1 or contact.opted_out == 'true'", 4),
        ("any", "contact.tags contains 'vip' or contact.name == 'Ann' or contact.opted_out == true", 0),
    ],
)
def test_written_conditions_that_never_hold(kind: str, condition: str, alarms: int) -> None:
    """In a written condition, and in one within a text, the digits of a text are no number."""
    variables = {"v": {"type": kind}, "w": {"type": kind}}
    nodes: Nodes = {"start": START, "is": ("condition", {"expression": condition})}
    assert len(found("type_mismatch", nodes, {"start.next": "is"}, variables=variables)) == alarms
    said: Nodes = {"start": START, "say": ("send_message", {"text": "Hi {% if " + condition + " %}you{% endif %}"})}
    assert len(found("type_mismatch", said, {"start.next": "say"}, variables=variables)) == alarms


@pytest.mark.parametrize(
    ("node", "told", "fix"),
    [
        (
            ("condition", {"expression": "vars.v == '5'"}),
            "vars.v is declared as number and can never equal the text '5'",
            "write a number, without quotes",
        ),
        (
            ("condition", {"expression": "vars.v > '5'"}),
            "vars.v is declared as number and can never be more or less than the text '5'",
            "write a number, without quotes",
        ),
        (
            ("condition", {"expression": "contact.tags == 'vip'"}),
            "contact.tags is a list and can never equal the text 'vip'",
            "use 'contains', or compare its .size",
        ),
        (
            ("ask_location", {"question": "?", "valid_if": "answer == 'home'"}),
            "answer is an object and can never equal the text 'home'",
            "compare a value in it",
        ),
        (
            ("condition", {"when": {"left": "contact.tags", "op": "equals", "right": "vip"}}),
            "contact.tags is a list and can never equal 'vip'",
            "use 'contains'",
        ),
        (
            ("condition", {"when": {"left": "vars.v", "op": "equals", "right": "many"}}),
            "vars.v is declared as number and can never equal 'many'",
            "compare it with a number",
        ),
    ],
)
def test_it_says_what_never_holds_and_what_would_do(node: tuple[str, dict[str, Any]], told: str, fix: str) -> None:
    """Of what type the name is, with what it is compared, and how to mend it."""
    nodes: Nodes = {"start": START, "x": node}
    (problem,) = problems_of("type_mismatch", nodes, {"start.next": "x"}, variables={"v": {"type": "number"}})
    assert (problem.message, problem.fix) == (told, fix)


@pytest.mark.parametrize(
    ("node", "alarms"),
    [
        (("ask_number", {"question": "?", "valid_if": "answer == '5'"}), 1),
        (("ask_number", {"question": "?", "valid_if": "answer >= 5 and answer != vars.v"}), 0),
        (("ask_text", {"question": "?", "valid_if": "answer > 18"}), 1),
        (("ask_text", {"question": "?", "valid_if": "answer.size > 18 and answer contains 'a'"}), 0),
        (("ask_yes_no", {"question": "?", "valid_if": "answer == 'yes'"}), 1),
        (("ask_date", {"question": "?", "valid_if": "answer > '31/12/2026'"}), 1),
        (("ask_date", {"question": "?", "valid_if": "answer > '2026-12-31'"}), 0),
        (("ask_email", {"question": "?", "valid_if": "answer == 5"}), 1),
        (("ask_phone", {"question": "?", "valid_if": "answer == 5"}), 1),
        (("ask_time", {"question": "?", "valid_if": "answer > 17"}), 1),
        (("ask_choice", {"question": "?", "choices": [{"id": "a", "title": "A"}], "valid_if": "answer == 1"}), 1),
        (("ask_choices", {"question": "?", "choices": [{"id": "a", "title": "A"}], "valid_if": "answer == 'A'"}), 1),
        (("ask_from_list", {"question": "?", "items": "{{ vars.v }}", "valid_if": "answer == 1 or answer == 'a'"}), 0),
        (("ask_form", {"fields": [{"id": "a", "sort": "number", "question": "?", "valid_if": "answer == '5'"}]}), 1),
        (("ask_form", {"fields": [{"id": "a", "sort": "email", "question": "?", "valid_if": "answer == 5"}]}), 1),
        (("ask_form", {"fields": [{"id": "a", "question": "?", "valid_if": "answer == '5'"}]}), 0),
    ],
)
def test_conditions_that_no_answer_meets(node: tuple[str, dict[str, Any]], alarms: int) -> None:
    """What an answer is, its question says: a condition that no answer of the kind meets would ask again for ever."""
    nodes: Nodes = {"start": START, "x": node}
    assert len(found("type_mismatch", nodes, {"start.next": "x"}, variables={"v": {"type": "any"}})) == alarms


@pytest.mark.parametrize(
    ("test", "alarms"),
    [
        ({"left": "contact.tags", "op": "equals", "right": "vip"}, 1),
        ({"left": "contact.tags", "op": "gt", "right": "2"}, 1),
        ({"left": "contact.tags", "op": "contains", "right": "vip"}, 0),
        ({"left": "contact.name", "op": "equals", "right": "5"}, 0),
        ({"left": "contact.opted_out", "op": "equals", "right": "no"}, 1),
        ({"left": "vars.v", "op": "between", "right": "5"}, 1),
        ({"left": "vars.v", "op": "between", "right": "5, 6, 7"}, 1),
        ({"left": "vars.v", "op": "between", "right": "5, 6"}, 0),
        ({"left": "vars.v", "op": "between", "right": "{{ vars.v }}"}, 0),
    ],
)
def test_drawn_conditions_that_never_hold(test: dict[str, str], alarms: int) -> None:
    """What contacts have is of known types, too; and between takes two values."""
    nodes: Nodes = {"start": START, "x": ("condition", {"when": test})}
    assert len(found("type_mismatch", nodes, {"start.next": "x"}, variables={"v": {"type": "any"}})) == alarms


@pytest.mark.parametrize(
    ("op", "value", "alarms"),
    [
        ("between", "18", 1),
        ("between", "18, 65", 0),
        ("between", "18, 65, 70", 1),
        ("between", "65, 18", 1),
        ("between", "18, 18", 0),
        ("between", "{{ vars.v }}", 0),
        ("gt", "many", 1),
        ("gt", "", 1),
        ("gt", "5", 0),
        ("equals", "", 0),
        ("contains", "18", 0),
    ],
)
def test_cases_and_rows_that_never_fit(op: str, value: str, alarms: int) -> None:
    """What a case, and a search in a table, compares with is held to what a condition is held to."""
    cases = ("switch", {"value": "{{ vars.v }}", "cases": [{"id": "a", "op": op, "value": value}]})
    rows = ("find_rows", {"table": "orders", "where": [{"column": "pieces", "op": op, "value": value}]})
    for field, node in (("cases.0.value", cases), ("where.0.value", rows)):
        told = found("type_mismatch", {"start": START, "x": node}, {"start.next": "x"})
        assert told == [f"x.{field}"] * alarms


@pytest.mark.parametrize(("value", "alarms"), [("65, 18", 1), ("18, 65", 0), ("18, 18", 0)])
def test_numbers_that_nobody_writes(value: str, alarms: int) -> None:
    """No number that is written is between a larger and a smaller one."""
    case = {"id": "a", "op": "has_number_between", "value": value}
    nodes: Nodes = {"start": START, "x": ("switch", {"cases": [case]})}
    assert len(found("type_mismatch", nodes, {"start.next": "x"})) == alarms


@pytest.mark.parametrize(
    ("items", "alarms"),
    [
        ("{{ vars.n }}", 1),
        ("{{vars.t}}", 1),
        ("{{ contact.name }}", 1),
        ("{{ vars.l }}", 0),
        ("{{ vars.a }}", 0),
        ("{{ vars.t | split: ',' }}", 0),
        ("{{ contact.tags }}", 0),
        ("{{ vars.o.rows }}", 0),
    ],
)
def test_what_is_no_list(items: str, alarms: int) -> None:
    """A name that is declared as something else is nothing to go through, and nothing to choose from."""
    variables = {"n": {"type": "number"}, "t": {}, "l": {"type": "list"}, "a": {"type": "any"}, "o": {"type": "object"}}
    form = {"fields": [{"id": "f", "sort": "list", "question": "?", "items": items}]}
    for node in (("loop", {"items": items, "save_as": "i"}), ("ask_form", form)):
        nodes: Nodes = {"start": START, "x": node}
        assert len(found("type_mismatch", nodes, {"start.next": "x"}, variables=variables)) == alarms


def test_every_text_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are: parsing is the dearest part of a check, and the cache holds only so many."""
    parsed: list[object] = []

    def comparisons(parts: Iterable[Expression]) -> Iterator[Comparison]:
        parsed.append(parts)
        return template_expressions.comparisons(parts)

    monkeypatch.setattr("engine.template_parse.comparisons", comparisons)
    many = CACHE_SHORT + 10
    nodes: Nodes = {
        f"n{at}": ("send_message", {"text": f"{{% if vars.v == {at} %}}once{{% endif %}}"}) for at in range(many)
    }
    edges = {"start.next": "n0", **{f"n{at}.next": f"n{at + 1}" for at in range(many - 1)}}
    variables = {"v": {"type": "number"}}
    assert found("type_mismatch", {"start": START, **nodes}, edges, variables=variables) == []
    assert len(parsed) == many
