"""Waiting for the last message to arrive: what counts, what is refused, and how flow tests say it."""

from typing import Any

import pytest

from engine import EventRefused, FlowSet, Reported, advance
from engine.delivery import Milestone, report
from engine.dialogue import FlowTest
from engine.flowtest import Outcome, run_test
from tests.engine.test_advance import ASKING, START, started
from tests.engine.test_flowtest import simulate
from tests.make import a_flow, a_world


def waiting(until: str, text: str | None = "Your parcel is on its way.") -> Any:
    """Says something, if there is something, and tells by which output it went on."""
    ends = {name: ("send_message", {"text": name}) for name in (until, "failed", "timeout", "unknown")}
    said = {"news": ("send_message", {"text": text})} if text else {}
    nodes = {"start": START, **said, "wait": ("wait_for_delivery", {"until": until, "timeout": "PT1H"}), **ends}
    first = {"start.next": "news", "news.next": "wait"} if text else {"start.next": "wait"}
    return a_flow(nodes, {**first, **{f"wait.{name}": name for name in ends}})


@pytest.mark.parametrize(
    ("until", "status", "tells", "told"),
    [
        ("delivered", "queued", True, None),
        ("delivered", "sending", True, None),
        ("delivered", "sent", True, None),
        ("delivered", "in_doubt", True, None),
        ("delivered", "delivered", True, "delivered"),
        ("delivered", "read", True, "read"),
        ("delivered", "failed", True, "failed"),
        ("delivered", None, True, "unknown"),
        ("delivered", "sent", False, "unknown"),
        ("delivered", "failed", False, "failed"),
        ("read", "sent", True, None),
        ("read", "delivered", True, None),
        ("read", "read", True, "read"),
        ("read", "failed", True, "failed"),
        ("read", "delivered", False, "unknown"),
        ("read", None, False, "unknown"),
    ],
)
def test_what_a_message_in_this_state_means(
    until: Milestone, status: str | None, tells: bool, told: str | None
) -> None:
    """A read message has arrived; nobody waits for what will never be told."""
    found = report(until, status, tells=tells)
    assert (found.status if found else None) == told


def test_nobody_is_told_who_does_not_wait_for_it() -> None:
    """A question is not answered by a report."""
    with pytest.raises(EventRefused, match="does not wait for a message to arrive"):
        advance(FlowSet.of(ASKING), started(ASKING).session, Reported(status="read"), a_world())


def test_a_report_that_says_too_little_keeps_it_waiting() -> None:
    """Whoever waits until it is read is not content with delivered; its deadline stays."""
    flow = waiting("read")
    before = started(flow).session
    turn = advance(FlowSet.of(flow), before, Reported(status="delivered"), a_world())
    assert (turn.session.waiting, turn.effects) == (before.waiting, ())


def played(until: str, *lines: dict[str, Any], text: str | None = "Your parcel is on its way.") -> Outcome:
    flow = waiting(until, text)
    first = [{"expects": text}] if text else []
    body = {"name": "t", "dialogue": [*lines[:1], {"says": "go"}, *first, *lines[1:]]}
    return run_test(FlowTest.model_validate(body), flow, FlowSet.of(flow), simulate)


USUAL: dict[str, Any] = {"reports": "delivered"}
NOTHING: dict[str, Any] = {"reports": "nothing"}


@pytest.mark.parametrize(
    ("until", "lines"),
    [
        ("delivered", [USUAL, {"expects": "delivered"}, {"leaves": {"wait": "delivered"}}]),
        ("delivered", [{"reports": "read"}, {"expects": "delivered"}]),
        ("delivered", [{"reports": "failed"}, {"expects": "failed"}]),
        ("delivered", [{"reports": "unknown"}, {"expects": "unknown"}]),
        ("delivered", [NOTHING, {"deadline": "PT1H"}, {"waits": "PT1H"}, {"expects": "timeout"}]),
        ("delivered", [NOTHING, {"says": "hello?"}, {"expects_nothing": True}, USUAL, {"expects": "delivered"}]),
        ("read", [USUAL, {"expects_nothing": True}, {"reports": "read"}, {"expects": "read"}]),
        ("read", [USUAL, {"reports": "failed"}, {"expects": "failed"}]),
        ("read", [USUAL, {"waits": "PT2H"}, {"expects": "timeout"}]),
        ("read", [{"reports": "read"}, {"expects": "read"}, {"ends": "completed"}]),
    ],
)
def test_flow_tests_say_what_becomes_of_messages(until: str, lines: list[dict[str, Any]]) -> None:
    """Messages arrive at once unless a line says otherwise; a line counts from there on, and for the last message."""
    assert played(until, *lines).failure is None


@pytest.mark.parametrize("until", ["delivered", "read"])
def test_nothing_was_said(until: str) -> None:
    """Where nothing was sent there is nothing to wait for."""
    assert played(until, USUAL, {"expects": "unknown"}, text=None).failure is None


STOPPED = a_flow(
    {
        "start": START,
        "bye": ("send_message", {"text": "Goodbye"}),
        "out": ("opt_out", {}),
        "late": ("send_message", {"text": "One more thing"}),
        "wait": ("wait_for_delivery", {"until": "delivered", "timeout": "PT1H"}),
        "in": ("opt_in", {}),
        "again": ("send_message", {"text": "Welcome back"}),
        "sure": ("wait_for_delivery", {"until": "delivered", "timeout": "PT1H"}),
    },
    {
        "start.next": "bye",
        "bye.next": "out",
        "out.next": "late",
        "late.next": "wait",
        "wait.failed": "in",
        "wait.delivered": "in",
        "in.next": "again",
        "again.next": "sure",
    },
)


@pytest.mark.parametrize(
    ("contact", "heard"),
    [({}, ["Goodbye", "Welcome back"]), ({"opted_out": True}, ["Welcome back"])],
)
def test_who_has_opted_out_is_sent_nothing(contact: dict[str, Any], heard: list[str]) -> None:
    """As in production: what comes after the node, or from the beginning, is not said and has failed, until they opt in."""
    left = [{"leaves": {"wait": "failed", "sure": "delivered"}}, {"ends": "completed"}]
    dialogue = [{"starts": True}, *({"expects": text} for text in heard), *left]
    test = FlowTest.model_validate({"name": "t", "contact": contact, "dialogue": dialogue})
    assert run_test(test, STOPPED, FlowSet.of(STOPPED), simulate).failure is None
