"""Conditions in Liquid beside the declared types of variables: what can never hold is told, and nothing else."""

from collections.abc import Iterable, Iterator

import pytest
from liquid.expression import Expression

from engine import template_expressions
from engine.template_expressions import Comparison
from engine.template_parse import CACHE_SHORT
from tests.engine.checked import START, Nodes, found


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
    ],
)
def test_written_conditions_that_never_hold(kind: str, condition: str, alarms: int) -> None:
    """In a written condition, and in one within a text, the digits of a text are no number."""
    variables = {"v": {"type": kind}, "w": {"type": kind}}
    nodes: Nodes = {"start": START, "is": ("condition", {"expression": condition})}
    assert len(found("type_mismatch", nodes, {"start.next": "is"}, variables=variables)) == alarms
    said: Nodes = {"start": START, "say": ("send_message", {"text": "Hi {% if " + condition + " %}you{% endif %}"})}
    assert len(found("type_mismatch", said, {"start.next": "say"}, variables=variables)) == alarms


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
