"""Who is in a segment, by what is known of a contact."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter

from engine.conditions import Tree
from engine.segments import NAMES, Seen, belongs, moves, unknown_names
from tests.make import a_contact

NOW = datetime(2027, 1, 15, 9, 30, tzinfo=UTC)
TREE: TypeAdapter[Tree] = TypeAdapter(Tree)
ANN = a_contact(language="pt-BR", fields={"city": "São Paulo", "orders": 7, "born": "1990-01-15"}, tags=("vip",))


def a_test(left: str, op: str, right: str | None = None) -> dict[str, Any]:
    return {"left": left, "op": op, "right": right}


def seen(silent: int | None = 3, known: int = 100) -> Seen:
    return Seen(ANN, NOW - timedelta(days=known), None if silent is None else NOW - timedelta(days=silent, hours=5))


VIP, BUYS = a_test("contact.tags", "contains", "vip"), a_test("contact.fields.orders", "gte", "5")
SILENT = a_test("contact.days_silent", "gte", "3")


@pytest.mark.parametrize(
    ("condition", "inside"),
    [
        (VIP, True),
        (a_test("contact.tags", "contains", "new"), False),
        (BUYS, True),
        (a_test("contact.fields.orders", "gt", "many"), False),
        (a_test("contact.fields.city", "equals", "são paulo"), True),
        (a_test("contact.language", "starts_with", "pt"), True),
        (a_test("contact.fields.missing", "empty"), True),
        (a_test("contact.fields.born", "ends_with", "{{ today | date: '%m-%d' }}"), True),
        (SILENT, True),
        (a_test("contact.days_silent", "gte", "4"), False),
        (a_test("contact.days_known", "lt", "101"), True),
        (a_test("contact.last_seen", "lt", "{{ now }}"), True),
        ({"all": [VIP, BUYS, SILENT]}, True),
        ({"all": [VIP, {"not": BUYS}]}, False),
        ({"any": [{"not": VIP}, BUYS]}, True),
    ],
)
def test_who_is_in_it(condition: dict[str, Any], inside: bool) -> None:
    """The same tests as in a flow; what cannot be decided leaves the contact out."""
    assert belongs(TREE.validate_python(condition), seen(), NOW) is inside


def test_who_never_wrote() -> None:
    """They are not silent since any day; that they never wrote can be asked."""
    never = seen(silent=None)
    assert not belongs(TREE.validate_python(SILENT), never, NOW)
    assert belongs(TREE.validate_python(a_test("contact.last_seen", "empty")), never, NOW)


@pytest.mark.parametrize(
    ("condition", "moving"),
    [
        (VIP, False),
        (a_test("contact", "not_empty"), False),
        (a_test("contact.fields.nowadays", "equals", "todays"), False),
        (SILENT, True),
        ({"all": [VIP, {"not": a_test("contact.last_seen", "empty")}]}, True),
        (a_test("contact.fields.due", "lt", "{{ now }}"), True),
        (a_test("contact.fields.due", "equals", "{{ today }}"), True),
        (a_test("contact.days_known", "lt", "7"), True),
    ],
)
def test_what_time_changes(condition: dict[str, Any], moving: bool) -> None:
    """Only such segments are looked through again and again."""
    assert moves(TREE.validate_python(condition)) is moving


@pytest.mark.parametrize(
    ("condition", "unknown"),
    [
        ({"all": [VIP, BUYS, SILENT]}, ()),
        (a_test("vars.age", "gt", "3"), ("vars.age",)),
        (a_test("contact.phone", "not_empty"), ("contact.phone",)),
        (a_test("contact.segments", "contains", "other"), ("contact.segments",)),
        (a_test("contact.name", "equals", "{{ input.text }}"), ("input.text",)),
        (a_test("contact.fields.due", "lt", "{{ now }}"), ()),
        (a_test("contact", "not_empty"), ("contact",)),
    ],
)
def test_what_it_may_read(condition: dict[str, Any], unknown: tuple[str, ...]) -> None:
    """Nothing but the contact and the time; no segment is made of others."""
    assert unknown_names(TREE.validate_python(condition)) == unknown


def test_every_name_has_a_value() -> None:
    """What may be read is there."""
    for name in NAMES:
        assert belongs(TREE.validate_python(a_test(f"contact.{name}", "not_empty")), seen(), NOW), name
