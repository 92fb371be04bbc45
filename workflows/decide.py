"""From a claimed conversation to a decided turn: pure, so that what the worker does can be told without running it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from engine import (
    CallReturned,
    Event,
    EventRefused,
    Flows,
    HandedBack,
    Limits,
    MessageReceived,
    Session,
    Started,
    TakenOver,
    TimedOut,
    Turn,
    World,
    advance,
)
from store.claims import Claim, ClaimedEvent, OpenSession
from store.turns import Decided, SessionAfter
from workflows.delta import contact_delta
from workflows.model import TurnResult


@dataclass(frozen=True, slots=True)
class Target:
    """The session that an event goes to: the open one, or a new one of this flow version."""

    id: UUID
    flow: UUID
    version: UUID
    session: Session


@dataclass(frozen=True, slots=True)
class Due:
    """What the turn answers. Without ``event`` nothing is asked of the engine: the event is only marked as handled."""

    kind: str
    event_id: UUID | None = None
    handled: tuple[int, ...] = ()
    event: Event | None = None
    target: Target | None = None
    closed: UUID | None = None
    closed_reason: str | None = None


def what_is_due(claim: Claim, now: datetime) -> Due | None:
    """Commands and messages in their order, then the result of a call, then a deadline: a message that is here wins."""
    if claim.event:
        return _answer(claim, claim.event)
    if claim.open and claim.open.session.status != "blocked":
        return _due_by_itself(claim, claim.open, now)
    return None


def _answer(claim: Claim, event: ClaimedEvent) -> Due | None:
    match event.kind:
        case "message":
            return _message(claim, event)
        case "start":
            busy = claim.open is not None and not event.data.get("interrupt")
            return _handled(event) if busy else _start(claim, event, event.data, None)
        case "cancel" if claim.open and str(claim.open.id) == event.data.get("session"):
            return _handled(event, closed=claim.open.id, reason=event.data.get("reason") or "cancelled")
        case "take_over" if claim.open:
            return _continue(event, claim.open, TakenOver())
        case "hand_back" if claim.open:
            return _continue(event, claim.open, HandedBack(node=event.data.get("node")))
        case _:
            return _handled(event)


def _message(claim: Claim, event: ClaimedEvent) -> Due | None:
    message = MessageReceived.model_validate(event.message or {})
    trigger = event.data.get("trigger")
    if trigger and (claim.open is None or trigger["interrupts"]):
        return _start(claim, event, trigger, message)
    if claim.open is None or claim.open.session.status == "paused":
        return _handled(event)
    if claim.open.session.status == "blocked":
        return None
    return _continue(event, claim.open, message)


def _start(claim: Claim, event: ClaimedEvent, start: dict[str, Any], message: MessageReceived | None) -> Due:
    started = Started(
        flow=start["version"], node=start["node"], inputs=start.get("inputs", {}), message=message
    )
    return Due(
        kind=event.kind,
        event_id=event.id,
        handled=(event.number,),
        event=started,
        target=Target(claim.fresh_session, UUID(start["flow"]), UUID(start["version"]), Session()),
        closed=claim.open.id if claim.open else None,
        closed_reason="another flow was started" if claim.open else None,
    )


def _continue(event: ClaimedEvent, opened: OpenSession, engine_event: Event) -> Due:
    return Due(
        kind=event.kind, event_id=event.id, handled=(event.number,), event=engine_event, target=_target(opened)
    )


def _handled(event: ClaimedEvent, closed: UUID | None = None, reason: str | None = None) -> Due:
    return Due(kind=event.kind, event_id=event.id, handled=(event.number,), closed=closed, closed_reason=reason)


def _due_by_itself(claim: Claim, opened: OpenSession, now: datetime) -> Due | None:
    waiting = opened.session.waiting
    if waiting is None:
        return None
    if waiting.kind == "call" and claim.call is not None:
        outcome = claim.call
        error = "timeout" if outcome.error == "timeout" else "failed" if outcome.error else None
        returned = CallReturned(call=waiting.call or "", result=outcome.result, error=error, detail=outcome.detail)
        return Due(kind="call_returned", event=returned, target=_target(opened))
    if waiting.until is not None and waiting.until <= now:
        return Due(kind="timed_out", event=TimedOut(), target=_target(opened))
    return None


def _target(opened: OpenSession) -> Target:
    return Target(opened.id, opened.flow, opened.version, opened.session)


def decide(claim: Claim, due: Due, flows: Flows, now: datetime, key: str) -> Decided:
    """Ask the engine, and write down everything that is to be committed. Raises what the engine raises for a bug."""
    world = World.model_construct(
        now=now,
        contact=claim.contact,
        channel=claim.channel,
        conversation=claim.conversation,
        globals=claim.globals,
        limits=Limits(),
    )
    turn, refused = None, None
    if due.event and due.target:
        try:
            turn = advance(flows, due.target.session, due.event, world)
        except EventRefused as error:
            refused = str(error)
    return _decided(claim, due, turn, key, refused, flows)


def _decided(claim: Claim, due: Due, turn: Turn | None, key: str, refused: str | None, flows: Flows) -> Decided:
    effects = turn.effects if turn else ()
    after = _after(due.target, turn) if due.target and turn else None
    messages = tuple(e.model_dump(mode="json", exclude={"type"}) for e in effects if e.type == "send_message")
    still_open = claim.open.id if claim.open and claim.open.id != due.closed else None
    return Decided.model_construct(
        turn=claim.fresh_turn,
        key=key,
        number=turn.session.turn if turn else 0,
        event_kind=due.kind,
        event=due.event_id,
        handled=due.handled,
        session=after,
        closed=due.closed,
        closed_reason=due.closed_reason,
        open=(None if turn.session.ended else after.id) if turn and after else still_open,
        contact=contact_delta(effects),
        steps=_steps(turn),
        messages=messages,
        first_status="queued" if claim.unsent or claim.stopped else "sending",
        calls=tuple(
            {
                "key": e.id,
                "node": e.node,
                "kind": e.kind,
                "params": e.params,
                "timeout": e.timeout.total_seconds(),
                "attempts": e.attempts,
            }
            for e in effects
            if e.type == "call"
        ),
        problems=({"code": "refused", "message": refused, "severity": "warning"},) if refused else (),
        result=_result(claim, due, turn, flows, len(messages)).model_dump(mode="json"),
    )


def _after(target: Target, turn: Turn) -> SessionAfter:
    session = turn.session
    return SessionAfter.model_construct(
        id=target.id,
        flow=target.flow,
        version=target.version,
        status=session.status,
        reason=session.reason,
        waiting=session.waiting.kind if session.waiting else None,
        node=session.frames[-1].node if session.frames else None,
        deadline=session.waiting.until if session.waiting else None,
        state=session.model_dump(mode="json"),
        turn=session.turn,
    )


def _steps(turn: Turn | None) -> tuple[dict[str, Any], ...]:
    """Each step with the problems of its node; those of the last visit if a node was visited more than once."""
    if turn is None:
        return ()
    last = {step.node: index for index, step in enumerate(turn.steps)}
    found: list[dict[str, Any]] = [{**step.model_dump(mode="json"), "problems": []} for step in turn.steps]
    for problem in turn.problems:
        found[last.get(problem.node or "", len(found) - 1)]["problems"].append(problem.model_dump(exclude_none=True))
    return tuple(found)


def _result(claim: Claim, due: Due, turn: Turn | None, flows: Flows, messages: int) -> TurnResult:
    if turn is None:
        return standing(claim, due)
    session, frames = turn.session, turn.session.frames
    return TurnResult.model_construct(
        took=due.kind,
        number=session.turn,
        status=session.status,
        seen=claim.last_event,
        more=claim.pending > len(due.handled),
        until=session.waiting.until if session.waiting else None,
        from_delivery=session.waiting is not None and session.waiting.kind == "reply",
        flow=flows.version(frames[-1].flow).name if frames else "",
        node=frames[-1].node if frames else "",
        messages=messages,
        reason=session.reason,
    )


def standing(claim: Claim, due: Due | None = None) -> TurnResult:
    """How things stand when nothing was asked of the engine."""
    opened = claim.open if claim.open and not (due and due.closed) else None
    waiting = opened.session.waiting if opened else None
    return TurnResult(
        took=due.kind if due else None,
        status=opened.session.status if opened else "none",
        seen=claim.last_event,
        more=due is not None and claim.pending > len(due.handled),
        until=waiting.until if waiting and opened and opened.session.status != "blocked" else None,
        node=opened.session.frames[-1].node if opened and opened.session.frames else "",
    )
