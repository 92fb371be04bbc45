"""What people are told of questions whose answers stand in no result of the flow that hands over."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import pytest

from engine import CallReturned, FlowSet, HandOver, Happened
from engine.events import Event
from engine.simulator import Simulator
from engine.summary import MOST
from nodes import node_types
from nodes.calling import simulated_call
from tests.make import a_flow, a_world, says

Node: TypeAlias = tuple[str, dict[str, Any]]
FIELDS = [{"id": "name", "question": "Who?"}, {"id": "age", "sort": "number", "question": "{{ vars.name }}'s age?"}]
FORM = {"fields": FIELDS, "retries": 0, "timeout": "PT1H", "cancel_words": ["stop"], "event": "paid"}
ALL_WAYS = {f"form.{output}": "people" for output in ("answered", "no_match", "timeout", "cancelled", "event")}
START: Node = ("keyword", {"words": ["go"]})
PEOPLE: Node = ("hand_over", {})
PARSED: Node = ("parse_json", {"text": "[1]", "save": []})
GONE: Node = ("run_flow", {"flow": "gone"})
NAMED, AGED = ("Who?", "Ann"), ("Ann's age?", "7")


def told(simulator: Simulator, events: Sequence[Event | str]) -> list[tuple[str, str]]:
    """The questions and answers of the last hand-over."""
    for event in events:
        simulator.take(says(event) if isinstance(event, str) else event)
    overs = [effect for effect in simulator.effects if isinstance(effect, HandOver)]
    assert overs[-1].summary
    return [(one.asked, one.answered) for one in overs[-1].summary.answers]


def started(nodes: dict[str, Node], edges: dict[str, str], **others: Any) -> Simulator:
    flow = a_flow({"start": START, **nodes, "people": PEOPLE}, edges)
    types = node_types()
    simulator = Simulator(FlowSet.of(flow, **others), a_world(), lambda call: simulated_call(call, types))
    simulator.start(flow, "start", says("go"))
    return simulator


def formed(**over: Any) -> Simulator:
    return started({"form": ("ask_form", {**FORM, **over})}, {"start.next": "form", **ALL_WAYS})


@pytest.mark.parametrize(
    ("events", "answers"),
    [
        (["Ann", "7"], [NAMED, AGED]),
        (["Ann", "old"], [NAMED]),
        (["Ann", "stop"], [NAMED]),
        (["stop"], []),
        (["Ann", Happened(key="paid", data={"sum": 5})], [NAMED]),
        ([Happened(key="paid", data={"name": "Bo"})], []),
    ],
)
def test_a_form_that_is_not_filled_in_to_the_end(events: list[Event | str], answers: list[tuple[str, str]]) -> None:
    """What was answered until then is told, and it is why people are needed; what was told of a payment is no answer."""
    assert told(formed(), events) == answers


def test_a_form_that_nobody_goes_on_with() -> None:
    """People who call back know what was said before the silence."""
    simulator = formed()
    simulator.say("Ann")
    simulator.wait(simulator.session.waiting.until - simulator.world.now)  # type: ignore[operator, union-attr]
    assert told(simulator, []) == [NAMED]


def test_the_last_visit_of_a_form_is_told() -> None:
    """As of any question that is asked again: what was given up before is not told beside the answers."""
    ways = {**ALL_WAYS, "form.no_match": "form", "start.next": "form"}
    simulator = started({"form": ("ask_form", FORM)}, ways)
    assert told(simulator, ["Ann", "old", "Bo", "9"]) == [("Who?", "Bo"), ("Bo's age?", "9")]
    assert simulator.session.frames[0].told == {}


def test_what_happened_instead_of_an_answer_is_none() -> None:
    """A question that is left by `event` has a result, which the contact never said."""
    asking = ("ask_text", {"question": "Paid?", "event": "paid"})
    simulator = started({"ask": asking}, {"start.next": "ask", "ask.event": "people"})
    assert told(simulator, [Happened(key="paid", data={"sum": 5})]) == []


@pytest.mark.parametrize(("words", "answers"), [("Ann 7", [NAMED, AGED]), ("Ann stop", [NAMED]), ("Ann old", [NAMED])])
def test_a_flow_that_has_ended(words: str, answers: list[tuple[str, str]]) -> None:
    """What it has asked is told where it was run, also where it failed, between the questions of the flow around it."""
    ways = {"start.next": "form", "form.answered": "end", "form.cancelled": "end", "form.no_match": "nowhere"}
    nodes: dict[str, Node] = {
        "start": START,
        "form": ("ask_form", FORM),
        "end": ("end", {}),
        "nowhere": ("run_flow", {"flow": "gone"}),
    }
    around: dict[str, Node] = {
        "first": ("ask_text", {"question": "First?"}),
        "run": ("run_flow", {"flow": "inner"}),
        "last": ("ask_text", {"question": "Last?"}),
    }
    edges = {"start.next": "first", "first.answered": "run", "run.completed": "last", "run.failed": "last"}
    simulator = started(around, {**edges, "last.answered": "people"}, inner=a_flow(nodes, ways, id="inner"))
    assert told(simulator, ["one", *words.split(), "two"]) == [("First?", "one"), *answers, ("Last?", "two")]


def test_a_flow_that_is_run_again_and_again() -> None:
    """Each run is told, two flows deep, with its questions as they were put; of very many the last."""
    asks = a_flow({"start": START, "ask": ("ask_text", {"question": "Next?"})}, {"start.next": "ask"}, id="asks")
    runs = a_flow({"start": START, "run": ("run_flow", {"flow": "asks"})}, {"start.next": "run"}, id="runs")
    nodes: dict[str, Node] = {
        "run": ("run_flow", {"flow": "runs"}),
        "more": ("counter", {"counter": "n", "limit": MOST}),
        "bye": ("send_message", {"text": "bye"}),
    }
    edges = {"start.next": "run", "run.completed": "more", "more.within": "run", "more.exceeded": "people"}
    simulator = started(nodes, edges, asks=asks, runs=runs)
    said = [f"number {at}" for at in range(MOST + 1)]
    assert told(simulator, said) == [("Next?", one) for one in said[1:]]
    assert len(simulator.session.frames[0].told["run"]) == MOST


def test_a_flow_that_asks_nothing_leaves_nothing() -> None:
    """No more is stored of a session than there is to tell."""
    quiet = a_flow({"start": START, "json": PARSED}, {"start.next": "json"}, id="quiet")
    nodes: dict[str, Node] = {"run": ("run_flow", {"flow": "quiet"}), "ask": ("ask_text", {"question": "Next?"})}
    simulator = started(nodes, {"start.next": "run", "run.completed": "ask", "ask.answered": "people"}, quiet=quiet)
    assert simulator.session.frames[0].told == {}
    assert told(simulator, ["one"]) == [("Next?", "one")]


@pytest.mark.parametrize(
    "returned", [{"error": "failed"}, {"result": {"text": '{"answer": "At 9.", "confidence": 1}'}}]
)
def test_what_a_model_was_asked_is_no_question_to_the_contact(returned: dict[str, Any]) -> None:
    """Neither its answer nor its failure is told as one of theirs."""
    nodes: dict[str, Node] = {
        "start": START,
        "ai": ("ai_answer", {"question": "Opening hours?", "reference": "At 9."}),
        "people": PEOPLE,
    }
    flow = a_flow(nodes, {"start.next": "ai", "ai.answered": "people", "ai.failed": "people"})
    simulator = Simulator(FlowSet.of(flow), a_world(), lambda call: CallReturned(call=call.id, **returned))
    simulator.start(flow, "start", says("go"))
    assert simulator.session.frames[0].results["ai"]
    assert told(simulator, []) == []
