"""A run that really happened, written down as a flow test."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from api.recorded_givens import NOTHING, Given
from engine import MessageReceived, News, SendMessage
from engine.dialogue import FlowTest, Happening, Line, Person, Returned
from engine.durations import parse_duration
from engine.flowtest.record import heard, said
from engine.leaving import STAY
from store.records import Contact, RunDetail, RunEvent, RunTurn

WAITS, REPORTS = "wait_for_delivery", frozenset({"delivered", "read", "failed", "unknown"})
SPLITS = frozenset({"random_split", "ab_test"})
ENDS = frozenset({"completed", "failed"})
LEFT_OUT = "; what another flow asked is left out"


def recorded(found: RunDetail, contact: Contact, channel: str, given: Given = NOTHING) -> FlowTest:
    """With the contact as they were when it began. Of runs of before that was kept, today's name and language."""
    recording = _Recording(found)
    begun, then = recording.begun, found.contact_then or {"name": contact.name, "language": contact.language}
    return FlowTest(
        name=f"recorded from the run of {found.run.started_at:%d %B %Y, %H:%M}{LEFT_OUT if recording.left_out else ''}",
        contact=Person.model_validate({"id": contact.id, **then}),
        channel=channel,
        start=begun.get("node"),
        inputs=begun.get("inputs", {}),
        at=found.run.started_at.replace(microsecond=0),
        contact_fields=dict(given.contact_fields),
        globals=dict(given.globals),
        templates=given.templates,
        ways=recording.ways,
        dialogue=tuple(recording.lines()),
    )


class _Recording:
    def __init__(self, found: RunDetail) -> None:
        self.run = found.run
        self.turns = [turn for turn in found.turns if turn.number]
        self.events: Mapping[UUID | None, RunEvent] = {event.id: event for event in found.events}
        self.came = {message.id: message.content for message in found.messages if message.direction == "in"}
        self.sent = [message for message in found.messages if message.direction == "out"]
        self.calls = [call for call in found.calls if call.status in {"done", "failed"}]
        self.left_out = frozenset(self._of_others())

    @property
    def begun(self) -> Mapping[str, Any]:
        """The order or the trigger that began it."""
        data = self._data(self.turns[0]) if self.turns else {}
        return data.get("trigger") or data

    @property
    def ways(self) -> dict[str, str]:
        """Which way splits took: without a name they draw anew in each version."""
        steps = (step for turn in self.turns for step in turn.steps)
        return {step.node: step.left for step in steps if step.kind in SPLITS and step.left}

    def lines(self) -> Iterator[Line]:
        before = self.run.started_at
        if any(step.kind == WAITS for turn in self.turns for step in turn.steps):
            yield Line(reports="nothing")
        for index, turn in enumerate(self.turns):
            if turn.id not in self.left_out:
                yield from self._told(index, turn, before)
            if turn.steps or turn.event_kind == "take_over":  # else the deadline is the one that it was
                before = turn.created_at
        if self.run.status in ENDS:
            yield Line.model_validate({"ends": self.run.status})

    def _told(self, index: int, turn: RunTurn, before: datetime) -> Iterator[Line]:
        if self._by_itself(index):
            yield from self._returns(index)
            yield from self._happens(turn, before)
        yield from (heard(one) for one in self._said(turn) if not (one.of_row and one.of_row.at))

    def _said(self, turn: RunTurn) -> list[SendMessage]:
        return [SendMessage.model_validate(one.content) for one in self.sent if one.turn_id == turn.id]

    def _of_others(self) -> Iterator[UUID]:
        """Turns in which another flow, which no test of this one has, asked whether to leave, and was told to stay away."""
        strange = False
        for turn in self.turns:
            if any(button.id == STAY for one in self._said(turn) for button in one.buttons):
                strange = (self._data(turn).get("trigger") or {}).get("flow") != str(self.run.flow_id)
            elif not _stays(turn):
                strange = False
            if strange:
                yield turn.id

    def _returns(self, index: int) -> Iterator[Line]:
        """What calls gave that were made from here until something else happened: a test must know it beforehand."""
        after = next((i for i in range(index + 1, len(self.turns)) if self._by_itself(i)), len(self.turns))
        turns = {turn.id for turn in self.turns[index:after]}
        for call in self.calls:
            if call.turn_id in turns:
                yield Line(returns={call.node: Returned(result=call.result, error=call.error, detail=call.detail)})

    def _by_itself(self, index: int) -> bool:
        return self.turns[index].event_kind != "call_returned"

    def _happens(self, turn: RunTurn, before: datetime) -> Iterator[Line]:
        event = self._event(turn)
        match turn.event_kind:
            case "message" if event and event.message_id in self.came:
                yield said(MessageReceived.model_validate(self.came[event.message_id]))
            case "start":
                news = event.data.get("news") if event else None
                yield Line(starts=News.model_validate(news) if news else True)
            case "timed_out":
                yield Line(waits=timedelta(seconds=ceil((turn.created_at - before).total_seconds())))
            case "take_over":
                idle = self._data(turn).get("idle")
                yield Line(takes_over=parse_duration(idle) if idle else True)
            case "hand_back" if event and event.data.get("resolved"):
                yield Line(resolves=True)
            case "hand_back":
                yield Line(hands_back=(event.data.get("node") if event else None) or True)
            case "reported" if turn.steps and turn.steps[0].left in REPORTS:
                yield Line(reports=turn.steps[0].left)
                yield Line(reports="nothing")
            case "happened" if event:
                yield Line(happens=Happening(key=event.data["key"], data=event.data.get("data")))

    def _event(self, turn: RunTurn) -> RunEvent | None:
        return self.events.get(turn.event_id)

    def _data(self, turn: RunTurn) -> Mapping[str, Any]:
        event = self._event(turn)
        return event.data if event else {}


def _stays(turn: RunTurn) -> bool:
    """Whether the contact said that they would rather not leave; who was asked nothing else before visits no node."""
    return turn.event_kind == "message" and (not turn.steps or turn.steps[0].entered == "interrupted")
