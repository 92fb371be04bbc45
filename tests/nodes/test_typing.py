"""A typing pause is as long as it says, or as the next message takes, and is shown for as long as it lasts."""

from datetime import timedelta
from typing import Any

import pytest

from engine import CallReturned, FlowSet, SendMessage, ShowTyping
from engine.dialogue import FlowTest
from engine.flowtest import run_test
from engine.simulator import Simulator
from nodes import node_types
from tests.make import a_contact, a_flow, a_world

TRANSLATED = {"hi": {"say": {"text": "न" * 50}}, "ar": {"say": {"text": "م" * 100}}}


def uncalled(call: object) -> CallReturned:
    raise AssertionError(f"a pause calls nothing: {call}")


def typed(text: str = "x" * 75, language: str = "en", **pause: Any) -> Simulator:
    """A flow that types and then says this, standing at the pause."""
    nodes = {"start": ("api_start", {}), "type": ("typing", pause), "say": ("send_message", {"text": text})}
    flow = a_flow(nodes, {"start.next": "type", "type.next": "say"}, translations=TRANSLATED)
    simulator = Simulator(FlowSet.of(flow), a_world(contact=a_contact(language=language)), uncalled)
    assert simulator.start(flow) == []
    return simulator


def seconds_until_said(simulator: Simulator) -> float:
    began = simulator.world.now
    simulator.wait(timedelta(minutes=2))
    assert simulator.session.ended
    return (simulator.spoken[0][0] - began).total_seconds()


@pytest.mark.parametrize(
    ("pause", "language", "seconds"),
    [
        ({"duration": "PT9.5S"}, "en", 9.5),
        ({}, "en", 3),
        ({"speed": 15}, "en", 5),
        ({}, "hi", 2),
        ({}, "ar-EG", 4),
        ({"speed": 1, "longest": "PT45S"}, "en", 45),
        ({"speed": 200, "shortest": "PT2S"}, "en", 2),
    ],
)
def test_it_takes_its_time(pause: dict[str, Any], language: str, seconds: float) -> None:
    """A fixed time, or that of the next message in the contact's language, within bounds."""
    assert seconds_until_said(typed(language=language, **pause)) == pytest.approx(seconds)


def test_it_is_shown_as_long_as_it_lasts() -> None:
    """Platforms hide it after some seconds: it is shown again before, and not once more at the end."""
    flow = typed(duration="PT10S")
    seconds_until_said(flow)
    assert [type(effect) for effect in flow.effects] == [ShowTyping, ShowTyping, ShowTyping, SendMessage]


def test_asking_the_next_node_leaves_no_trace() -> None:
    """What goes wrong in the message is told once, when it is sent; two pauses in a circle do not chase each other."""
    flow = typed("{{ 1 | divided_by: 0 }} {{ vars.x }}")
    assert flow.problems == []
    flow.wait(timedelta(minutes=1))
    assert [problem.code for problem in flow.problems] == ["template_failed", "empty_message"]
    pauses: dict[str, tuple[str, dict[str, Any]]] = {
        "start": ("api_start", {}),
        "a": ("typing", {}),
        "b": ("typing", {}),
    }
    circle = a_flow(pauses, {"start.next": "a", "a.next": "b", "b.next": "a"})
    chased = Simulator(FlowSet.of(circle), a_world(), uncalled)
    chased.start(circle)
    chased.wait(timedelta(seconds=10))
    assert len(chased.effects) == 11


def test_flow_tests_see_the_time_pass() -> None:
    """A test waits for the pause, and may say how long it was."""
    nodes: dict[str, tuple[str, dict[str, Any]]] = {
        "start": ("keyword", {"words": ["hi"]}),
        "type": ("typing", {}),
        "say": ("send_message", {"text": "y" * 50}),
    }
    flow = a_flow(nodes, {"start.next": "type", "type.next": "say"})
    dialogue = [
        {"says": "hi"},
        {"expects_nothing": True},
        {"waits": "PT1M"},
        {"expects": {"text": "y" * 50, "after": "PT2S"}},
        {"leaves": {"type": "next"}},
    ]
    test = FlowTest.model_validate({"name": "t", "dialogue": dialogue})
    assert run_test(test, flow, FlowSet.of(flow), uncalled).failure is None
    assert node_types()["typing"].waits
