"""What holds for every flow and every event, tried on random ones."""

import socket
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import CompiledFlow, Limits, SendMessage
from nodes import BUILTIN
from tests.engine.random_events import EVENTS, Happening, play
from tests.engine.random_flows import SAMPLES, flows
from tests.make import a_world

SLOW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
LIMITS = Limits(steps_per_turn=40, messages_per_turn=20, frames_per_session=5, variables_bytes=20_000)
EVENT_LISTS = st.lists(EVENTS, max_size=12)


def test_every_node_type_takes_part() -> None:
    """A node type that is not among the samples would slip through every property below."""
    assert set(SAMPLES) == {node.kind for node in BUILTIN}


@SLOW
@given(flows(), flows("sub"), EVENT_LISTS)
def test_never_crashes_and_stays_within_limits(flow: CompiledFlow, sub: CompiledFlow, events: list[Happening]) -> None:
    """No flow and no event crashes ``advance``; steps, messages, depth and outputs stay within what is declared."""
    for turn in play(flow, sub, events, a_world(limits=LIMITS)):
        assert len(turn.steps) <= 2 * LIMITS.steps_per_turn  # the second half for who catches that the first is used up
        assert sum(isinstance(effect, SendMessage) for effect in turn.effects) <= 2 * LIMITS.messages_per_turn
        assert len(turn.session.frames) <= LIMITS.frames_per_session
        for step in turn.steps:
            node = {flow.id: flow, sub.id: sub}[step.flow].nodes[step.node]
            assert step.left is None or step.left in node.outputs
        if not turn.session.ended:
            assert turn.session.waiting is not None


@SLOW
@given(flows(), flows("sub"), EVENT_LISTS)
def test_storing_between_turns_changes_nothing(flow: CompiledFlow, sub: CompiledFlow, events: list[Happening]) -> None:
    """A session that is written and read between any two turns gives the same turns as one that is kept."""
    world = a_world(limits=LIMITS)
    kept = play(flow, sub, events, world)
    stored = play(flow, sub, events, world, through_json=True)
    assert [turn.effects for turn in kept] == [turn.effects for turn in stored]
    assert [turn.session.model_dump_json() for turn in kept] == [turn.session.model_dump_json() for turn in stored]


@settings(SLOW, max_examples=60)
@given(flows(), flows("sub"), EVENT_LISTS)
def test_decides_without_clock_or_network(flow: CompiledFlow, sub: CompiledFlow, events: list[Happening]) -> None:
    """The same turns come out a second time with the clock and the network out of reach."""
    world = a_world(limits=LIMITS)
    first = play(flow, sub, events, world)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "socket", _forbidden)
        patch.setattr(time, "time", _forbidden)
        second = play(flow, sub, events, world)
    assert first == second


def _forbidden(*_: object, **__: object) -> None:
    raise AssertionError("the engine touched the world")
