"""A run that really happened, written down as a flow test."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from api.recorded_givens import NOTHING, Given, gone_through
from api.recorded_times import Times
from api.replaying import begun_by
from engine import MessageReceived, News, SendMessage
from engine.dialogue import MOST_LINES, FlowTest, Happening, Line, Person, Returned
from engine.durations import parse_duration
from engine.flowtest.record import heard, said
from engine.leaving import STAY
from nodes import ab_test, opt_out, random_split, wait_for_delivery
from store.errors import Conflict
from store.records import Contact, RunDetail, RunEvent, RunTurn
from workflows.due import pulled

REPORTS = frozenset({"delivered", "read", "failed", "unknown"})
SPLITS = frozenset({random_split.node.kind, ab_test.node.kind})
UNFIT = "unfit_input"
STOPPED = "contact_stopped"
TICK = timedelta(milliseconds=100)  # people write a second line within one, while the flow waits for it
ENDS = frozenset({"completed", "failed"})
LEFT_OUT = "; what another flow asked is left out"
SEVERAL = "; it went through several versions, none of which may do all of this"


def recorded(found: RunDetail, contact: Contact, channel: str, given: Given = NOTHING) -> FlowTest:
    """With the contact as they were when it began. Of runs of before that was kept, today's name and language."""
    recording = _Recording(found, given.keys)
    begun, then = recording.begun.order, found.contact_then or {"name": contact.name, "language": contact.language}
    return FlowTest(
        name=f"recorded from the run of {found.run.started_at:%d %B %Y, %H:%M}{''.join(recording.reserves())}",
        contact=Person.model_validate({"id": contact.id, **then}),
        channel=channel,
        start=begun.get("node"),
        inputs=recording.inputs(begun.get("inputs", {})),
        at=found.run.started_at.replace(microsecond=0),
        contact_fields=dict(given.contact_fields),
        globals=dict(given.globals),
        templates=given.templates,
        missing_flows=given.missing_flows,
        ways=recording.ways,
        dialogue=recording.dialogue(),
    )


class _Recording:
    """``clock`` is where the test's own clock stands; ``since`` the moment from which the next deadline counts at the
    earliest: what comes right after a deadline comes before the clock, which is up to a ``TICK`` further."""

    def __init__(self, found: RunDetail, keys: Mapping[UUID, str]) -> None:
        self.versions = gone_through(found)
        self.run, self.keys, self.begun = found.run, keys, begun_by(found)
        self.contact_then = found.contact_then or {}
        self.turns = [turn for turn in found.turns if turn.number]
        self.events: Mapping[UUID | None, RunEvent] = {event.id: event for event in found.events}
        self.came = {message.id: message.content for message in found.messages if message.direction == "in"}
        self.sent = [message for message in found.messages if message.direction == "out"]
        self.calls = [call for call in found.calls if call.status in {"done", "failed"}]
        self.left_out = frozenset(self._of_others())
        self.clock = self.since = self.turns[0].created_at if self.turns else self.run.started_at
        self.times = Times(self.since)

    @property
    def ways(self) -> dict[str, str]:
        """Which way splits took: without a name they draw anew in each version."""
        steps = (step for turn in self.turns for step in turn.steps)
        return {step.node: step.left for step in steps if step.kind in SPLITS and step.left}

    def inputs(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Without those that the flow did not take."""
        problems = (problem for turn in self.turns[:1] for step in turn.steps for problem in step.problems)
        unfit = {problem.field for problem in problems if problem.code == UNFIT}
        return {name: value for name, value in given.items() if name not in unfit}

    def reserves(self) -> Iterator[str]:
        """Why the test may not be all of the run, or not hold."""
        if self.left_out:
            yield LEFT_OUT
        versions = self.versions & self.keys.keys()
        if len({self.keys[version] for version in versions}) < len(versions):
            yield SEVERAL

    def dialogue(self) -> tuple[Line, ...]:
        if len(lines := tuple(self.lines())) > MOST_LINES:
            raise Conflict("run", f"it is of {len(lines)} lines, and a flow test has at most {MOST_LINES}")
        return lines

    def lines(self) -> Iterator[Line]:
        if any(step.kind == wait_for_delivery.node.kind for turn in self.turns for step in turn.steps):
            yield Line(reports="nothing")
        for index, turn in enumerate(self.turns):
            if turn.id not in self.left_out:
                yield from self._told(index, turn)
        if self.run.status in ENDS:
            yield Line.model_validate({"ends": self.run.status})

    def _told(self, index: int, turn: RunTurn) -> Iterator[Line]:
        if self._by_itself(index):
            yield from self._returns(index)
            yield from self._passed(turn) if index else ()
            yield from self._happens(turn)
        yield from (heard(one) for one in self._said(turn) if not (one.of_row and one.of_row.at))

    def _passed(self, turn: RunTurn) -> Iterator[Line]:
        """Until a deadline as long as it takes to reach it, until anything else no longer than it was."""
        due, at = turn.event_kind == "timed_out", self._moment(turn)
        passed = at - (self.since if due else self.clock)
        if (waits := (-(-passed // TICK) if due else passed // TICK) * TICK) > timedelta():
            self.clock += waits
            yield Line(waits=waits)
        self.since = self.clock if due else min(self.clock, at)

    def _moment(self, turn: RunTurn) -> datetime:
        return self.times.of(turn, self._event(turn), silent=not self._said(turn))

    def _said(self, turn: RunTurn) -> list[SendMessage]:
        """Without what was kept from somebody who had opted out, where a test knows of that: it does not hear it either."""
        unheard = {STOPPED} if self._opts_out else set()
        sent = (one for one in self.sent if one.turn_id == turn.id and one.error_code not in unheard)
        return [SendMessage.model_validate(one.content) for one in sent]

    @cached_property
    def _opts_out(self) -> bool:
        """Before the run or by it; that a platform told it meanwhile is nothing that a test could say."""
        then = self.contact_then.get("opted_out")
        return bool(then) or any(step.kind == opt_out.node.kind for turn in self.turns for step in turn.steps)

    def _of_others(self) -> Iterator[UUID]:
        """Turns in which another flow, which no test of this one has, asked whether to leave, and was told to stay away."""
        strange = False
        for turn in self.turns:
            if any(button.id == STAY for one in self._said(turn) for button in one.buttons):
                strange = (pulled(self._data(turn), busy=True) or {}).get("flow") != str(self.run.flow_id)
            elif not _stays(turn):
                strange = False
            if strange:
                yield turn.id

    def _returns(self, index: int) -> Iterator[Line]:
        """What calls gave that were made from here until something else happened: a test must know it beforehand."""
        after = next((i for i in range(index + 1, len(self.turns)) if self._by_itself(i)), len(self.turns))
        turns, rows = {turn.id: turn for turn in self.turns[index:after]}, dict[str, list[Returned]]()
        for call in self.calls:
            if turn := turns.get(call.turn_id):
                given = Returned(result=call.result, error=call.error, detail=call.detail)
                rows.setdefault(self._name(call.node, turn), []).append(given)
        for name, row in rows.items():
            yield Line(returns={name: tuple(row) if len(row) > 1 else row[0]})

    def _name(self, node: str, turn: RunTurn) -> str:
        """With its flow, if that is another one, which the run's flow has run."""
        key = next((self.keys.get(step.flow_version) for step in reversed(turn.steps) if step.node == node), None)
        return f"{key}/{node}" if key and key != self.keys.get(self.run.version_id) else node

    def _by_itself(self, index: int) -> bool:
        return self.turns[index].event_kind != "call_returned"

    def _happens(self, turn: RunTurn) -> Iterator[Line]:
        event = self._event(turn)
        match turn.event_kind:
            case "message" if turn is self.turns[0] and self.begun.message:
                yield said(self.begun.message)
            case "message" if event and event.message_id in self.came:
                yield said(MessageReceived.model_validate(self.came[event.message_id]))
            case "start":
                news = event.data.get("news") if event else None
                yield Line(starts=News.model_validate(news) if news else True)
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
