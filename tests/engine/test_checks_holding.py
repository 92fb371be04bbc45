"""Contact fields that can never hold what a node keeps in them: told before publishing, and kept where it can be."""

from typing import Annotated, Any, ClassVar

import pytest

from engine import FlowSet, Session, Started, Value, advance
from engine.check import Known
from engine.contact_fields import ContactField
from engine.kinds import Holds, held
from engine.named import Names
from tests.engine.checked import START, Nodes, found, problems_of, say
from tests.make import a_contact, a_flow, a_world

Asked = tuple[str, dict[str, Any]]
TEA = [{"id": "tea", "title": "Tea"}, {"id": "chai", "title": "Chai"}]
ONCE: Asked = ("once", {"field": "f"})
LEVELS = ContactField(choices=("1", "Gold"))


def ask(kind: str, **more: Any) -> Asked:
    return f"ask_{kind}", {"question": "?", "contact_field": "f", **more}


def form(**field: Any) -> Asked:
    return "ask_form", {"fields": [{"id": "name", "question": "?", "contact_field": "f", **field}]}


CASES: list[tuple[Asked, str, set[str]]] = [
    (ONCE, "field", {"number", "list"}),
    (("goal", {"name": "Paid", "field": "f"}), "field", {"number", "list"}),
    (("goal", {"name": "Paid"}), "field", set()),
    (("date_reached", {"field": "f"}), "field", {"number", "boolean", "list"}),
    (ask("text"), "contact_field", set()),
    (ask("choice", choices=TEA), "contact_field", set()),
    (ask("date"), "contact_field", {"number", "boolean", "list"}),
    (ask("number"), "contact_field", {"boolean", "date", "datetime", "list"}),
    (ask("rating"), "contact_field", {"boolean", "date", "datetime", "list"}),
    (ask("yes_no"), "contact_field", {"number", "date", "datetime", "list"}),
    (ask("choices", choices=TEA), "contact_field", {"number", "boolean", "date", "datetime"}),
    (ask("location"), "contact_field", {"number", "boolean", "date", "datetime", "list"}),
    (ask("media"), "contact_field", {"number", "boolean", "date", "datetime", "list"}),
    (form(sort="date"), "fields.0.contact_field", {"number", "boolean", "list"}),
    (form(sort="location"), "fields.0.contact_field", {"number", "boolean", "date", "datetime", "list"}),
    (form(), "fields.0.contact_field", set()),
]
TYPES: tuple[Any, ...] = ("text", "number", "boolean", "date", "datetime", "list")


@pytest.mark.parametrize(("node", "field", "unfit"), CASES, ids=[f"{kind} {field}" for (kind, _), field, _ in CASES])
def test_what_a_field_can_never_hold_is_told(node: Asked, field: str, unfit: set[str]) -> None:
    """At the field of the node that names it, for every type of field that never takes what the node keeps there."""
    nodes: Nodes = {"start": START, "x": node}
    known = {kind: Known(fields={"f": ContactField(type=kind)}) for kind in TYPES}
    told = {kind: found("type_mismatch", nodes, {"start.next": "x"}, one) for kind, one in known.items()}
    assert told == {kind: [f"x.{field}"] if kind in unfit else [] for kind in TYPES}


@pytest.mark.parametrize(
    ("node", "field", "unfit"),
    [
        (
            ("ask_yes_no", {"question": "?", "save_as": "v"}),
            "save_as",
            {"number", "date", "datetime", "list", "object"},
        ),
        (
            ("ask_number", {"question": "?", "save_as": "v"}),
            "save_as",
            {"boolean", "date", "datetime", "list", "object"},
        ),
        (("ask_date", {"question": "?", "save_as": "v"}), "save_as", {"number", "boolean", "list", "object"}),
        (("ask_text", {"question": "?", "save_as": "v"}), "save_as", set()),
        (
            ("ask_form", {"fields": [{"id": "v", "question": "?", "sort": "number"}]}),
            "fields.0.id",
            {"boolean", "date", "datetime", "list", "object"},
        ),
        (
            ("ask_form", {"fields": [{"id": "a", "question": "?"}], "save_as": "v"}),
            "save_as",
            {"number", "boolean", "date", "datetime", "list"},
        ),
        (
            ("loop", {"items": "{{ contact.tags }}", "save_as": "i", "index_as": "v"}),
            "index_as",
            {"boolean", "date", "datetime", "list", "object"},
        ),
        (("counter", {"counter": "v"}), "counter", {"boolean", "date", "datetime", "list", "object"}),
        (
            ("find_rows", {"table": "t", "where": [], "save_as": "v"}),
            "save_as",
            {"number", "boolean", "date", "datetime", "object"},
        ),
        (
            ("find_rows", {"table": "t", "where": [], "first_as": "v"}),
            "first_as",
            {"number", "boolean", "date", "datetime", "list"},
        ),
        (
            ("save_row", {"table": "t", "values": [{"column": "c", "value": "1"}], "save_as": "v"}),
            "save_as",
            {"number", "boolean", "date", "datetime", "list"},
        ),
        (
            ("ai_moderate", {"text": "{{ input.text }}", "save_as": "v"}),
            "save_as",
            {"number", "boolean", "date", "datetime", "object"},
        ),
    ],
)
def test_what_a_variable_can_never_hold_is_told(node: Asked, field: str, unfit: set[str]) -> None:
    """For every declared type that never takes what the node keeps there: it would stay empty."""
    nodes: Nodes = {"start": START, "x": node}
    for kind in (*TYPES, "object", "any"):
        told = found("type_mismatch", nodes, {"start.next": "x"}, variables={"v": {"type": kind}})
        assert told == ([f"x.{field}"] if kind in unfit else []), kind


@pytest.mark.parametrize(
    ("node", "known", "told"),
    [
        (ONCE, Known(), 0),
        (ONCE, Known(fields={"g": ContactField(type="number")}), 0),
        (ONCE, Known(fields={"f": LEVELS}), 1),
        (ask("rating"), Known(fields={"f": LEVELS}), 0),
    ],
)
def test_only_what_is_certain_is_told(node: Asked, known: Known, told: int) -> None:
    """Nothing of a field that nobody has defined; of choices, that a moment is none of them."""
    assert len(found("type_mismatch", {"start": START, "x": node}, {"start.next": "x"}, known)) == told


@pytest.mark.parametrize(
    ("node", "field", "told", "fix"),
    [
        (
            ONCE,
            ContactField(type="number"),
            "number, which never holds a datetime",
            "choose a field that is defined as datetime",
        ),
        (ONCE, LEVELS, "text with choices, which never holds a datetime", "choose a field that is defined as datetime"),
        (
            ask("location"),
            ContactField(type="number"),
            "number, which never holds an object",
            "choose a field of texts",
        ),
    ],
)
def test_it_says_what_would_do(node: Asked, field: ContactField, told: str, fix: str) -> None:
    """The type of the field, what it never holds, and which type does; no field is one of objects."""
    known = Known(fields={"f": field})
    (problem,) = problems_of("type_mismatch", {"start": START, "x": node}, {"start.next": "x"}, known)
    assert problem.message == f"the contact field 'f' is defined as {told}"
    assert problem.fix == fix


@pytest.mark.parametrize(
    ("node", "declared", "told"),
    [
        (("counter", {"counter": "v"}), "boolean", "which hardly ever holds a number"),
        (("counter", {"counter": "v"}), "date", "which hardly ever holds a number"),
        (("counter", {"counter": "v"}), "datetime", "which hardly ever holds a number"),
        (("counter", {"counter": "v"}), "list", "which never holds a number"),
        (("ask_yes_no", {"question": "?", "save_as": "v"}), "number", "which never holds a boolean"),
    ],
)
def test_never_is_said_of_what_never_fits(node: Asked, declared: str, told: str) -> None:
    """1 and 0 are a yes and a no, 20260531 is a day: that may be meant, though hardly ever."""
    nodes: Nodes = {"start": START, "x": node}
    (problem,) = problems_of("type_mismatch", nodes, {"start.next": "x"}, variables={"v": {"type": declared}})
    assert problem.message == f"the variable 'v' is declared as {declared}, {told}"


@pytest.mark.parametrize("kind", ["text", "boolean", "date", "datetime"])
def test_who_was_there_is_not_greeted_again(kind: Any) -> None:
    """A `once` keeps in any field that the checks let pass that the contact was here: yes in a field of yes and no."""
    nodes: Nodes = {"start": START, "x": ONCE, "first": say("first"), "again": say("again")}
    flow = a_flow(nodes, {"start.next": "x", "x.first": "first", "x.again": "again"})
    world, said = a_world(contact=a_contact(), contact_fields={"f": ContactField(type=kind)}), []
    for _ in range(2):
        turn = advance(FlowSet.of(flow), Session(), Started(flow=flow.id, node="start"), world)
        said += [one.text for one in turn.effects if one.type == "send_message"]
        kept = {one.name: one.value for one in turn.effects if one.type == "set_field"}
        world = world.model_copy(update={"contact": a_contact(fields={**world.contact.fields, **kept})})
        assert turn.problems == ()
    assert said == ["first", "again"]


class Said(Value):
    answers: ClassVar = "date"
    field: Annotated[str, Names.FIELD, Holds()] = "f"


class Written(Value):
    answers: str = "date"
    field: Annotated[str, Names.FIELD, Holds()] = "f"


def test_only_a_type_says_what_it_keeps() -> None:
    """A param that happens to be called `answers` is a text of the author, and no type of a value."""
    assert list(held(Said())) == [(("field",), "f", ("date",), False)]
    assert list(held(Written())) == []
