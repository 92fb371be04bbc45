"""Show that something is being written, for a moment or for as long as the next message would take to type, and go on.

Without a time, the message that follows says how long: its characters at the typing speed, between the shortest and the
longest pause. What the contact writes meanwhile does not end it. Channels that cannot show typing only pause.
"""

from datetime import datetime, timedelta
from typing import Annotated, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from engine import Context, Duration, Event, ForTime, ShowTyping, Step, TimedOut, Value
from nodes.spec import NodeType, only_next
from ui_schema import NodeUi, widget

LONGEST = timedelta(minutes=1)
REFRESH = timedelta(seconds=4)  # platforms show it for about five seconds
AS_LONG_AS = "As long as the next message takes"


def _short(span: timedelta | None) -> timedelta | None:
    if span is not None and not timedelta(milliseconds=200) <= span <= LONGEST:
        raise ValueError("from 0.2 seconds (PT0.2S) to one minute (PT1M): use a delay for longer pauses")
    return span


Pause: TypeAlias = Annotated[Duration, AfterValidator(_short), Field(json_schema_extra=widget("duration"))]


class Params(Value):
    duration: Annotated[Duration | None, AfterValidator(_short)] = Field(
        None,
        title="For",
        description="For example PT3S. Empty: as long as the message that follows would take to type.",
        json_schema_extra=widget("duration"),
    )
    speed: int = Field(
        25,
        ge=1,
        le=200,
        title="Characters a second",
        description="How fast the next message is typed.",
        json_schema_extra=widget("number", section=AS_LONG_AS),
    )
    shortest: Pause = Field(
        timedelta(seconds=1),
        title="At least",
        description="However short the message.",
        json_schema_extra=widget("duration", section=AS_LONG_AS),
    )
    longest: Pause = Field(
        timedelta(seconds=8),
        title="At most",
        description="However long the message.",
        json_schema_extra=widget("duration", section=AS_LONG_AS),
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.shortest > self.longest:
            raise ValueError("the shortest pause is longer than the longest")
        return self


def enter(params: Params, context: Context) -> Step:
    until = context.now + (params.duration or _typed(params, context))
    return _go_on_typing(context, until)


def resume(params: Params, context: Context, event: Event) -> Step:
    if not isinstance(event, TimedOut):
        return Step()
    until = datetime.fromisoformat(context.memory.get("until", context.now.isoformat()))
    return _go_on_typing(context, until) if until > context.now else Step(leave="next")


def _go_on_typing(context: Context, until: datetime) -> Step:
    wait = ForTime(min(until, context.now + REFRESH))
    return Step(effects=(ShowTyping(),), memory={"until": until.isoformat()}, wait=wait)


def _typed(params: Params, context: Context) -> timedelta:
    """How long the first message behind this node takes to type."""
    length = len(next((message.text for message in context.ahead("next")), ""))
    return min(max(timedelta(seconds=length / params.speed), params.shortest), params.longest)


node = NodeType(
    kind="typing",
    params=Params,
    outputs=only_next,
    enter=enter,
    resume=resume,
    ui=NodeUi(title="Typing pause", help=__doc__ or "", group="message", icon="message-circle-more"),
)
