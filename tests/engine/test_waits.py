"""Waits as the field gets them wrong: several in a row, right after a call, and by units that differ from place to place."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from engine import CallReturned, FlowSet
from engine.compiled import CompiledFlow
from engine.durations import parse_duration
from engine.simulator import Simulator
from nodes import node_types
from tests.make import a_flow, a_world

START: tuple[str, dict[str, Any]] = ("api_start", {})
HTTP = ("http_request", {"url": "https://shop.example/stock"})


def begun(flow: CompiledFlow) -> Simulator:
    answer = {"status": 200, "headers": {}, "body": {}}
    simulator = Simulator(FlowSet.of(flow), a_world(), lambda call: CallReturned(call=call.id, result=answer))
    simulator.start(flow)
    return simulator


def a_delay(span: str) -> tuple[str, dict[str, Any]]:
    return "delay", {"duration": span}


def test_waits_in_a_row() -> None:
    """Two waits one after another, and one after a call: each node runs once, each wait takes its own time."""
    nodes = {
        "start": START,
        "get": HTTP,
        "one": a_delay("PT1H"),
        "two": a_delay("PT1H"),
        "say": ("send_message", {"text": "Hi"}),
    }
    flow = a_flow(nodes, {"start.next": "get", "get.success": "one", "one.next": "two", "two.next": "say"})
    simulator = begun(flow)
    assert simulator.wait(timedelta(minutes=119)) == []
    assert [message.text for message in simulator.wait(timedelta(minutes=1))] == ["Hi"]
    left = [step.node for step in simulator.steps if step.left]
    assert left == ["start", "get", "one", "two", "say"]


def test_no_wait_at_all_is_no_wait() -> None:
    """A wait of zero is refused where it is drawn, and does not become a wait for ever."""
    with pytest.raises(ValidationError, match="at least one second"):
        node_types()["delay"].params.model_validate({"duration": "PT0S"})


@pytest.mark.parametrize(("span", "seconds"), [("P1D", 86_400), ("PT24H", 86_400), ("P1W", 604_800), ("PT90M", 5_400)])
def test_a_day_is_a_day(span: str, seconds: int) -> None:
    """A unit means the same to the document, to the node and to the clock that waits."""
    assert parse_duration(span).total_seconds() == seconds
    simulator = begun(a_flow({"start": START, "it": a_delay(span)}, {"start.next": "it"}))
    assert simulator.session.waiting is not None
    assert simulator.session.waiting.until == a_world().now + timedelta(seconds=seconds)


@pytest.mark.parametrize(("pressed", "heard"), [("a", "First"), ("b", "Second"), ("c", "Third")])
def test_every_button_leads_to_its_own_target(pressed: str, heard: str) -> None:
    """Also in the middle, and wherever the targets stand in the document."""
    choices = [{"id": id, "title": id.upper()} for id in "abc"]
    nodes = {
        "start": START,
        "third": ("send_message", {"text": "Third"}),
        "first": ("send_message", {"text": "First"}),
        "ask": ("ask_choice", {"question": "Which?", "choices": choices}),
        "second": ("send_message", {"text": "Second"}),
    }
    edges = {"start.next": "ask", "ask.c": "third", "ask.a": "first", "ask.b": "second"}
    assert [message.text for message in begun(a_flow(nodes, edges)).say(choice=pressed)] == [heard]
