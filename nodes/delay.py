"""Wait for a while, or until a moment, and go on. What the contact writes meanwhile does not end the wait."""

from datetime import UTC, datetime, timedelta
from typing import Self

from pydantic import Field, model_validator

from engine import Context, Event, ForTime, Step, TimedOut, Value
from nodes.fields import OptionalSpan, Title
from nodes.spec import NodeType
from nodes.starting import only_next
from ui_schema import NodeUi, widget

LONGEST = timedelta(days=3_660)


class Params(Value):
    duration: OptionalSpan = Field(None, title="For", description="How long, for example PT90M or P2D.")
    until: Title = Field(
        "",
        title="Until",
        description="Or a moment: 2027-01-31T09:00+01:00, or a template of one. Without an offset it is UTC.",
        json_schema_extra=widget("template"),
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.duration is None) == (not self.until.strip()):
            raise ValueError("a delay has a duration or a moment: one of both")
        return self


def enter(params: Params, context: Context) -> Step:
    until = context.now + params.duration if params.duration else _moment(params, context)
    if until is None or until <= context.now:
        return Step(leave="next")
    return Step(wait=ForTime(until))


def resume(params: Params, context: Context, event: Event) -> Step:
    return Step(leave="next") if isinstance(event, TimedOut) else Step()


def _moment(params: Params, context: Context) -> datetime | None:
    text = context.render(params.until, "until").strip()
    try:
        moment = datetime.fromisoformat(text)
        until = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        context.problem("bad_date", f"{text[:60]!r} is no date and time; the delay is left out", "until")
        return None
    if until - context.now > LONGEST:
        context.problem("too_far", f"{text[:60]} is more than {LONGEST.days} days away; the delay is left out", "until")
        return None
    return until


node = NodeType(
    kind="delay",
    params=Params,
    outputs=only_next,
    enter=enter,
    resume=resume,
    ui=NodeUi(title="Delay", help=__doc__ or "", group="time", icon="timer"),
)
