"""Ask for a time of day: 14:30, 2 pm, “half past two”, “noon”, in six languages. It is kept as 14:30.

Where nobody says which half of the day is meant, it is the likelier one that is within the limits.
"""

import re
from typing import Annotated, ClassVar, TypeAlias

from pydantic import AfterValidator, Field

from engine import Context, Event, MessageReceived, Step, Value
from nodes.asking import Answer, answer, ask
from nodes.fields import Title
from nodes.questions import NO_MATCH, Asking, arms
from nodes.quoting import quoted
from nodes.spec import NodeType
from nodes.times import DAY, HOUR, times
from ui_schema import NodeUi, widget

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
UNREADABLE = "is no time as 09:00 or 17:30"


def _minutes(text: str) -> int:
    """Raises ValueError, with a text for people."""
    clock = _CLOCK.fullmatch(text.strip())
    if clock is None:
        raise ValueError(f"{quoted(text.strip())} {UNREADABLE}")
    return int(clock[1]) * HOUR + int(clock[2])


def _readable(text: str) -> str:
    if text.strip() and "{" not in text:
        _minutes(text)
    return text


Limit: TypeAlias = Annotated[Title, AfterValidator(_readable)]


class TimeLimits(Value):
    """What fits of a time, also in a form."""

    answers: ClassVar = "text"
    earliest: Limit = Field(
        "",
        title="Earliest",
        description="09:00, or a template of it. Empty: any.",
        json_schema_extra=widget("template"),
    )
    latest: Limit = Field(
        "",
        title="Latest",
        description="17:30; if it is before the earliest, the night between them fits. Empty: any.",
        json_schema_extra=widget("template"),
    )


class Params(TimeLimits, Asking):
    """The limits of the answer, and what every question has."""


def outputs(params: Params) -> tuple[str, ...]:
    return ("answered", *arms(params))


def enter(params: Params, context: Context) -> Step:
    return ask(params, context)


def resume(params: Params, context: Context, event: Event) -> Step:
    def read(said: MessageReceived) -> Answer | None:
        earliest, latest = (
            _limit(context, params.earliest, "earliest", 0),
            _limit(context, params.latest, "latest", DAY),
        )
        found = next((time for time in times(said.text, asked=True) if _within(time, earliest, latest)), None)
        if found is None:
            return None
        written = f"{found // HOUR:02}:{found % HOUR:02}"
        return Answer(written, "answered", written)

    return answer(params, context, event, read)


def _within(time: int, earliest: int, latest: int) -> bool:
    return earliest <= time <= latest if earliest <= latest else time >= earliest or time <= latest


def _limit(context: Context, source: str, field: str, without: int) -> int:
    """A limit that cannot be read is none: the author's mistake does not stop the contact."""
    text = context.render(source, field).strip()
    try:
        return _minutes(text) if text else without
    except ValueError as error:
        context.problem("bad_time", f"{error}; there is no such limit", field)
        return without


node = NodeType(
    kind="ask_time",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    fallbacks=frozenset({NO_MATCH}),
    ui=NodeUi(title="Ask for a time", help=__doc__ or "", group="input", icon="clock"),
)
