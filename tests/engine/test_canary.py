"""Who is chosen for a canary, and when it is given up."""

from typing import Any
from uuid import UUID

import pytest

from engine import FlowSet, SendMessage, Session, Started, advance
from engine.canary import Canary, Health, drawn, order_for
from tests.make import a_contact, a_flow, a_world

CONTACTS = [UUID(int=number) for number in range(4_000)]
CANARY, OTHER = UUID(int=1), UUID(int=2)


def chosen(percent: int, canary: UUID = CANARY) -> set[UUID]:
    return {contact for contact in CONTACTS if drawn(canary, contact, percent)}


@pytest.mark.parametrize("percent", [1, 10, 50, 90])
def test_about_so_many_are_chosen(percent: int) -> None:
    """Of thousands of contacts the part that was asked for, within two in a hundred."""
    assert abs(len(chosen(percent)) / len(CONTACTS) - percent / 100) < 0.02


@pytest.mark.parametrize(
    ("contact", "percent", "chosen"), [(10_040, 50, True), (29_179, 50, False), (36_585, 51, True), (1, 0, False)]
)
def test_a_release_chooses_the_same_ones(contact: int, percent: int, chosen: bool) -> None:
    """Who is drawn is drawn for good: number 4999 of ten thousand is in the first half, number 5000 is not."""
    assert drawn(CANARY, UUID(int=contact), percent) is chosen


def test_a_wider_canary_keeps_who_was_in_it() -> None:
    """Nobody falls out of a canary that grows; all are in it in the end."""
    assert chosen(5) < chosen(20) < chosen(100) == set(CONTACTS)


def test_another_canary_chooses_others() -> None:
    """The same people are not the first to try everything."""
    both = len(chosen(20) & chosen(20, OTHER)) / len(CONTACTS)
    assert both < 0.06


@pytest.mark.parametrize(("node", "chosen"), [("start", True), ("gone", False)])
def test_an_order_names_the_canary(node: str, chosen: bool) -> None:
    """Where one is running, and has the trigger."""
    canary = Canary(id=CANARY, version=OTHER, percent=5, entries=frozenset({"start"}))
    order = {"id": str(CANARY), "version": str(OTHER), "percent": 5}
    assert order_for(canary, node) == (order if chosen else None)
    assert order_for(None, node) is None


@pytest.mark.parametrize(
    ("sessions", "failing", "most", "minimum", "failed"),
    [
        (19, 19, 0.05, 20, False),
        (20, 1, 0.05, 20, False),
        (20, 2, 0.05, 20, True),
        (0, 0, 0.0, 0, False),
        (1, 1, 0.0, 1, True),
        (100, 100, 1.0, 1, False),
    ],
)
def test_when_it_is_given_up(sessions: int, failing: int, most: float, minimum: int, failed: bool) -> None:
    """Above the part that may fail, and not before there are enough sessions to tell."""
    assert Health(sessions=sessions, failing=failing).failed(most, minimum) is failed


def test_a_flow_that_is_run_by_another_has_its_share() -> None:
    """Who is chosen for the canary of a flow gets it also where another flow runs it, and nobody else does."""
    start: tuple[str, dict[str, Any]] = ("api_start", {})
    live = a_flow({"start": start, "hi": ("send_message", {"text": "live"})}, {"start.next": "hi"}, id=str(UUID(int=7)))
    tried = a_flow({"in": start, "hi": ("send_message", {"text": "tried"})}, {"in.next": "hi"}, id=str(UUID(int=8)))
    outer = a_flow({"start": start, "run": ("run_flow", {"flow": "greet"})}, {"start.next": "run"}, id="outer")
    canary = Canary(id=CANARY, version=UUID(int=8), percent=30)
    flows = FlowSet({flow.id: flow for flow in (live, tried, outer)}, {"greet": live.id}, {"greet": canary})
    for contact in CONTACTS[:50]:
        world = a_world(contact=a_contact(id=contact))
        turn = advance(flows, Session(), Started(flow="outer", node="start"), world)
        (said,) = [effect.text for effect in turn.effects if isinstance(effect, SendMessage)]
        assert said == ("tried" if drawn(CANARY, contact, 30) else "live")
