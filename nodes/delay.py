"""Wait for a while, until a moment, a time of day or business hours, and go on.

What the contact writes meanwhile does not end the wait. A time of day is the next one: at 9:00, “until 9:00” is tomorrow.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from engine import Context, Event, ForTime, Step, TimedOut, Value
from engine.shapes import Plain
from nodes.fields import FieldName, OptionalSpan, Title
from nodes.local_time import next_opening, next_time, zone_in
from nodes.quoting import quoted
from nodes.spec import NodeType, only_next
from nodes.weekly import Begin, Day, Hours, IsoDate
from nodes.zones import TimeZone
from ui_schema import NodeUi, widget

LONGEST = timedelta(days=3_660)
WITHIN, WHERE = "Only within business hours", "Local time"


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


class Params(Value):
    duration: OptionalSpan = Field(None, title="For", description="How long, for example PT90M or P2D.")
    until: Annotated[Title, Plain(_is_moment, "is no date and time", "write one such as 2027-01-31T09:00")] = Field(
        "",
        title="Until",
        description="Or a moment: 2027-01-31T09:00+01:00, or a template of one. Without an offset it is meant in the time"
        " zone below.",
        json_schema_extra=widget("template"),
    )
    at: Begin | None = Field(
        None,
        title="Until it is",
        description="Or a time of day, for example 09:00: the next time that it is.",
        json_schema_extra=widget("text", role="time"),
    )
    days: tuple[Day, ...] = Field(
        (),
        max_length=7,
        title="On",
        description="The days of the week on which that time counts. None: every day.",
        json_schema_extra=widget("select", multiple=True),
    )
    hours: tuple[Hours, ...] = Field(
        (),
        max_length=70,
        title="Hours",
        description="The week: a wait that ends outside of them goes on until they begin. Alone: until they begin.",
        json_schema_extra=widget("key_values", section=WITHIN),
    )
    holidays: tuple[IsoDate, ...] = Field(
        (),
        max_length=400,
        title="Holidays",
        description="Days on which no hours begin, such as 2027-12-25.",
        json_schema_extra=widget("words", role="dates", section=WITHIN),
    )
    zone: TimeZone = Field(
        "UTC",
        title="Time zone",
        description="In which the moment, the time of day and the hours are meant: Europe/Berlin.",
        json_schema_extra=widget("text", role="time_zone", section=WHERE),
    )
    contact_zone: FieldName | None = Field(
        None,
        title="Contact's time zone",
        description="A contact field that holds a time zone: where it does, the times are meant in that one.",
        json_schema_extra=widget("select", source="contact_fields", section=WHERE),
    )

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        ends = (self.duration is not None, bool(self.until.strip()), self.at is not None)
        if sum(ends) > 1 or not (any(ends) or self.hours):
            raise ValueError("a delay has a duration, a moment or a time of day: one of them, or business hours alone")
        if self.days and self.at is None:
            raise ValueError("days of the week need a time of day: say until when on these days")
        return self


def enter(params: Params, context: Context) -> Step:
    zone = zone_in(context, params.zone, params.contact_zone)
    until = _end(params, context, zone)
    if until is not None and params.hours:
        until = _within_hours(params, context, zone, max(until, context.now))
    if until is None or until <= context.now:
        return Step(leave="next")
    return Step(wait=ForTime(until))


def resume(params: Params, context: Context, event: Event) -> Step:
    return Step(leave="next") if isinstance(event, TimedOut) else Step()


def _end(params: Params, context: Context, zone: ZoneInfo) -> datetime | None:
    """None for a moment that is none; now, where only business hours are waited for."""
    if params.until.strip():
        return _moment(params, context, zone)
    if params.at is not None:
        return next_time(params.at, frozenset(params.days), context.now, zone)
    return context.now + (params.duration or timedelta(0))


def _within_hours(params: Params, context: Context, zone: ZoneInfo, moment: datetime) -> datetime | None:
    opening = next_opening(params.hours, frozenset(params.holidays), moment, zone)
    if opening is None:
        context.problem("never_open", "the hours never begin: every day of them is a holiday; it goes on", "holidays")
    return opening


def _moment(params: Params, context: Context, zone: ZoneInfo) -> datetime | None:
    text = context.render(params.until, "until").strip()
    try:
        moment = datetime.fromisoformat(text)
        until = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        context.problem("bad_date", f"{quoted(text)} is no date and time; the delay is left out", "until")
        return None
    if until - context.now > LONGEST:
        context.problem(
            "too_far", f"{quoted(text)} is more than {LONGEST.days} days away; the delay is left out", "until"
        )
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
