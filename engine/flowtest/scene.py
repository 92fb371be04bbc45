"""Where a played dialogue stands: what has not been looked at yet, and what came of the last thing that happened."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from engine.effects import Call, Effect, SendMessage
from engine.flowtest.naming import Naming
from engine.flowtest.outcome import Failed, Heard
from engine.simulator import Simulator
from engine.steps import StepTaken


class Spoken(NamedTuple):
    """A message of the bot, and how long after the last thing that happened it was sent."""

    message: SendMessage
    after: timedelta

    @property
    def in_words(self) -> str:
        return repr(_text(self.message))


@dataclass(slots=True)
class Scene:
    """``called``: the calls that came of the last thing that happened, each with the flow that made it. ``ignored``: why what
    was said last started nothing."""

    simulator: Simulator
    naming: Naming
    called: list[tuple[str, Call]] = field(default_factory=list)
    unheard: list[Spoken] = field(default_factory=list)
    transcript: list[Heard] = field(default_factory=list)
    began: datetime = field(init=False)
    ignored: str = ""
    _said: int = 0
    _effects: int = 0
    _steps: int = 0

    def __post_init__(self) -> None:
        self.began = self.simulator.world.now

    def begins(self, heard: Heard, *, hurried: bool = False) -> None:
        """Something happens. The contact speaks only after everything was heard; time and people may interrupt."""
        if self.unheard and not hurried:
            raise Failed("the contact to speak after all was heard", self.unheard[0].in_words)
        self.transcript.append(heard)
        self.began, self.ignored = self.simulator.world.now, ""
        self.called.clear()
        self._effects, self._steps = len(self.simulator.effects), len(self.simulator.steps)

    def listen(self) -> None:
        """Keep what the bot has said since, to be expected."""
        spoken = self.simulator.spoken[self._said :]
        self._said = len(self.simulator.spoken)
        self.unheard += [Spoken(message, at - self.began) for at, message in spoken]
        self.transcript += [Heard(speaker="bot", text=_text(message)) for _, message in spoken]

    @property
    def effects(self) -> list[Effect]:
        return self.simulator.effects[self._effects :]

    @property
    def steps(self) -> list[StepTaken]:
        return self.simulator.steps[self._steps :]

    @property
    def variables(self) -> dict[str, Any]:
        frames = self.simulator.session.frames
        return frames[-1].variables if frames else {}


def _text(message: SendMessage) -> str:
    """The message in one line, with all that is shown besides its text."""
    place, card = message.location, message.card
    alone = [f"(place: {place.name or 'no name'}, {place.latitude}, {place.longitude})"] if place else []
    alone += [f"(contact: {card.name} {card.phone})"] if card else []
    file = [f"({message.media.kind}: {message.media.url})"] if message.media else []
    reaction = [f"({message.reaction.emoji} on what was written)"] if message.reaction else []
    buttons = (*message.buttons, *(button for slide in message.slides for button in slide.buttons))
    cards = [f"({slide.title})" for slide in message.slides]
    return " ".join(
        [message.text, *reaction, *file, *alone, *cards, *(f"[{button.title}]" for button in buttons)]
    ).strip()
