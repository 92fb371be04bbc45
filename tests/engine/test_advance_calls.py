"""``advance`` and calls: whose result goes on, and how much of it is kept."""

import json
from typing import Any

import pytest

from engine import (
    CallReturned,
    EventRefused,
    FlowSet,
    Limits,
    MessageReceived,
    SendMessage,
    Session,
    Started,
    Turn,
    advance,
)
from engine.compiled import CompiledFlow
from tests.make import a_flow, a_world

START: tuple[str, dict[str, Any]] = ("api_start", {})


def started(flow: CompiledFlow) -> Turn:
    return advance(FlowSet.of(flow), Session(), Started(flow=flow.id, node="start"), a_world())


def texts(turn: Turn) -> list[str]:
    return [effect.text for effect in turn.effects if isinstance(effect, SendMessage)]


def test_a_call_waits_for_its_own_result() -> None:
    """A call stops the turn with its id; its result goes on, a result of another call is refused."""
    flow = a_flow(
        {
            "start": START,
            "get": ("http_request", {"url": "https://shop.example/{{ contact.name }}"}),
            "ok": ("send_message", {"text": "{{ result.get.body.state }}"}),
            "slow": ("send_message", {"text": "too slow"}),
        },
        {"start.next": "get", "get.success": "ok", "get.timeout": "slow"},
    )
    first = started(flow)
    (call,) = [effect for effect in first.effects if effect.type == "call"]
    assert call.params["url"] == "https://shop.example/Ann"
    with pytest.raises(EventRefused):
        advance(FlowSet.of(flow), first.session, CallReturned(call="99"), a_world())
    answer = {"status": 200, "headers": {}, "body": {"state": "packed"}}
    good = advance(FlowSet.of(flow), first.session, CallReturned(call=call.id, result=answer), a_world())
    assert texts(good) == ["packed"]
    late = advance(FlowSet.of(flow), first.session, CallReturned(call=call.id, error="timeout"), a_world())
    assert texts(late) == ["too slow"]


@pytest.mark.parametrize(("spare", "kept"), [(0, True), (-1, False)])
def test_a_large_result_is_not_kept(spare: int, kept: bool) -> None:
    """A result is remembered up to the limit to the byte; over it, the turn goes on and says what to do."""
    nodes = {"start": START, "get": ("http_request", {"url": "https://a.example"}), "hm": ("wait_reply", {})}
    flow = a_flow(nodes, {"start.next": "get", "get.success": "hm"})
    returned = CallReturned(call="1", result={"status": 200, "headers": {}, "body": "x" * 2_000})

    def after(**limits: int) -> Turn:
        return advance(FlowSet.of(flow), started(flow).session, returned, a_world(limits=Limits(**limits)))

    size = len(json.dumps(after().session.frames[0].results["get"]))
    turn = after(result_bytes=size + spare)
    assert ("get" in turn.session.frames[0].results) is kept
    assert [problem.code for problem in turn.problems] == ([] if kept else ["result_too_large"])
    assert turn.session.frames[0].node == "hm"


def test_the_limit_of_a_result_is_told() -> None:
    """In whole KiB, as the author may look it up."""
    flow = a_flow({"start": START, "get": ("http_request", {"url": "https://a.example"})}, {"start.next": "get"})
    returned = CallReturned(call="1", result={"status": 200, "headers": {}, "body": "x" * 40_000})
    (problem,) = advance(FlowSet.of(flow), started(flow).session, returned, a_world()).problems
    assert problem.message == "the result is over 32 KiB and cannot be read as result.get"


def test_a_visit_without_a_result_leaves_none() -> None:
    """What the visit before gave is no longer there when this one failed: a flow would take it for this one's."""
    nodes = {
        "start": START,
        "get": ("http_request", {"url": "https://a.example"}),
        "say": ("send_message", {"text": "{{ result.get.status | default: 'none' }}"}),
        "more": ("wait_reply", {}),
    }
    edges = {"start.next": "get", "get.success": "say", "get.timeout": "say", "say.next": "more", "more.replied": "get"}
    flow = a_flow(nodes, edges)
    heard: list[str] = []
    session, flows = started(flow).session, FlowSet.of(flow)
    for event in (
        {"result": {"status": 200, "headers": {}, "body": {}}},
        {"error": "timeout"},
    ):
        assert session.waiting
        turn = advance(flows, session, CallReturned(call=session.waiting.call or "", **event), a_world())
        heard += texts(turn)
        session = advance(flows, turn.session, MessageReceived(text="again"), a_world()).session
    assert heard == ["200", "none"]
