"""``advance``: the one function that moves a session, in production, in the simulator, in tests and in the terminal."""

from dataclasses import dataclass

from engine.compiled import Flows
from engine.effects import Effect
from engine.errors import EventRefused
from engine.events import (
    CallReturned,
    Event,
    HandedBack,
    Happened,
    Interrupted,
    MessageReceived,
    Reported,
    Started,
    TimedOut,
)
from engine.failing import Ended
from engine.orders import take
from engine.problems import Problem
from engine.run import Run
from engine.session import Session, Waiting
from engine.steps import StepTaken
from engine.world import World


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event led to: the session as it is now, and what is to be done outside, in order."""

    session: Session
    effects: tuple[Effect, ...]
    steps: tuple[StepTaken, ...]
    problems: tuple[Problem, ...]


def advance(flows: Flows, session: Session, event: Event, world: World) -> Turn:
    """Take the session from this event to its next wait, or to its end.

    The same arguments always give the same turn. Raises EventRefused, before anything has changed, for an event that
    the session does not wait for; FlowMissing; NodeBroken for a node type that breaks its contract.
    """
    refuse_unfit(session, event)
    run = Run(flows, session, world)
    try:
        take(run, event)
        run.until_wait()
    except Ended as end:
        run.end(end)
    ledger = run.ledger
    return Turn(run.session(), tuple(ledger.effects), tuple(ledger.steps), tuple(ledger.problems))


def refuse_unfit(session: Session, event: Event) -> None:
    if session.ended:
        raise EventRefused(f"the session has ended ({session.status})")
    match event:
        case Started() if session.frames:
            raise EventRefused("the session has started already")
        case Started():
            return
        case _ if not session.frames:
            raise EventRefused("the session has not started")
        case HandedBack(resolved=False) if session.status != "paused":
            raise EventRefused("the conversation is not with people")
        case _:
            _refuse_unawaited(session.waiting or Waiting(kind="reply"), event)


def _refuse_unawaited(waiting: Waiting, event: Event) -> None:
    match event:
        case CallReturned(call=call) if waiting.call != call:
            raise EventRefused(f"the session does not wait for call {call!r}")
        case Happened(key=key) if waiting.key != key:
            raise EventRefused(f"the session does not wait for {key!r} to happen")
        case Reported() if waiting.kind != "delivery":
            raise EventRefused("the session does not wait for a message to arrive")
        case TimedOut() if waiting.until is None:
            raise EventRefused("the session waits for nothing that can time out")
        case MessageReceived() | Interrupted() if waiting.kind in {"call", "agent"}:
            raise EventRefused(f"the session waits for {waiting.kind}, not for a message")
