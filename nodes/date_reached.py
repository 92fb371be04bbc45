"""Start here on the date that a field of the contact holds, or so many days before or after it: a birthday, a renewal, an
appointment. The day is `result.<node>.date`."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from engine import Context, News, Step
from engine.kinds import Holds
from engine.shapes import Plain
from nodes.fields import FieldName, OptionalFieldName
from nodes.news import Saving, entered
from nodes.spec import NodeType, only_next
from nodes.starting import admits
from nodes.weekly import Begin
from nodes.zones import zone_of
from ui_schema import NodeUi, widget

KIND = "contact.date_reached"
FARTHEST = 366
_AROUND = range(-2, 2)  # local days that may be due: no zone is farther than 14 hours from UTC

_DateField: TypeAlias = Annotated[
    FieldName, Plain(lambda name: name not in {"name", "language"}, "holds no date", "choose a field of dates")
]


class Params(Saving):
    field: Annotated[_DateField, Holds("date")] = Field(
        title="Date field", description="The contact's field that holds a date, such as 1990-01-15."
    )
    days: int = Field(
        0,
        ge=-FARTHEST,
        le=FARTHEST,
        title="Days after it",
        description="0 is the day itself, 3 three days later, -3 three days before.",
        json_schema_extra=widget("number"),
    )
    at: Begin = Field("09:00", title="At", description="Local time, for example 09:00.")
    repeats: Literal["once", "every_year"] = Field(
        "once",
        title="Repeats",
        description="Once, or every year: who was born on 29 February has their day on the 28th in other years.",
        json_schema_extra=widget("select"),
    )
    contact_zone: OptionalFieldName = Field(
        None,
        title="Time zone of the contact",
        description="The contact field that holds it, such as Asia/Kolkata. Without one, the time zone below counts.",
    )


def hears(params: Params, news: News) -> bool:
    return news.kind == KIND and news.data.get("field") == params.field


def enter(params: Params, context: Context) -> Step:
    return entered(params, context, "date")


def occurrence(params: Params, value: str, zone: str | None, after: datetime, until: datetime) -> date | None:
    """The day that comes between these moments, less than two days apart, for who has this date in the field."""
    try:
        base = date.fromisoformat(value[:10])
    except ValueError:
        return None
    local = (zone_of(zone.strip()) if zone else None) or zone_of(params.zone)
    for day in _days(until):
        moment = datetime.combine(day, time.fromisoformat(params.at), local).astimezone(UTC)
        if _falls(params, base, day - timedelta(params.days)) and after < moment <= until:
            return day
    return None


def beginnings(params: Params, now: datetime) -> tuple[str, ...]:
    """How the dates are written that may be due: whole, or month and day where the year does not matter."""
    bases = [day - timedelta(params.days) for day in _days(now)]
    if params.repeats == "once":
        return tuple(base.isoformat() for base in bases)
    leap = ("02-29",) if any((base.month, base.day) == (2, 28) for base in bases) else ()
    return (*(f"{base:%m-%d}" for base in bases), *leap)


def _days(now: datetime) -> list[date]:
    return [now.date() + timedelta(number) for number in _AROUND]


def _falls(params: Params, base: date, day: date) -> bool:
    if params.repeats == "once":
        return day == base
    born_late = (base.month, base.day) == (2, 29) and (day + timedelta(1)).day == 1 and day.month == 2  # noqa: PLR2004
    return day.year >= base.year and ((day.month, day.day) == (base.month, base.day) or born_late)


node = NodeType(
    kind="date_reached",
    params=Params,
    outputs=only_next,
    enter=enter,
    hears=hears,
    admits=admits,
    ui=NodeUi(title="Date reached", help=__doc__ or "", group="trigger", icon="calendar-heart"),
)
