"""``advance``: jumps within a flow, and what other systems tell."""

from datetime import timedelta
from typing import Any

import pytest

from engine import EventRefused, FlowSet, Happened, advance
from tests.engine.test_advance import ASK, ASKING, SAY, START, started, texts
from tests.make import NOW, a_flow, a_world, says

MENU = a_flow(
    {"start": START, "ask": ASK, "say": SAY, "back": ("jump", {"node": "ask"}), "off": ("jump", {"node": "gone"})},
    {"start.next": "ask", "ask.answered": "say", "say.next": "back", "ask.no_match": "off"},
)


def test_jumps_without_an_edge() -> None:
    """A jump goes on at the node that it names, in the same turn, and the log shows the way."""
    turn = advance(FlowSet.of(MENU), started(MENU).session, says("Bo"), a_world())
    assert texts(turn) == ["Hello Bo", "Your name?"]
    assert [(step.node, step.left) for step in turn.steps[-3:]] == [("say", "next"), ("back", None), ("ask", None)]
    assert turn.session.frames[-1].memory == {}


def test_a_jump_to_nowhere_fails_with_its_reason() -> None:
    """A flow that was never checked ends as failed, and says which node wanted to go where."""
    turn = started(MENU)
    for _ in range(3):
        turn = advance(FlowSet.of(MENU), turn.session, says(""), a_world())
    assert turn.session.status == "failed"
    assert turn.session.reason == "node 'off' goes on at 'gone', which is not in the flow"


PAID = a_flow(
    {
        "start": START,
        "wait": ("wait_for_event", {"key": "paid/17", "save": [{"path": "amount", "save_as": "paid"}]}),
        "say": ("send_message", {"text": "Thank you for {{ vars.paid }}"}),
    },
    {"start.next": "wait", "wait.happened": "say"},
)


@pytest.mark.parametrize(
    ("node", "waits"),
    [
        (("wait_for_event", {"key": "paid/17", "timeout": "P3D"}), ("event", timedelta(days=3))),
        (("wait_reply", {"timeout": "PT1H"}), ("reply", timedelta(hours=1))),
        (("wait_reply", {}), ("reply", None)),
        (("hand_over", {"timeout": "PT1H"}), ("agent", timedelta(hours=1))),
        (("hand_over", {}), ("agent", None)),
        (("delay", {"duration": "PT1H"}), ("time", timedelta(hours=1))),
    ],
)
def test_a_wait_has_the_deadline_that_was_set(node: Any, waits: tuple[str, timedelta | None]) -> None:
    """Counted from the turn in which it began; without one it has no end."""
    waiting = started(a_flow({"start": START, "wait": node}, {"start.next": "wait"})).session.waiting
    assert waiting is not None
    assert (waiting.kind, waiting.until and waiting.until - NOW) == waits


@pytest.mark.parametrize(
    ("nodes", "reason"),
    [
        ({"say": SAY}, None),
        ({"say": ("condition", {"expression": "true"})}, "nothing is connected to output 'true' of node 'say'"),
    ],
)
def test_the_end_of_a_flow_is_explained(nodes: dict[str, Any], reason: str | None) -> None:
    """Only where it ends by another output than the usual one: somebody may have forgotten an edge."""
    session = started(a_flow({"start": START, **nodes}, {"start.next": "say"})).session
    assert (session.status, session.reason) == ("completed", reason)


def test_goes_on_when_something_has_happened_elsewhere() -> None:
    """The key that is waited for goes on with what was told; messages meanwhile change nothing, nor does another key."""
    flows, waiting = FlowSet.of(PAID), started(PAID).session
    assert waiting.waiting is not None
    assert (waiting.waiting.kind, waiting.waiting.key) == ("event", "paid/17")
    written = advance(flows, waiting, says("I have paid"), a_world())
    assert (texts(written), written.session.waiting) == ([], waiting.waiting)
    with pytest.raises(EventRefused, match="does not wait for 'paid/18'"):
        advance(flows, waiting, Happened(key="paid/18"), a_world())
    told = advance(flows, written.session, Happened(key="paid/17", data={"amount": 5}), a_world())
    assert texts(told) == ["Thank you for 5"]
    assert told.steps[0].entered == "happened"


def test_nothing_happens_to_whom_does_not_wait() -> None:
    """A question is not answered by what another system tells, with any key."""
    with pytest.raises(EventRefused, match="does not wait for"):
        advance(FlowSet.of(ASKING), started(ASKING).session, Happened(key="paid/17"), a_world())
