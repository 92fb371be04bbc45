"""What people are told who take a conversation over."""

from typing import Any

import pytest

from engine import FlowSet, HandedBack, Session, Started, TimedOut, advance
from engine.effects import HandOver, Summary
from engine.simulator import Simulator
from engine.summary import in_words
from nodes import node_types, simulated
from tests.make import a_contact, a_flow, a_world, says

CHOICES = [{"id": "yes", "title": "Yes"}, {"id": "no", "title": "No"}]
NODES: dict[str, tuple[str, dict[str, Any]]] = {
    "start": ("keyword", {"words": ["help"]}),
    "order": ("ask_text", {"question": "{{ contact.name }}, which order?", "save_as": "order_no"}),
    "urgent": ("ask_choice", {"question": "Is it urgent?", "choices": CHOICES}),
    "form": ("ask_form", {"fields": [{"id": "city", "question": "Where?"}, {"id": "day", "question": "When?"}]}),
    "people": ("hand_over", {"team": "sales", "resolved": True}),
    "thanks": ("send_message", {"text": "solved"}),
    "back": ("send_message", {"text": "welcome back"}),
}
EDGES = {
    "start.next": "order",
    "order.answered": "urgent",
    "urgent.yes": "form",
    "form.answered": "people",
    "people.resumed": "back",
    "people.resolved": "thanks",
}
TEXT = {"type": "text"}
SPANISH = {"es": {"order": {"question": "¿Qué pedido?"}, "urgent": {"question": "¿Es urgente?"}}}
FLOW = a_flow(NODES, EDGES, variables={"order_no": TEXT, "city": TEXT, "day": TEXT}, translations=SPANISH)


def played(language: str | None = None) -> Simulator:
    world = a_world(contact=a_contact(language=language))
    simulator = Simulator(FlowSet.of(FLOW), world, lambda _: simulated())
    simulator.start(FLOW, "start", says("help"))
    for answer in ("A-17", "yes", "Goa", "today"):
        simulator.say(answer)
    return simulator


def summary_of(simulator: Simulator) -> Summary:
    [over] = [effect for effect in simulator.effects if isinstance(effect, HandOver)]
    assert over.summary
    return over.summary


def test_what_was_asked_and_answered() -> None:
    """Questions as they were put, with their answers, in the order of the flow; a form's questions one by one."""
    summary = summary_of(played())
    assert [(one.asked, one.answered) for one in summary.answers] == [
        ("Ann, which order?", "A-17"),
        ("Is it urgent?", "Yes"),
        ("Where?", "Goa"),
        ("When?", "today"),
    ]
    assert (summary.said, summary.variables) == ("today", {"city": "Goa", "day": "today", "order_no": "A-17"})


def test_in_the_language_that_was_spoken() -> None:
    """People read what the contact was asked, not what the author had drawn first."""
    assert [one.asked for one in summary_of(played("es")).answers][:2] == ["¿Qué pedido?", "¿Es urgente?"]


GOODS = """{{ '[{"id": 7, "name": "Tea"}, {"id": 8, "name": "Cake"}]' | parse_json }}"""
LIST = {"question": "?", "items": GOODS, "title": "Our {{ item.name }}", "value": "{{ item.id }}"}
SURE = {"question": "?"}
NO_MORE = {"question": "?", "choices": CHOICES, "least": 0}
FIELDS = [
    {"id": "sure", "sort": "yes_no", "question": "Sure?"},
    {"id": "day", "question": "When?"},
    {"id": "goods", "sort": "list", **LIST, "question": "What?"},
]


@pytest.mark.parametrize(
    ("asking", "language", "said", "answers"),
    [
        (("ask_yes_no", SURE), "es", ["claro"], [("?", "Sí")]),
        (("ask_yes_no", SURE), "en", ["nope"], [("?", "no")]),
        (("ask_yes_no", {**SURE, "yes_title": "Book {{ contact.name }} in"}), "es", ["si"], [("?", "Book Ann in")]),
        (("ask_from_list", LIST), "en", ["2"], [("?", "Our Cake")]),
        (("ask_from_list", {**LIST, "most": 2}), "en", ["tea and cake"], [("?", "Our Tea, Our Cake")]),
        (("ask_from_list", {**LIST, "least": 0, "most": 2}), "en", ["none"], []),
        (("ask_choices", NO_MORE), "en", ["none"], []),
        (("ask_choices", NO_MORE), "en", ["all"], [("?", "Yes, No")]),
        (("ask_form", {"fields": FIELDS}), "es", ["sí", "hoy", "1"], [("Sure?", "Sí"), ("When?", "hoy"), ("What?", "Our Tea")]),
        (("ask_form", {"fields": FIELDS, "cancel_words": ["x"]}), "hi", ["no", "आज", "x"], [("Sure?", "नहीं"), ("When?", "आज")]),
    ],
)  # fmt: skip
def test_an_answer_as_it_was_shown(
    asking: tuple[str, dict[str, Any]], language: str, said: list[str], answers: list[tuple[str, str]]
) -> None:
    """People read the title of a button or an item, whatever is kept of it; what was not picked is not told."""
    nodes = {"start": NODES["start"], "ask": asking, "people": NODES["people"]}
    outputs = node_types()[asking[0]].outputs(node_types()[asking[0]].params.model_validate(asking[1]))
    flow = a_flow(nodes, {"start.next": "ask", **{f"ask.{output}": "people" for output in outputs}})
    simulator = Simulator(FlowSet.of(flow), a_world(contact=a_contact(language=language)), lambda _: simulated())
    simulator.start(flow, "start", says("help"))
    for text in said:
        simulator.say(text)
    assert [(one.asked, one.answered) for one in summary_of(simulator).answers] == answers


def test_a_question_that_speaks_of_the_language() -> None:
    """Where the contact's is not known, it is filled in with the flow's, as it was when it was asked."""
    question = "{{ conversation.language }}?"
    nodes = {"start": NODES["start"], "ask": ("ask_text", {"question": question}), "people": NODES["people"]}
    flow = a_flow(nodes, {"start.next": "ask", "ask.answered": "people"})
    simulator = Simulator(FlowSet.of(flow), a_world(contact=a_contact(language=None)), lambda _: simulated())
    simulator.start(flow, "start", says("help"))
    simulator.say("yes")
    assert summary_of(simulator).answers[0].asked == "en?"


def test_across_flows() -> None:
    """A flow that is run by another one hands over with what both have learned."""
    inner = a_flow({"start": ("api_start", {}), "people": ("hand_over", {})}, {"start.next": "people"}, id="inner")
    nodes = {"start": NODES["start"], "ask": NODES["order"], "run": ("run_flow", {"flow": "inner"})}
    outer = a_flow(nodes, {"start.next": "ask", "ask.answered": "run"}, variables={"order_no": TEXT})
    flows = FlowSet.of(outer, inner=inner)
    first = advance(flows, Session(), Started(flow="flow", node="start", message=says("help")), a_world())
    turn = advance(flows, first.session, says("A-17"), a_world())
    [over] = [effect for effect in turn.effects if isinstance(effect, HandOver)]
    assert over.summary
    assert [(one.asked, one.answered) for one in over.summary.answers] == [("Ann, which order?", "A-17")]


def test_a_question_that_cannot_be_filled_in_again() -> None:
    """It is told as it is drawn: the answer would be a riddle without it."""
    question = "{{ 1 | divided_by: 0 }}"
    nodes = {"start": NODES["start"], "ask": ("ask_text", {"question": question}), "people": ("hand_over", {})}
    flow = a_flow(nodes, {"start.next": "ask", "ask.answered": "people"})
    simulator = Simulator(FlowSet.of(flow), a_world(), lambda _: simulated())
    simulator.start(flow, "start", says("help"))
    simulator.say("A-17")
    assert [(one.asked, one.answered) for one in summary_of(simulator).answers] == [(question, "A-17")]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("Goa", "Goa"),
        (True, "yes"),
        (False, "no"),
        (4.5, "4.5"),
        (["a", 1], "a, 1"),
        ({"title": "Yes", "id": "yes"}, "Yes"),
        ({"ids": ["c1", "c2"], "titles": ["Tea", "Milk"]}, "Tea, Milk"),
        ({"ids": [], "titles": []}, ""),
        ({"latitude": 1.5, "longitude": 2}, "latitude: 1.5, longitude: 2"),
        ({"latitude": 0, "longitude": 2.5, "name": None}, "latitude: 0, longitude: 2.5"),
        (
            {"kind": "image", "url": "https://a.example", "mime": None, "name": ""},
            "kind: image, url: https://a.example",
        ),
    ],
)
def test_any_answer_in_words(value: Any, words: str) -> None:
    """Whatever a node gives can be read."""
    assert in_words(value) == words


@pytest.mark.parametrize(
    ("event", "texts"), [(HandedBack(resolved=True), ["solved"]), (HandedBack(), ["welcome back"])]
)
def test_closing_and_giving_back(event: HandedBack, texts: list[str]) -> None:
    """People who close the conversation send the flow on by another way than those who give it back."""
    simulator = played()
    simulator.take(event)
    assert [message.text for message in simulator.transcript][-1:] == texts


def test_closing_ends_what_else_the_bot_was_at() -> None:
    """A question that is open when people close the conversation is over, also where they had taken it over."""
    simulator = played()
    first = advance(FlowSet.of(FLOW), Session(), Started(flow="flow", node="start", message=says("help")), a_world())
    closed = advance(FlowSet.of(FLOW), first.session, HandedBack(resolved=True), a_world())
    assert (closed.session.status, closed.session.reason) == ("cancelled", "the conversation was closed")
    with pytest.raises(Exception, match="nothing that can time out"):
        simulator.take(TimedOut())
