"""A run that really happened, as the engine can play it again."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from api.simulation import Known
from engine import (
    CallReturned,
    Channel,
    Contact,
    Event,
    HandedBack,
    Happened,
    MessageReceived,
    News,
    Started,
    TakenOver,
    TimedOut,
)
from engine.durations import parse_duration
from engine.impact import Heard, Recording
from store.records import RunDetail, RunEvent, RunTurn
from workflows.due import pulled

NOTHING = Known({}, ())
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


def begun_by(data: Mapping[str, Any], turn: RunTurn) -> Mapping[str, Any]:
    """The order that began a run, or what a message ordered; ``turn`` is the run's first."""
    inside = pulled(data, busy=True) or {}
    at = turn.steps[0].node if turn.steps else None
    return inside if inside.get("node") == at else pulled(data, busy=False) or data


class _Past:
    def __init__(self, found: RunDetail) -> None:
        self.version = str(found.run.version_id)
        self.turns = [turn for turn in found.turns if turn.number]
        self.events: Mapping[UUID | None, RunEvent] = {event.id: event for event in found.events}
        self.came = {message.id: message.content for message in found.messages if message.direction == "in"}
        numbers = {turn.id: turn.number for turn in self.turns}
        self.calls = {
            numbers[one.turn_id]: one for one in found.calls if one.turn_id in numbers and one.status in FINISHED
        }

    def heard(self) -> Iterator[Heard]:
        if not self.turns:
            raise Unrepeatable("nothing has happened in it yet")
        for index, turn in enumerate(self.turns):
            event = self._begun(turn) if index == 0 else self._event(turn)
            path = tuple((step.node, step.left) for step in turn.steps)
            yield Heard(number=turn.number, at=turn.created_at, event=event, path=path)

    def _begun(self, turn: RunTurn) -> Started:
        kept = self.events.get(turn.event_id)
        start = begun_by(kept.data, turn) if kept else {}
        if "node" not in start:
            raise Unrepeatable("how it began was not kept")
        said = self.came.get(kept.message_id) if kept and kept.message_id else None
        message = None if said is None else MessageReceived.model_validate(said)
        news = News.model_validate(start["news"]) if start.get("news") else None
        return Started(
            flow=self.version, node=start["node"], inputs=start.get("inputs", {}), message=message, news=news
        )

    def _event(self, turn: RunTurn) -> Event:
        kept = self.events.get(turn.event_id)
        data = kept.data if kept else {}
        match turn.event_kind:
            case "message" if kept and kept.message_id in self.came:
                if (pulled(data, busy=True) or {}).get("when_busy") == "ask":
                    raise Unrepeatable("another trigger asked whether to leave it, and may ask otherwise today")
                return MessageReceived.model_validate(self.came[kept.message_id])
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

    def _returned(self, turn: RunTurn) -> CallReturned:
        made = max((number for number in self.calls if number < turn.number), default=None)
        if made is None:
            raise Unrepeatable(f"the result of the call before turn {turn.number} was not kept")
        call = self.calls[made]
        return CallReturned(call="", result=call.result, error=call.error, detail=call.detail)
