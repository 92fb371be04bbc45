"""Random things that happen to a flow, and what it makes of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple, TypeAlias

from hypothesis import strategies as st

from engine import (
    CallReturned,
    CompiledFlow,
    Event,
    EventRefused,
    FlowSet,
    HandedBack,
    Happened,
    Interrupted,
    MessageReceived,
    Reported,
    Session,
    Started,
    TakenOver,
    TimedOut,
    Turn,
    World,
    advance,
)
from engine.moving import MovePlan, Stays, moved
from tests.make import a_flow

ELSEWHERE = a_flow({"start": ("keyword", {"words": ["menu"], "when_busy": "ask"})}, id="elsewhere")
WANTED = Interrupted(flow="elsewhere", node="start", message=MessageReceived(text="menu"))


class Offer(NamedTuple):
    """The contact types what the flow has offered: the title of it, or the number that stands or stood there."""

    at: int
    named: bool


class Due(NamedTuple):
    """What the session waits for besides the contact: its call returns, people give it back, the time is up."""


Happening: TypeAlias = Event | Offer | Due | CompiledFlow  # a version that the session moves to, if it can


class Lived(NamedTuple):
    """What happened to a session, as it was ``before``, and what came of it; None where it was refused, and why."""

    before: Session
    event: Event
    turn: Turn | None
    refused: str = ""


WORDS = (
    "tea",
    "2",
    "Kaffee",
    "go",
    "٣",
    "",
    "💥",
    "{{ x }}",
    "-1,5",
    "no",
    "yes",
    "कल",
    "a@b.co",
    "9:30",
    "1.25, 2.50",
)
TEXTS = st.sampled_from([*WORDS, "a" * 5_000]) | st.text(max_size=20)
RESULTS: list[Any] = [
    None,
    {"status": 200, "headers": {}, "body": {"a": [1]}},
    {"status": 500},
    {"text": '{"label": "tea", "n": 1, "answer": "a", "confidence": 1, "categories": ["hate"]}', "model": "m"},
    {"rows": [{"id": "1", "sku": "A"}, 7]},
    {"rows": [], "refused": "no such table"},
    "x",
    3,
]
EVENTS: st.SearchStrategy[Happening] = st.one_of(
    st.builds(MessageReceived, text=TEXTS, choice=st.sampled_from([None, "tea", "nothing", ":done", ":skip:0"])),
    st.builds(Offer, at=st.integers(0, 3), named=st.booleans()),
    st.just(WANTED),
    st.just(TimedOut()),
    st.just(TakenOver()),
    st.builds(Happened, key=st.sampled_from(["tea", "paid/"]), data=st.sampled_from([None, 3, {"a": [1]}])),
    st.builds(Reported, status=st.sampled_from(["delivered", "read", "failed", "unknown"])),
    st.builds(HandedBack, node=st.sampled_from([None, "n0", "nowhere"])),
    st.just(HandedBack(resolved=True)),
    st.builds(
        CallReturned,
        call=st.integers(1, 30).map(str),
        result=st.sampled_from(RESULTS),
        error=st.sampled_from([None, "timeout", "failed"]),
    ),
)


def fitting(session: Session, event: Event | Offer | Due) -> Event:
    """The event, aimed at what the session waits for or has offered, so that most random events do something."""
    waiting = session.waiting
    if isinstance(event, CallReturned) and waiting and waiting.call:
        return event.model_copy(update={"call": waiting.call})
    if isinstance(event, Offer):
        at = event.at % max(len(session.offered), 1)
        return MessageReceived(text=session.offered[at].title if session.offered and event.named else str(at + 1))
    return _due(session) if isinstance(event, Due) else event


def _due(session: Session) -> Event:
    waiting = session.waiting
    if waiting and waiting.call:
        return CallReturned(call=waiting.call)
    return HandedBack() if session.status == "paused" else TimedOut()


def live(
    flow: CompiledFlow, sub: CompiledFlow, events: Sequence[Happening], world: World, *, through_json: bool = False
) -> Iterator[Lived]:
    """A session from its start to its end, seven minutes between any two events."""
    index, session = FlowSet.of(flow, ELSEWHERE, sub=sub), Session()
    for event in [Started(flow=flow.id, node="start", message=MessageReceived(text="go")), *events]:
        if session.ended:
            return
        if isinstance(event, CompiledFlow):
            index, session = replace(index, versions={**index.versions, event.id: event}), _moved(session, flow, event)
            continue
        yield (lived := _lived(index, session, fitting(session, event), world))
        if lived.turn:
            session = _stored(lived.turn.session) if through_json else lived.turn.session
            world = world.model_copy(update={"now": world.now + timedelta(minutes=7)})


def _lived(index: FlowSet, session: Session, event: Event, world: World) -> Lived:
    try:
        return Lived(session, event, advance(index, session, event, world))
    except EventRefused as refused:
        return Lived(session, event, None, str(refused))


def _stored(session: Session) -> Session:
    return Session.model_validate_json(session.model_dump_json())


def _moved(session: Session, flow: CompiledFlow, later: CompiledFlow) -> Session:
    try:
        return session.model_copy(update={"frames": moved(session, MovePlan(later, {flow.id: flow}, {}))})
    except Stays:
        return session


def play(
    flow: CompiledFlow, sub: CompiledFlow, events: Sequence[Happening], world: World, *, through_json: bool = False
) -> list[Turn]:
    """All turns of a session; with ``through_json`` it is stored and read again between any two of them."""
    lives = live(flow, sub, events, world, through_json=through_json)
    return [lived.turn for lived in lives if lived.turn]
