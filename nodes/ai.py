"""What a node asks of a language model, and what it gets: the words between ``perform`` and its ``io``."""

from typing import Any

from pydantic import Field

from engine import Media, Value

LONGEST_WAIT, MOST_TOKENS, MOST_HISTORY = 120.0, 8_000, 50


class AiRequest(Value):
    """One question to the model of a connection; an empty ``connection`` is the one called `default`.

    ``history`` is how many earlier messages of the run the model sees before ``text``. With ``answer_schema``, a JSON
    Schema of an object, the answer's text is JSON.
    """

    instructions: str
    text: str
    connection: str = ""
    history: int = Field(0, ge=0, le=MOST_HISTORY)
    answer_schema: dict[str, Any] | None = None
    max_tokens: int = Field(500, ge=1, le=MOST_TOKENS)
    timeout: float = Field(30, gt=0, le=LONGEST_WAIT)


class TranscriptRequest(Value):
    """A recording to be written down by the model of a connection; an empty ``connection`` is the one called `transcribe`.

    ``file`` has an address, or is with the platform that it came on. ``hints`` are words that may come up.
    """

    file: Media
    connection: str = ""
    language: str = ""
    hints: str = ""
    timeout: float = Field(30, gt=0, le=LONGEST_WAIT)


class AiAnswer(Value):
    """``cut`` says that the model had more to say than ``max_tokens``."""

    text: str
    model: str = ""
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0
    cut: bool = False


class AiRefused(Exception):
    """There is no answer, and asking again will not help. ``code`` is the problem's code, the text is for people."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
