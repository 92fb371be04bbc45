"""Fields of contacts that a workspace has defined: what fits them, and what a flow's misfit does."""

from typing import Any

import pytest

from engine import Session, Started, Turn, advance
from engine.check import Known
from engine.compiled import FlowSet
from engine.contact_fields import ContactField, fitted
from engine.variables import Unfit
from tests.engine.checked import START, Nodes, found, say
from tests.make import a_contact, a_flow, a_world

LEVELS = {"choices": ("Gold", "Básico", "नीला", "ذهبي")}
FITS: list[tuple[dict[str, Any], Any, Any]] = [
    ({"type": "text"}, 7, "7"),
    ({"type": "text"}, "  kept ", "  kept "),
    ({"type": "number"}, "12.50", 12.5),
    ({"type": "number"}, "٣", 3),
    ({"type": "boolean"}, "Yes", True),
    ({"type": "boolean"}, False, False),
    ({"type": "date"}, "2026-05-31T10:00:00", "2026-05-31"),
    ({"type": "datetime"}, "2026-05-31T10:00:00+05:30", "2026-05-31T10:00:00+05:30"),
    ({"type": "list"}, '["a"]', ["a"]),
    ({"type": "text", **LEVELS}, " gold ", "Gold"),
    ({"type": "text", **LEVELS}, "BÁSICO", "Básico"),
    ({"type": "text", **LEVELS}, "नीला", "नीला"),
    ({"type": "list", **LEVELS}, ["GOLD", "ذهبي"], ["Gold", "ذهبي"]),
    ({"type": "number"}, None, None),
]
MISFITS: list[tuple[dict[str, Any], Any, str]] = [
    ({"type": "number"}, "many", "'many' is no number: one is written 18 or 2.5"),
    ({"type": "number"}, True, "true is no number: one is written 18 or 2.5"),
    ({"type": "date"}, ["A", "ब"], '["A", "ब"] is no date: one is written 2026-05-31'),
    ({"type": "date"}, {"name": None}, '{"name": null} is no date: one is written 2026-05-31'),
    ({"type": "number"}, list(range(100)), f"{str(list(range(100)))[:60]} is no number"),
    ({"type": "boolean"}, "perhaps", "'perhaps' is no boolean: it is true or false"),
    ({"type": "date"}, "31.05.2026", "'31.05.2026' is no date: one is written 2026-05-31"),
    ({"type": "datetime"}, "soon", "'soon' is no datetime: one is written 2026-05-31T10:00:00Z"),
    ({"type": "list"}, "a, b", '\'a, b\' is no list: one is written ["a", "b"]'),
    ({"type": "text", **LEVELS}, "Silver", "'Silver' is none of its choices (Gold, Básico, नीला, ذهبي)"),
    ({"type": "list", **LEVELS}, ["Gold", "x"], "'x' is none of its choices"),
]


@pytest.mark.parametrize(("field", "value", "kept"), FITS)
def test_a_value_that_fits(field: dict[str, Any], value: Any, kept: Any) -> None:
    """It is kept as the field's type, and a choice as the definition writes it."""
    assert fitted({"f": ContactField(**field)}, "f", value) == kept


@pytest.mark.parametrize(("field", "value", "told"), MISFITS)
def test_a_value_that_does_not_fit(field: dict[str, Any], value: Any, told: str) -> None:
    """It is refused by the field's name, with what is wrong."""
    with pytest.raises(Unfit) as refused:
        fitted({"f": ContactField(**field)}, "f", value)
    assert str(refused.value).startswith(f"the contact field 'f': {told}")


def test_what_nobody_has_defined_takes_anything() -> None:
    """Definitions help; they are no condition for keeping something."""
    assert fitted({}, "f", {"any": ["thing"]}) == {"any": ["thing"]}


def _written(value: Any, **fields: ContactField) -> Turn:
    nodes: Nodes = {
        "start": START,
        "set": ("set_contact_field", {"name": "age", "value": value}),
        "say": say("{{ contact.fields.age }}"),
    }
    flow = a_flow(nodes, {"start.next": "set", "set.next": "say"})
    world = a_world(contact=a_contact(fields={"age": 30}), contact_fields=fields)
    return advance(FlowSet.of(flow=flow), Session(), Started(flow="flow", node="start"), world)


@pytest.mark.parametrize(
    ("value", "heard", "problems"),
    [
        ("31", "31", []),
        ("", "", []),
        ("old", "30", ["unfit_field: the contact field 'age': 'old' is no number: one is written 18 or 2.5"]),
    ],
)
def test_a_flow_writes_a_field(value: str, heard: str, problems: list[str]) -> None:
    """What does not fit is a problem of the node: the field keeps what it had, and the flow goes on."""
    turn = _written(value, age=ContactField(type="number"))
    assert [one.text for one in turn.effects if one.type == "send_message"] == ([heard] if heard else [])
    assert [f"{one.code}: {one.message}" for one in turn.problems if one.node == "set"] == problems
    assert turn.session.status == "completed"


NO_TAG = "is no language tag; one looks like en, pt-BR or zh-Hant"
LONG = "en" + "-abcdefgh" * 3 + "-abcde"


@pytest.mark.parametrize(
    ("value", "kept", "told"),
    [
        ("hi", ["hi"], []),
        (" zh-Hant ", ["zh-Hant"], []),
        ("pt_BR", ["pt-BR"], []),
        ("", [None], []),
        ("xx bad", [], [f"the contact's language: 'xx bad' {NO_TAG}"]),
        (LONG, [LONG], []),
        (f"{LONG}f", [], [f"the contact's language: '{LONG}f' {NO_TAG}"]),
    ],
)
def test_a_flow_writes_the_language(value: str, kept: list[str | None], told: list[str]) -> None:
    """What is no language is a problem, and the contact is spoken to as before; what is certain is told before publishing."""
    nodes: Nodes = {"start": START, "set": ("set_contact_field", {"name": "language", "value": value})}
    flow, world = a_flow(nodes, {"start.next": "set"}), a_world(contact=a_contact(language="en"))
    turn = advance(FlowSet.of(flow=flow), Session(), Started(flow="flow", node="start"), world)
    assert [one.value for one in turn.effects if one.type == "set_field"] == kept
    assert [one.message for one in turn.problems] == told
    assert found("type_mismatch", nodes, {"start.next": "set"}) == (["set.value"] if "xx" in value else [])


@pytest.mark.parametrize(
    ("known", "alarms"),
    [
        (Known(), []),
        (Known(fields={}), []),
        (Known(fields={"zone": ContactField()}), ["hours.contact_zone", "set.name", "say.text"]),
        (Known(fields={"zone": ContactField(), "city": ContactField()}), ["hours.contact_zone"]),
    ],
)
def test_fields_that_are_not_defined(known: Known, alarms: list[str]) -> None:
    """Told wherever one is read or written, once the workspace has defined any; a contact's own name never is."""
    nodes: Nodes = {
        "start": START,
        "hours": (
            "business_hours",
            {"hours": [{"day": "monday", "opens": "09:00", "closes": "10:00"}], "contact_zone": "zona"},
        ),
        "set": ("set_contact_field", {"name": "city", "value": "Pune"}),
        "name": ("set_contact_field", {"name": "name", "value": "Ann"}),
        "say": say("{{ contact.name }} {{ contact.fields.city }} {{ contact.fields['city'] }}"),
    }
    edges = {"start.next": "hours", "hours.open": "set", "set.next": "name", "name.next": "say"}
    assert found("unknown_contact_field", nodes, edges, known) == alarms
