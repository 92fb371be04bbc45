"""One of two versions that a recording is played on."""

from engine.advance import Turn, advance
from engine.apply import contact_after
from engine.compiled import Flows
from engine.effects import ContactChange
from engine.events import CallReturned, Event
from engine.impact.recording import Heard, Recording
from engine.limits import Limits
from engine.session import Session
from engine.world import World


class Side:
    """One of the two versions, as far as it was played."""

    def __init__(self, flows: Flows, recording: Recording) -> None:
        self.flows, self.session, self.contact = flows, Session(), recording.contact
        self._recording = recording

    def turn(self, heard: Heard, steps: int | None = None) -> Turn:
        """What comes of it, or of its first so many steps. Nothing is kept."""
        limits = Limits() if steps is None else Limits(steps_per_turn=steps)
        known = self._recording
        world = World(
            now=heard.at,
            contact=self.contact,
            channel=known.channel,
            conversation=known.conversation,
            globals=known.globals,
            contact_fields=known.contact_fields,
            templates=known.templates,
            limits=limits,
        )
        return advance(self.flows, self.session, self._addressed(heard.event), world)

    def keep(self, turn: Turn) -> None:
        self.session = turn.session
        for effect in turn.effects:
            if isinstance(effect, ContactChange):
                self.contact = contact_after(self.contact, effect)

    @property
    def stand(self) -> tuple[str, ...]:
        return () if self.session.ended else tuple(frame.node for frame in self.session.frames)

    def _addressed(self, event: Event) -> Event:
        waiting = self.session.waiting
        if isinstance(event, CallReturned) and waiting and waiting.call:
            return event.model_copy(update={"call": waiting.call})
        return event
