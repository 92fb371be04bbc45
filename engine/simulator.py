"""A conversation without servers: the same ``advance`` on a virtual clock, for the editor, the terminal and flow tests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from engine.advance import Turn, advance
from engine.apply import contact_after
from engine.compiled import CompiledFlow, Flows
from engine.delivery import Fate, report
from engine.effects import Call, ContactChange, Effect, SendMessage
from engine.errors import EventRefused
from engine.events import CallReturned, Event, MessageReceived, Started, TimedOut
from engine.news import News
from engine.problems import Problem
from engine.session import Session
from engine.steps import StepTaken
from engine.world import World

Simulate: TypeAlias = Callable[[Call], CallReturned]
MOST_TURNS = 1_000  # without the contact: whoever tries a flow out is told of a loop, and does not wait for it


@dataclass(slots=True)
class Simulator:
    """Drive one contact through flows. Nothing is sent and nothing is called: ``simulate`` answers the calls.

    ``spoken`` holds what the bot said, in order and with its moment; ``steps`` and ``problems`` what happened on the way;
    ``started`` is when a flow was last started, and ``begun`` how much was spoken before. ``fate`` is what becomes of
    messages: they arrive at once, and nobody says that they are read. What somebody is never sent who has opted out is not
    spoken, and has failed (``stopped``).
    """

    flows: Flows
    world: World
    simulate: Simulate
    session: Session = field(default_factory=Session)
    spoken: list[tuple[datetime, SendMessage]] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    steps: list[StepTaken] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    started: datetime | None = None
    begun: int | None = None
    fate: Fate = "delivered"
    stopped: bool = False

    def start(
        self,
        flow: CompiledFlow,
        node: str | None = None,
        message: MessageReceived | None = None,
        inputs: Mapping[str, Any] | None = None,
        news: News | None = None,
    ) -> list[SendMessage]:
        """Begin at this trigger, or at the flow's first; what the bot says until it waits."""
        at = node or flow.entry
        if at is None:
            raise EventRefused("the flow has no trigger to start from")
        self.session, self.started, self.begun = Session(), self.world.now, len(self.spoken)
        self.stopped = False
        return self.take(Started(flow=flow.id, node=at, inputs=dict(inputs or {}), message=message, news=news))

    def say(self, text: str = "", choice: str | None = None) -> list[SendMessage]:
        return self.take(MessageReceived(text=text, choice=choice))

    def wait(self, duration: timedelta) -> list[SendMessage]:
        """Let time pass; every deadline on the way comes due at its own moment."""
        until, said = self.world.now + duration, len(self.spoken)
        for _ in range(MOST_TURNS):
            due = self._deadline()
            if due is None or due > until:
                self._at(until)
                return self.transcript[said:]
            self._at(max(due, self.world.now))
            self.take(TimedOut())
        raise EventRefused(f"{MOST_TURNS} deadlines in this time: is there a loop?")

    def take(self, event: Event) -> list[SendMessage]:
        """What the bot says to this event, calls answered on the way."""
        said = len(self.spoken)
        self._keep(advance(self.flows, self.session, self._named(event), self.world))
        for _ in range(MOST_TURNS):
            following = self._follows()
            if following is None:
                return self.transcript[said:]
            self._keep(advance(self.flows, self.session, following, self.world))
        raise EventRefused(f"{MOST_TURNS} calls or reports without the contact: is there a loop?")

    def reports(self, status: Fate) -> list[SendMessage]:
        """What becomes of messages from here on, and of the last one, if the flow waits for it."""
        self.fate = status
        following = self._follows()
        return self.take(following) if following else []

    def _follows(self) -> Event | None:
        """What happens by itself: the result of a call, and what becomes of the last message."""
        waiting = self.session.waiting
        if waiting and waiting.kind == "call":
            call = next(e for e in reversed(self.effects) if isinstance(e, Call))
            return self.simulate(call).model_copy(update={"call": call.id})
        if waiting and waiting.report:
            return report(waiting.report, self._last, tells=self.fate != "unknown")
        return None

    @property
    def _last(self) -> Fate | None:
        """What became of the last message; None if the session has said nothing. Of one that began elsewhere, nobody knows."""
        if self.stopped:
            return "failed"
        return None if self.begun == len(self.spoken) else self.fate

    def _named(self, event: Event) -> Event:
        """What is written can be reacted to; a press is no message."""
        match event:
            case MessageReceived(choice=None, message_id=None):
                return event.model_copy(update={"message_id": f"said-{self.session.turn}"})
            case Started(message=MessageReceived() as message):
                return event.model_copy(update={"message": self._named(message)})
            case _:
                return event

    @property
    def transcript(self) -> list[SendMessage]:
        return [message for _, message in self.spoken]

    def _keep(self, turn: Turn) -> None:
        self.session = turn.session
        self.effects += turn.effects
        self.steps += turn.steps
        self.problems += turn.problems
        for effect in turn.effects:
            if isinstance(effect, SendMessage):
                self._say(effect)
            elif isinstance(effect, ContactChange):
                contact = contact_after(self.world.contact, effect)
                self.world = self.world.model_copy(update={"contact": contact})

    def _say(self, message: SendMessage) -> None:
        self.stopped = self.world.contact.opted_out
        if not self.stopped:
            self.spoken.append((self.world.now, message))

    def _deadline(self) -> datetime | None:
        return self.session.waiting.until if self.session.waiting else None

    def _at(self, moment: datetime) -> None:
        self.world = self.world.model_copy(update={"now": moment})
