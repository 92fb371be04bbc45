"""A run that really happened, as the engine can play it again."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from api.simulation import Known
from engine import (
    CallReturned,
    Channel,
    Contact,
    Event,
    FlowSet,
    HandedBack,
    Happened,
    Interrupted,
    MessageReceived,
    News,
    Started,
    TakenOver,
    TimedOut,
)
from engine.durations import parse_duration
from engine.impact import Heard, Recording
from engine.leaving import STAY
from engine.marks import flows_in
from store.records import Message, RunDetail, RunEvent, RunStep, RunTurn
from workflows.due import pulled

NOTHING = Known({}, ())
NOT_THERE = "unknown_flow"
FINISHED = frozenset({"done", "failed"})


class Unrepeatable(Exception):
    """Something that the run depended on was not kept."""


def replayable(found: RunDetail, channel: Channel, known: Known = NOTHING) -> Recording:
    """Raises Unrepeatable."""
    past, run = _Past(found), found.run
    if found.contact_then is None:
        raise Unrepeatable("it began before contacts were kept as they were")
    return Recording(
        session=run.id,
        flow=str(run.version_id),
        contact=Contact(id=run.contact_id, **found.contact_then),
        channel=channel,
        conversation=run.conversation_id,
        globals=known.globals,
        contact_fields=known.fields,
        templates=known.templates,
        heard=tuple(past.heard()),
    )


class Begun(NamedTuple):
    """The order that began a run, or what a message ordered; ``message`` is what was said for it."""

    order: Mapping[str, Any] = MappingProxyType({})
    message: MessageReceived | None = None


def begun_by(found: RunDetail) -> Begun:
    """Empty if it was not kept. Where the contact was asked whether to leave another run for this one, the words that were
    asked about count, and not their yes."""
    first = next((turn for turn in found.turns if turn.number), None)
    kept = next((event for event in found.events if first and event.id == first.event_id), None)
    if first is None or kept is None:
        return Begun()
    own = [
        one for one in _orders(found, kept) if one.order.get("flow", str(found.run.flow_id)) == str(found.run.flow_id)
    ]
    at = first.steps[0].node if first.steps else None
    return next((one for one in own if one.order.get("node") == at), own[-1] if own else Begun())


def _orders(found: RunDetail, kept: RunEvent) -> Iterator[Begun]:
    """All that may have begun it: a message keeps what it orders inside another flow, and what it orders elsewhere."""
    said = next((one.content for one in found.messages if one.id == kept.message_id), None)
    message = None if said is None else MessageReceived.model_validate(said)
    if message and found.leaving and found.leaving.answer(message) == "leave":
        yield Begun(found.leaving.to.order, found.leaving.to.message)
    yield Begun(pulled(kept.data, busy=True) or {}, message)
    yield Begun(pulled(kept.data, busy=False) or kept.data, message)


def missing_flows(found: RunDetail, flows: FlowSet) -> frozenset[str]:
    """The keys of flows that were to be run and were not there then, whatever there is now. ``flows`` has the versions that
    the run went through."""
    steps = (step for turn in found.turns for step in _empty_handed(turn))
    nodes = (flows.version(str(step.flow_version)).nodes.get(step.node) for step in steps)
    return frozenset(one.key for node in nodes if node for one in flows_in(node.params))


def _empty_handed(turn: RunTurn) -> Iterator[RunStep]:
    """Steps at which a flow that was to be run had ended before it began. The problem tells in which turn, and not at which
    step: it names a node, and nodes of several flows may have the same id."""
    if any(problem.code == NOT_THERE for step in turn.steps for problem in step.problems):
        for step, then in pairwise(turn.steps):
            if then.entered == "flow_ended" and (step.flow_version, step.node) == (then.flow_version, then.node):
                yield step


class _Past:
    def __init__(self, found: RunDetail) -> None:
        self.found, self.version = found, str(found.run.version_id)
        self.turns = [turn for turn in found.turns if turn.number]
        self.events: Mapping[UUID | None, RunEvent] = {event.id: event for event in found.events}
        self.came = {message.id: message.content for message in found.messages if message.direction == "in"}
        self.asked = {one.turn_id for one in found.messages if _asks_to_leave(one)}
        numbers = {turn.id: turn.number for turn in self.turns}
        self.calls = {
            numbers[one.turn_id]: one for one in found.calls if one.turn_id in numbers and one.status in FINISHED
        }

    def heard(self) -> Iterator[Heard]:
        if not self.turns:
            raise Unrepeatable("nothing has happened in it yet")
        for index, turn in enumerate(self.turns):
            event = self._begun() if index == 0 else self._event(turn)
            path = tuple((step.node, step.left) for step in turn.steps)
            yield Heard(number=turn.number, at=turn.created_at, event=event, path=path)

    def _begun(self) -> Started:
        start, message = begun_by(self.found)
        if "node" not in start:
            raise Unrepeatable("how it began was not kept")
        news = News.model_validate(start["news"]) if start.get("news") else None
        return Started(
            flow=self.version, node=start["node"], inputs=start.get("inputs", {}), message=message, news=news
        )

    def _event(self, turn: RunTurn) -> Event:
        kept = self.events.get(turn.event_id)
        data = kept.data if kept else {}
        match turn.event_kind:
            case "message" if kept and kept.message_id in self.came:
                message = MessageReceived.model_validate(self.came[kept.message_id])
                return self._asked(data, message) if turn.id in self.asked else message
            case "call_returned":
                return self._returned(turn)
            case "timed_out":
                return TimedOut()
            case "take_over":
                return TakenOver(idle=parse_duration(data["idle"]) if data.get("idle") else None)
            case "hand_back":
                return HandedBack(node=data.get("node"), resolved=bool(data.get("resolved")))
            case "happened" if kept:
                return Happened(key=data["key"], data=data.get("data"))
            case kind:
                raise Unrepeatable(f"what came in turn {turn.number} ({kind}) was not kept")

    def _asked(self, data: Mapping[str, Any], message: MessageReceived) -> Interrupted:
        """The flow's own trigger asked; of another one's flow it is not known what it would ask today."""
        order = pulled(data, busy=True) or {}
        if order.get("flow") != str(self.found.run.flow_id):
            raise Unrepeatable("another flow's trigger asked whether to leave it, and may ask otherwise today")
        return Interrupted(flow=self.version, node=order["node"], message=message, order=dict(order))

    def _returned(self, turn: RunTurn) -> CallReturned:
        made = max((number for number in self.calls if number < turn.number), default=None)
        if made is None:
            raise Unrepeatable(f"the result of the call before turn {turn.number} was not kept")
        call = self.calls[made]
        return CallReturned(call="", result=call.result, error=call.error, detail=call.detail)


def _asks_to_leave(message: Message) -> bool:
    buttons = message.content.get("buttons", ()) if message.direction == "out" else ()
    return any(button["id"] == STAY for button in buttons)
