"""What comes of a flow test: whether it holds, what was said up to there, and where it went."""

from typing import Literal, TypeAlias

from engine.model import Value
from engine.steps import StepTaken

Speaker: TypeAlias = Literal["contact", "bot", "time", "team"]


class Failure(Value):
    """The first line that did not hold: its number from 1, what was expected, what was found."""

    line: int
    expected: str
    found: str

    def __str__(self) -> str:
        return f"line {self.line}: expected {self.expected}, found {self.found}"


class Heard(Value):
    """One thing of the transcript, in words."""

    speaker: Speaker
    text: str


class Outcome(Value):
    """A test that was run; without ``failure`` every line holds."""

    name: str
    failure: Failure | None
    transcript: tuple[Heard, ...]
    steps: tuple[StepTaken, ...]


class Failed(Exception):
    """A line does not hold; raised by the player, told as a ``Failure``."""

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(expected)
        self.expected, self.found = expected, found
