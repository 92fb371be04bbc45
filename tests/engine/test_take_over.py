"""People take a session over, and give it back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine import (
    Context,
    Event,
    EventRefused,
    FlowSet,
    ForAgent,
    ForReply,
    HandedBack,
    Happened,
    Step,
    TakenOver,
    TimedOut,
    advance,
)
from engine.dialogue import FlowTest
from engine.flowtest import run_test
from nodes import node_types
from tests.engine.test_advance import ASKING, started, texts
from tests.make import a_flow, a_world, says


def test_take_over_pauses_and_asks_again() -> None:
    """An agent may interrupt a question; when the bot goes on it stands at the same node and asks again."""
    flows, first = FlowSet.of(ASKING), started(ASKING)
    taken = advance(flows, first.session, TakenOver(), a_world())
    assert taken.session.status == "paused"
    assert taken.effects == ()
    with pytest.raises(EventRefused):
        advance(flows, taken.session, says("to the agent"), a_world())
    back = advance(flows, taken.session, HandedBack(), a_world())
    assert (texts(back), back.steps[0].entered, back.session.status) == (["Your name?"], "handed_back", "active")
    assert texts(advance(flows, back.session, says("Bo"), a_world())) == ["Hello Bo"]


def test_an_idle_limit_asks_again() -> None:
    """An agent who is idle for so long loses the conversation: the bot asks again; taking over again begins anew."""
    flows, world = FlowSet.of(ASKING), a_world()
    taken = advance(flows, started(ASKING).session, TakenOver(idle=timedelta(minutes=20)), world)
    assert taken.session.waiting
    assert taken.session.waiting.until == world.now + timedelta(minutes=20)
    again = advance(flows, taken.session, TakenOver(), world)
    with pytest.raises(EventRefused, match="nothing that can time out"):
        advance(flows, again.session, TimedOut(), world)
    back = advance(flows, taken.session, TimedOut(), world)
    assert (texts(back), back.steps[0].entered, back.session.status) == (["Your name?"], "timed_out", "active")


def test_people_can_give_back_to_another_node() -> None:
    """Giving back to a named node goes on there; a name that is not in the flow is refused."""
    flows = FlowSet.of(ASKING)
    taken = advance(flows, started(ASKING).session, TakenOver(), a_world())
    assert texts(advance(flows, taken.session, HandedBack(node="say"), a_world())) == ["Hello "]
    with pytest.raises(EventRefused, match="no node 'nowhere'"):
        advance(flows, taken.session, HandedBack(node="nowhere"), a_world())


def test_what_happened_meanwhile_may_be_nothing_to_the_node() -> None:
    """It was moved to a version that waits for the answer only: it asks again, and the contact is heard."""
    ways = {"start.next": "ask", "ask.answered": "bye"}
    nodes = {"start": ("api_start", {}), "ask": ("ask_text", {"question": "Paid?"}), "bye": ("end", {"result": "told"})}
    before = a_flow({**nodes, "ask": ("ask_text", {"question": "Paid?", "event": "paid"})}, ways, id="before")
    flows, session = FlowSet.of(before, after=a_flow(nodes, ways, id="after")), started(before).session
    for event in (TakenOver(), PAID):
        session = advance(flows, session, event, a_world()).session
    (frame,) = session.frames
    moved = session.model_copy(update={"frames": (frame.model_copy(update={"flow": "after"}),)})
    back = advance(flows, moved, HandedBack(), a_world())
    assert (texts(back), back.session.status) == (["Paid?"], "active")
    assert advance(flows, back.session, says("yes"), a_world()).session.result == "told"


WAITING = a_flow(
    {
        "start": ("api_start", {}),
        "wait": ("wait_for_event", {"key": "paid", "timeout": "P1D", "save": [{"path": "sum", "save_as": "sum"}]}),
        "thanks": ("send_message", {"text": "Thank you for {{ vars.sum }}"}),
        "late": ("send_message", {"text": "Too late"}),
    },
    {"start.next": "wait", "wait.happened": "thanks", "wait.timeout": "late"},
    variables={"sum": {"type": "number"}},
)
PAID = Happened(key="paid", data={"sum": 5})


@pytest.mark.parametrize(
    ("events", "heard"),
    [
        ((TakenOver(), PAID, HandedBack()), ["Thank you for 5"]),
        ((TakenOver(idle=timedelta(minutes=1)), PAID, TimedOut()), ["Thank you for 5"]),
        ((TakenOver(), PAID, TakenOver(), HandedBack()), ["Thank you for 5"]),
        ((TakenOver(), TakenOver(), PAID, HandedBack()), ["Thank you for 5"]),
        ((TakenOver(), PAID, HandedBack(node="late")), ["Too late"]),
        ((TakenOver(), HandedBack(), PAID), ["Thank you for 5"]),
        ((TakenOver(), HandedBack()), []),
    ],
)
def test_what_happens_meanwhile_is_not_lost(events: tuple[Event, ...], heard: list[str]) -> None:
    """What the flow waits for may happen while an agent has the conversation: the bot goes on with it afterwards."""
    turn, flows = started(WAITING), FlowSet.of(WAITING)
    for event in events:
        turn = advance(flows, turn.session, event, a_world())
        assert texts(turn) == [] or event is events[-1]
    assert texts(turn) == heard


@pytest.mark.parametrize(
    ("events", "heard"),
    [
        ((TakenOver(), HandedBack()), ["Hello half"]),
        ((TakenOver(idle=timedelta(minutes=1)), TimedOut()), ["Hello half"]),
        ((TakenOver(), TakenOver(), HandedBack()), ["Hello half"]),
        ((TakenOver(), HandedBack(node="ask")), ["Your name?"]),
    ],
)
def test_what_was_said_before_is_the_answer(events: tuple[Event, ...], heard: list[str]) -> None:
    """Of messages that are collected, the time is up when people take over; what they say together counts afterwards."""
    flow = a_flow(
        {
            "start": ("api_start", {}),
            "ask": ("ask_text", {"question": "Your name?", "save_as": "name", "collect": "PT3S"}),
            "say": ("send_message", {"text": "Hello {{ vars.name }}"}),
        },
        {"start.next": "ask", "ask.answered": "say"},
    )
    turn, flows = started(flow), FlowSet.of(flow)
    for event in (says("half"), *events):
        turn = advance(flows, turn.session, event, a_world())
    assert texts(turn) == heard


@pytest.mark.parametrize("twice", [PAID, Happened(key="sent")])
def test_what_happens_twice_meanwhile_is_refused(twice: Happened) -> None:
    """The first telling counts, and what is not waited for is not kept."""
    flows, turn = FlowSet.of(WAITING), started(WAITING)
    for event in (TakenOver(), PAID):
        turn = advance(flows, turn.session, event, a_world())
    with pytest.raises(EventRefused, match="does not wait for"):
        advance(flows, turn.session, twice, a_world())


HANDING = a_flow(
    {
        "start": ("api_start", {}),
        "people": ("hand_over", {"message": "A moment", "timeout": "PT20S", "resolved": True}),
        "back": ("send_message", {"text": "Welcome back"}),
        "done": ("send_message", {"text": "Rate us"}),
        "nobody": ("send_message", {"text": "Nobody came"}),
    },
    {"start.next": "people", "people.resumed": "back", "people.resolved": "done", "people.timeout": "nobody"},
)


@pytest.mark.parametrize(
    ("events", "heard"),
    [
        ((TimedOut(),), ["Nobody came"]),
        ((TakenOver(), HandedBack()), ["Welcome back"]),
        ((TakenOver(), TakenOver(), HandedBack(resolved=True)), ["Rate us"]),
        ((TakenOver(idle=timedelta(minutes=5)), HandedBack()), ["Welcome back"]),
        ((TakenOver(idle=timedelta(minutes=5)), TimedOut()), ["A moment"]),
        ((TakenOver(idle=timedelta(minutes=5)), TimedOut(), TimedOut()), ["Nobody came"]),
        ((TakenOver(idle=timedelta(minutes=5)), TimedOut(), HandedBack()), ["Welcome back"]),
    ],
)
def test_an_agent_takes_what_was_handed_over(events: tuple[Event, ...], heard: list[str]) -> None:
    """Somebody has come: the flow goes on when they give it back, and hands it over again when they are idle."""
    turn, flows = started(HANDING), FlowSet.of(HANDING)
    for event in events:
        turn = advance(flows, turn.session, event, a_world())
    assert texts(turn) == heard


def test_a_flow_test_in_which_an_agent_comes() -> None:
    """As in production nobody is told that nobody came, however long they talk."""
    dialogue = [
        {"starts": True},
        {"expects": "A moment"},
        {"waits": "PT10S"},
        {"takes_over": True},
        {"waits": "P1D"},
        {"expects_nothing": True},
        {"hands_back": True},
        {"expects": "Welcome back"},
    ]
    test = FlowTest.model_validate({"name": "it", "dialogue": dialogue})
    assert run_test(test, HANDING, FlowSet.of(HANDING), lambda call: pytest.fail(f"it calls {call}")).failure is None


def test_whoever_takes_it_from_the_queue_has_it_without_end() -> None:
    """The time in which somebody had to come is over; an idle limit of theirs counts from when they took it."""
    flows, world = FlowSet.of(HANDING), a_world()
    taken = advance(flows, started(HANDING).session, TakenOver(idle=timedelta(minutes=5)), world).session
    again = advance(flows, taken, TakenOver(), world).session
    assert (taken.status, again.status) == ("paused", "paused")
    assert taken.waiting
    assert taken.waiting.until == world.now + timedelta(minutes=5)
    with pytest.raises(EventRefused, match="nothing that can time out"):
        advance(flows, again, TimedOut(), world)


def test_an_idle_limit_of_no_time_is_over_at_once() -> None:
    """Nothing is not the same as without end."""
    taken = advance(FlowSet.of(ASKING), started(ASKING).session, TakenOver(idle=timedelta()), a_world())
    assert taken.session.waiting
    assert taken.session.waiting.until == a_world().now


def test_who_waits_for_people_and_then_for_a_reply() -> None:
    """A type of one's own may do so: the conversation is the bot's again as soon as it waits for something else."""

    def enter(params: Any, context: Context) -> Step:
        return Step(wait=ForAgent())

    def resume(params: Any, context: Context, event: Event) -> Step:
        return Step(wait=ForReply(timedelta(0))) if isinstance(event, HandedBack) else Step(leave="next")

    kind = replace(node_types()["wait_reply"], enter=enter, resume=resume, outputs=lambda _: ("next",))
    asking = a_flow({"start": ("api_start", {}), "ask": ("wait_reply", {})}, {"start.next": "ask"})
    ask = replace(asking.nodes["ask"], behaviour=kind, outputs=frozenset({"next"}))
    flow = replace(asking, nodes={**asking.nodes, "ask": ask})
    first = started(flow).session
    back = advance(FlowSet.of(flow), first, HandedBack(), a_world()).session
    assert (first.status, back.status) == ("paused", "active")
    assert back.waiting
    assert (back.waiting.kind, back.waiting.until) == ("reply", a_world().now)
    assert advance(FlowSet.of(flow), back, says("hi"), a_world()).session.status == "completed"
