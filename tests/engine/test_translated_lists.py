"""Items of a list without ids, such as reminders and cards, are translated one by one, by their places."""

from datetime import timedelta
from typing import Any

import pytest

from engine import CallReturned, FlowSet, Limits
from engine.check import Known, check
from engine.flow import FlowDocument
from engine.simulator import Simulator
from engine.validate import read_document
from nodes import node_types
from tests.make import a_contact, a_document, a_flow, a_world

REMINDERS = [{"after": "PT10M", "text": "Still there?"}, {"after": "PT1H", "text": "Hello?"}]
ASK: tuple[str, dict[str, Any]] = ("ask_text", {"question": "Name?", "reminders": REMINDERS})
NODES: dict[str, tuple[str, dict[str, Any]]] = {"start": ("api_start", {}), "ask": ASK}
EDGES = {"start.next": "ask"}


def spanish(reminders: Any) -> dict[str, Any]:
    return {"es": {"ask": {"question": "¿Nombre?", "reminders": reminders}}}


def test_a_reminder_is_translated_and_keeps_its_time() -> None:
    """Only the text is said; when it is due stands in the node."""
    flow = a_flow(NODES, EDGES, translations=spanish({"0": {"text": "¿Sigues ahí?"}}))
    world = a_world(contact=a_contact(language="es"))
    simulator = Simulator(FlowSet.of(flow), world, CallReturned.model_validate)
    simulator.start(flow)
    assert simulator.wait(timedelta(minutes=9)) == []
    assert [one.text for one in simulator.wait(timedelta(minutes=1))] == ["¿Sigues ahí?"]
    assert [one.text for one in simulator.wait(timedelta(minutes=50))] == ["Hello?"]


@pytest.mark.parametrize(
    ("reminders", "told"),
    [
        ({"0": {"text": "¿Sigues ahí?"}, "1": {"text": "¿Hola?"}}, []),
        ({"0": {"text": "¿Sigues ahí?"}}, [("missing_translation", "reminders.1.text")]),
        ([{**one, "text": "¿Hola?"} for one in REMINDERS], []),
    ],
)
def test_the_checks_name_them_the_same(reminders: Any, told: list[tuple[str, str]]) -> None:
    """What they say is lacking can be written down as they call it."""
    document = FlowDocument.model_validate(a_document(NODES, EDGES, translations=spanish(reminders)))
    problems = check(document, node_types(), Known(), Limits())
    assert [(one.code, one.field) for one in problems if one.code == "missing_translation"] == told


@pytest.mark.parametrize(
    ("reminders", "field", "why"),
    [
        ({"2": {"text": "¿Hola?"}}, "reminders.2", "named by its place, from 0"),
        ({"0": "¿Hola?"}, "reminders.0", "the texts of one item are an object"),
    ],
)
def test_what_is_not_there_is_told(reminders: Any, field: str, why: str) -> None:
    """With the place that is meant, and how places are counted."""
    reading = read_document(a_document(NODES, EDGES, translations=spanish(reminders)), node_types(), Limits())
    assert [(one.code, one.field) for one in reading.problems] == [("bad_translation", field)]
    assert why in reading.problems[0].message


MENU: dict[str, Any] = {
    "question": "Tea?",
    "choices": [{"id": "tea", "title": "Tea"}, {"id": "no", "title": "No"}],
    "reminders": REMINDERS,
    "timeout": "PT2H",
    "event": "paid/{{ vars.order }}",
    "save_as": "drink",
    "valid_if": "answer != 'x'",
    "cancel_words": ["stop"],
}


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        ({"reminders": {"0": {"after": "PT20M"}}}, ["reminders.0.after"]),
        (
            {"reminders": {"0": {"after": "PT20M", "text": "¿Hola?"}, "1": {"after": "PT90M"}}},
            ["reminders.0.after", "reminders.1.after"],
        ),
        ({"reminders": REMINDERS[:1]}, ["reminders.1.after"]),
        ({"reminders": {"0": {"after": "PT10M", "text": "¿Hola?"}}}, []),
        ({"event": "pagado/{{ vars.order }}"}, ["event"]),
        ({"event": MENU["event"]}, []),
        ({"timeout": "PT3H"}, ["timeout"]),
        ({"retries": 5}, ["retries"]),
        ({"save_as": "bebida"}, ["save_as"]),
        ({"contact_field": "city"}, ["contact_field"]),
        ({"choices": {"tea": {"title": "Té", "description": "Verde"}}, "question": "¿Té?"}, []),
        ({"cancel_words": ["alto", "fin"], "valid_if": "answer != 'y'", "retry_text": "¿Cómo?", "layout": "list"}, []),
    ],
)
def test_what_is_no_text_is_the_same_in_every_language(texts: dict[str, Any], told: list[str]) -> None:
    """When a reminder comes, and the key by which another system knows the question; words of an answer are translated."""
    nodes = {"start": ("api_start", {}), "ask": ("ask_choice", MENU)}
    reading = read_document(a_document(nodes, EDGES, translations={"es": {"ask": texts}}), node_types(), Limits())
    assert [(one.code, one.field) for one in reading.problems] == [("bad_translation", field) for field in told]
    assert all(one.fix and one.fix.startswith("remove it: ") for one in reading.problems)
    assert [one.path for one in reading.problems] == [f"translations.es.ask.{field}" for field in told]


@pytest.mark.parametrize(
    ("kind", "data", "texts", "told"),
    [
        (
            "send_message",
            {"text": "Tea?", "buttons": [{"id": "a", "title": "Yes"}]},
            {"buttons": {"a": {"id": "b"}}},
            ["buttons.a.id"],
        ),
        ("send_message", {"text": "Tea?"}, {"media": {"kind": "image", "url": "https://a.example/té.png"}}, []),
        ("hand_over", {"message": "Wait"}, {"message": "Espera", "team": "ventas"}, ["team"]),
        ("ask_date", {"question": "When?"}, {"question": "¿Cuándo?", "order": "day_first"}, []),
        ("keyword", {"words": ["hi"]}, {"words": ["hola"], "priority": 3}, []),
    ],
)
def test_names_and_keys_are_no_texts(kind: str, data: dict[str, Any], texts: dict[str, Any], told: list[str]) -> None:
    """A picture of another language is looked at; what a trigger listens to is another check's."""
    raw = a_document({"start": ("api_start", {}), "it": (kind, data)}, {}, translations={"es": {"it": texts}})
    found = [one for one in read_document(raw, node_types(), Limits()).problems if one.code == "bad_translation"]
    assert [one.field for one in found] == told


def test_what_a_field_asks_for_is_the_same_in_every_language() -> None:
    """A field of another sort would be another question: what is the flow's own of it is told."""
    nodes: dict[str, Any] = {"start": ("api_start", {}), "it": ("ask_form", {"fields": [{"id": "a", "question": "?"}]})}
    raw = a_document(nodes, {}, translations={"es": {"it": {"fields": {"a": {"sort": "number", "question": "¿?"}}}}})
    found = [one for one in read_document(raw, node_types(), Limits()).problems if one.code == "bad_translation"]
    assert "fields.a.id" in [one.field for one in found]


def test_a_flow_that_was_published_goes_on_as_it_was() -> None:
    """What its translation changes is told when it is published again, and not where it runs."""
    flow = a_flow(NODES, EDGES, translations=spanish({"0": {"after": "PT20M", "text": "¿Hola?"}}))
    simulator = Simulator(FlowSet.of(flow), a_world(contact=a_contact(language="es")), CallReturned.model_validate)
    simulator.start(flow)
    assert simulator.wait(timedelta(minutes=19)) == []
    assert [one.text for one in simulator.wait(timedelta(minutes=1))] == ["¿Hola?"]
