"""What a conversation has to answer next: pure, from what the turn has claimed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from engine import (
    CallReturned,
    Event,
    HandedBack,
    Happened,
    Interrupted,
    MessageReceived,
    News,
    Session,
    Started,
    TakenOver,
    TimedOut,
)
from engine.canary import drawn
from engine.delivery import report
from engine.durations import parse_duration
from store.claims import Claim, ClaimedEvent, OpenSession

NO_TIME = timedelta()
INSIDE = "inside"  # of what a message starts: what it starts instead if a flow is open
BUSY = "they are inside another flow, and this start does not interrupt it"
LOOP = "so many messages came and went in so short a time that two bots seem to talk to each other"


@dataclass(frozen=True, slots=True)
class Target:
    """The session that an event goes to: the open one, or a new one of this flow version."""

    id: UUID
    flow: UUID
    version: UUID
    session: Session


@dataclass(frozen=True, slots=True)
class Due:
    """What the turn answers. Without ``event`` nothing is asked of the engine: the event is only marked as handled, and
    ``problem`` says why if somebody should know. ``agent`` takes over, ``by`` says who asked for it."""

    kind: str
    event_id: UUID | None = None
    handled: tuple[int, ...] = ()
    event: Event | None = None
    target: Target | None = None
    closed: UUID | None = None
    closed_reason: str | None = None
    problem: str | None = None
    agent: str = ""
    by: dict[str, Any] | None = None


def what_is_due(claim: Claim, now: datetime, loop_within: timedelta = NO_TIME, *, tells: bool = False) -> Due | None:
    """Commands and messages in their order, then the result of a call, then a deadline: a message that is here wins.

    Where all the messages that the claim looked back on came and went within ``loop_within``, nothing is answered.
    ``tells`` says whether the channel reports what becomes of messages.
    """
    if claim.open and claim.open.session.turn == 0 and claim.open.session.status == "active":
        return _begin_again(claim.open)
    if claim.event:
        try:
            return _looped(claim, claim.event, now - loop_within) or _answer(claim, claim.event, tells=tells)
        except (KeyError, TypeError, ValueError) as error:  # nobody can ever read it: it must not hold up the line
            return replace(_handled(claim.event), problem=f"this {claim.event.kind} cannot be read: {error!r}")
    if claim.open and claim.open.session.status != "blocked":
        return _due_by_itself(claim, claim.open, now, tells=tells)
    return None


def _looped(claim: Claim, event: ClaimedEvent, since: datetime) -> Due | None:
    """Two bots that answer each other: the one that we have stops, until the other one is quiet for a while."""
    if event.kind != "message" or claim.paced is None or claim.paced < since:
        return None
    status = claim.open.session.status if claim.open else None
    if status in {"paused", "blocked"}:
        return None
    closed = claim.open.id if claim.open else None
    return replace(_handled(event, closed=closed, reason=LOOP), problem=LOOP)


def _answer(claim: Claim, event: ClaimedEvent, *, tells: bool) -> Due | None:
    match event.kind:
        case "message":
            return _message(claim, event)
        case "start":
            busy = claim.open is not None and not event.data.get("interrupt")
            return replace(_handled(event), problem=BUSY) if busy else _start(claim, event, event.data, None)
        case "cancel" if claim.open and str(claim.open.id) == event.data.get("session"):
            return _handled(event, closed=claim.open.id, reason=event.data.get("reason") or "cancelled")
        case "happened" if claim.open and str(claim.open.id) == event.data["session"]:
            return _continue(event, claim.open, Happened(key=event.data["key"], data=event.data.get("data")))
        case "happened":
            return replace(_handled(event), problem=f"nothing waits any more for {event.data['key']!r} to happen")
        case "reported" if claim.open and (told := _reported(claim, claim.open, tells=tells)):
            return replace(told, event_id=event.id, handled=(event.number,))
        case "take_over" if claim.open and claim.open.session.turn:
            return _taken_over(event, claim.open)
        case "hand_back" if claim.open and event.data.get("resolved"):
            return _resolved(event, claim.open)
        case "hand_back" if claim.open:
            back = _continue(event, claim.open, HandedBack(node=event.data.get("node")))
            return replace(back, by=event.data.get("by"))
        case _:
            return _handled(event)


def _taken_over(event: ClaimedEvent, opened: OpenSession) -> Due:
    idle, agent = event.data.get("idle"), event.data.get("agent") or ""
    taken = TakenOver(idle=parse_duration(idle) if idle else None)
    return replace(_continue(event, opened, taken), agent=agent, by=event.data.get("by"))


def _resolved(event: ClaimedEvent, opened: OpenSession) -> Due:
    return replace(_continue(event, opened, HandedBack(resolved=True)), by=event.data.get("by"))


def _message(claim: Claim, event: ClaimedEvent) -> Due | None:
    if claim.open and claim.open.session.status == "blocked":
        return None
    message = MessageReceived.model_validate(event.message or {})
    trigger = pulled(event.data, busy=claim.open is not None)
    busy = _when_busy(trigger or {})
    if trigger and (claim.open is None or busy == "interrupt"):
        return _start(claim, event, trigger, message)
    if claim.open is None or claim.open.session.status == "paused":
        return _handled(event)
    leaving = claim.open.session.leaving
    answer = leaving.answer(message) if leaving else None
    if leaving and answer == "leave":
        return _start(claim, event, leaving.to.order, leaving.to.message)
    if trigger and busy == "ask" and answer is None:
        asked = Interrupted(flow=_version(claim, trigger), node=trigger["node"], message=message, order=dict(trigger))
        return _continue(event, claim.open, asked)
    return _continue(event, claim.open, message)


def pulled(data: Mapping[str, Any], *, busy: bool) -> Mapping[str, Any] | None:
    """The trigger that a message has pulled, by what is kept of it: while a flow is open only one that interrupts or asks."""
    trigger: Mapping[str, Any] | None = data.get("trigger")
    if trigger and busy and _when_busy(trigger) == "ignore":
        return trigger.get(INSIDE)
    return trigger


def _when_busy(trigger: Mapping[str, Any]) -> str:
    """What came before an upgrade says only whether it interrupts."""
    return trigger.get("when_busy") or ("interrupt" if trigger.get("interrupts") else "ignore")


def _start(claim: Claim, event: ClaimedEvent, start: Mapping[str, Any], message: MessageReceived | None) -> Due:
    version = _version(claim, start)
    news = News.model_validate(start["news"]) if start.get("news") else None
    started = Started(
        flow=version,
        node=start["node"],
        inputs=start.get("inputs", {}),
        message=message,
        news=news,
        depth=start.get("depth", 0),
    )
    return Due(
        kind=event.kind,
        event_id=event.id,
        handled=(event.number,),
        event=started,
        target=Target(claim.fresh_session, UUID(start["flow"]), UUID(version), Session()),
        closed=claim.open.id if claim.open else None,
        closed_reason="another flow was started" if claim.open else None,
    )


def _version(claim: Claim, start: Mapping[str, Any]) -> str:
    """The published version, or the canary for those contacts that are chosen for it."""
    version: str = start["version"]
    if (canary := start.get("canary")) and drawn(UUID(canary["id"]), claim.contact.id, canary["percent"]):
        version = canary["version"]
    return version


def _begin_again(opened: OpenSession) -> Due:
    """The session was blocked before its first turn had ended, and somebody has let it go."""
    session, frame = opened.session, opened.session.frames[0]
    started = Started(
        flow=frame.flow,
        node=frame.node,
        inputs=frame.variables,
        message=session.input,
        news=frame.memory.get("news"),
        depth=session.depth,
    )
    return Due(kind="start", event=started, target=Target(opened.id, opened.flow, opened.version, Session()))


def _continue(event: ClaimedEvent, opened: OpenSession, engine_event: Event) -> Due:
    return Due(kind=event.kind, event_id=event.id, handled=(event.number,), event=engine_event, target=_target(opened))


def _handled(event: ClaimedEvent, closed: UUID | None = None, reason: str | None = None) -> Due:
    return Due(kind=event.kind, event_id=event.id, handled=(event.number,), closed=closed, closed_reason=reason)


def _due_by_itself(claim: Claim, opened: OpenSession, now: datetime, *, tells: bool) -> Due | None:
    waiting = opened.session.waiting
    if waiting is None:
        return None
    if waiting.kind == "call" and claim.call is not None:
        outcome = claim.call
        error = "timeout" if outcome.error == "timeout" else "failed" if outcome.error else None
        returned = CallReturned(call=waiting.call or "", result=outcome.result, error=error, detail=outcome.detail)
        return Due(kind="call_returned", event=returned, target=_target(opened))
    if told := _reported(claim, opened, tells=tells):
        return told
    if waiting.until is not None and waiting.until <= now:
        return Due(kind="timed_out", event=TimedOut(), target=_target(opened))
    return None


def _reported(claim: Claim, opened: OpenSession, *, tells: bool) -> Due | None:
    """Read from the message, so that a report which came before the wait counts, too."""
    waiting = opened.session.waiting
    if opened.session.status != "active" or waiting is None or waiting.report is None:
        return None
    told = report(waiting.report, claim.delivery, tells=tells)
    return Due(kind="reported", event=told, target=_target(opened)) if told else None


def _target(opened: OpenSession) -> Target:
    return Target(opened.id, opened.flow, opened.version, opened.session)
