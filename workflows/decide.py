"""From a claimed conversation to a decided turn: pure, so that what the worker does can be told without running it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias

from channels import adapters, spread
from engine import (
    Channel,
    Effect,
    Event,
    EventRefused,
    Flows,
    FlowSet,
    Frame,
    Limits,
    Occasion,
    SendMessage,
    Session,
    Started,
    Turn,
    World,
    advance,
)
from engine.message_templates import MessageTemplate
from engine.triggers import elsewhere, keeps_out
from store.claims import Claim
from store.enacted import ENACTED
from store.turns import Decided, SessionAfter
from workflows.delta import contact_delta
from workflows.due import Due, Target
from workflows.model import TurnResult
from workflows.people import with_people

Templates: TypeAlias = tuple[MessageTemplate, ...]
LEFT_OUT = "the trigger is not for this contact now: look at its condition, its hours and how long it rests"
ELSEWHERE = "the trigger starts its flow on other channels only: add this one to its channels, or leave them empty"
REASON = 2_000  # characters of a bug's description


def decide(claim: Claim, due: Due, flows: Flows, now: datetime, key: str, templates: Templates = ()) -> Decided:
    """Ask the engine, and write down everything that is to be committed. Raises what the engine raises for a bug."""
    world = World(
        now=now,
        contact=claim.contact,
        channel=able(claim.channel),
        conversation=claim.conversation,
        globals=claim.globals,
        contact_fields=claim.contact_fields,
        templates=templates,
        limits=Limits(),
    )
    turn = None
    if out := _left_out(claim, due, flows, world):
        return refused(claim, due, key, out)
    if due.event and due.target:
        try:
            turn = advance(flows, due.target.session, due.event, world)
        except EventRefused as error:
            return refused(claim, due, key, str(error))
    return _decided(claim, due, turn, key, flows)


def _left_out(claim: Claim, due: Due, flows: Flows, world: World) -> str:
    """Why the trigger at which somebody orders the flow to start is not for this contact here and now; empty if it is."""
    if not isinstance(due.event, Started) or due.event_id is None:
        return ""
    flow, node = flows.version(due.event.flow), due.event.node
    if elsewhere(flow, node, world.channel.id):
        return ELSEWHERE
    occasion = partial(Occasion, now=world.now, contact=world.contact, channel=world.channel, started=claim.started)
    return LEFT_OUT if keeps_out(flow, node, occasion) else ""


def able(channel: Channel) -> Channel:
    """With what its type can do, as far as flows branch on it."""
    adapter = adapters().get(channel.kind)
    if adapter is None:
        return channel
    can = adapter.capabilities
    return channel.model_copy(update={"reactions": can.reactions, "templates": can.templates})


def _parts(message: SendMessage, channel: Channel) -> tuple[SendMessage, ...]:
    """Each is sent, retried and reported by itself, so it is divided before it is stored."""
    adapter = adapters().get(channel.kind) if message.slides else None
    return spread(message, adapter.capabilities) if adapter else (message,)


def refused(claim: Claim, due: Due, key: str, why: str) -> Decided:
    """Nothing comes of the event; what is open stays open."""
    return _decided(claim, replace(due, closed=None, closed_reason=None, problem=why), None, key, FlowSet({}, {}))


def blocked(claim: Claim, due: Due, key: str, reason: str) -> Decided:
    """A bug stands in the way. What was due stays due: in its line, or in the new session that it was to start."""
    assert due.target is not None  # noqa: S101 - only what the engine decides can go wrong
    known = claim.open is not None and claim.open.id == due.target.id
    handled = () if known else due.handled
    decided = _decided(claim, replace(due, handled=handled), None, key, FlowSet({}, {}))
    session = claim.open.session if known and claim.open else _unstarted(due.event)
    after = _blocked_after(claim, due.target, session, reason)
    told = TurnResult(
        took=due.kind,
        status="blocked",
        seen=claim.last_event,
        more=claim.pending > len(handled),
        node=after.node or "",
        reason="blocked: the run says why",
    )
    problem = {"code": "blocked", "message": reason, "severity": "error"}
    changed = {"session": after, "open": after.id, "problems": (problem,), "result": told.model_dump(mode="json")}
    return decided.model_copy(update=changed)


def _unstarted(event: Event | None) -> Session:
    assert isinstance(event, Started)  # noqa: S101 - nothing else makes a session
    memory = {"news": event.news.model_dump(mode="json")} if event.news else {}
    frame = Frame(flow=event.flow, node=event.node, variables=event.inputs, memory=memory)
    return Session(frames=(frame,), input=event.message, depth=event.depth)


def _blocked_after(claim: Claim, target: Target, session: Session, reason: str) -> SessionAfter:
    unblocked = session.model_copy(update={"status": "active"}) if session.status == "blocked" else session
    after = _after(claim, target, unblocked)
    return after.model_copy(update={"status": "blocked", "reason": reason[:REASON]})


def _decided(claim: Claim, due: Due, turn: Turn | None, key: str, flows: Flows) -> Decided:
    effects = turn.effects if turn else ()
    after = _after(claim, due.target, turn.session) if due.target and turn else None
    messages = tuple(
        part.model_dump(mode="json", exclude={"type"})
        for effect in effects
        if effect.type == "send_message"
        for part in _parts(effect, claim.channel)
    )
    still_open = claim.open.id if claim.open and claim.open.id != due.closed else None
    return Decided(
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
        first_status="queued" if claim.unsent or claim.stopped or _opts_out(effects) else "sending",
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
        enacted=(*with_people(claim, due, turn), *_enacted(effects)),
        problems=({"code": "refused", "message": due.problem, "severity": "warning"},) if due.problem else (),
        typing=any(e.type == "show_typing" for e in effects),
        result=_result(claim, due, turn, flows, len(messages)).model_dump(mode="json"),
    )


def _opts_out(effects: Iterable[Effect]) -> bool:
    """Then it depends on its place whether a message goes out, and whoever takes it from its line looks."""
    return any(e.type == "opt_out" for e in effects)


def _enacted(effects: Iterable[Effect]) -> Iterator[dict[str, Any]]:
    """Each with how many messages the turn has said before it."""
    said = 0
    for effect in effects:
        said += effect.type == "send_message"
        if effect.type in ENACTED:
            yield {**effect.model_dump(mode="json"), "said": said}


def _after(claim: Claim, target: Target, session: Session) -> SessionAfter:
    begins = target.session.turn == 0
    return SessionAfter(
        id=target.id,
        flow=target.flow,
        version=target.version,
        status=session.status,
        reason=session.reason,
        waiting=session.waiting.kind if session.waiting else None,
        waits_for=session.waiting.key if session.waiting else None,
        node=session.frames[-1].node if session.frames else None,
        deadline=session.waiting.until if session.waiting else None,
        state=session.model_dump(mode="json"),
        turn=session.turn,
        contact_then=claim.contact.model_dump(mode="json", exclude={"id"}) if begins else None,
    )


def _steps(turn: Turn | None) -> tuple[dict[str, Any], ...]:
    """Each step with the problems of its node; those of the last visit if a node was visited more than once."""
    if turn is None:
        return ()
    last = {step.node: index for index, step in enumerate(turn.steps)}
    found: list[dict[str, Any]] = [{**step._asdict(), "problems": []} for step in turn.steps]
    for problem in turn.problems:
        found[last.get(problem.node or "", len(found) - 1)]["problems"].append(problem.model_dump(exclude_none=True))
    return tuple(found)


def _result(claim: Claim, due: Due, turn: Turn | None, flows: Flows, messages: int) -> TurnResult:
    if turn is None:
        return standing(claim, due)
    session, frames = turn.session, turn.session.frames
    return TurnResult(
        took=due.kind,
        number=session.turn,
        status=session.status,
        seen=claim.last_event,
        more=claim.pending > len(due.handled) or waits_for_report(session),
        until=session.waiting.until if session.waiting else None,
        from_delivery=session.waiting is not None and session.waiting.kind in {"reply", "delivery"},
        flow=flows.version(frames[-1].flow).name if frames else "",
        node=frames[-1].node if frames else "",
        messages=messages,
        reason=session.reason,
    )


def waits_for_report(session: Session) -> bool:
    """A report may have come before the wait was there to be woken: another turn looks, once the messages are sent."""
    return session.status == "active" and session.waiting is not None and session.waiting.kind == "delivery"


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
