"""Dates and times: reckoning with them, reading and showing them. No clock but the one of the turn."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel import dates
from dateutil.relativedelta import relativedelta
from liquid.exceptions import LiquidError
from liquid.filter import with_context

from engine.filters.locale import Filter, locale_of
from engine.filters.values import given, whole_in
from engine.template_compare import described
from engine.template_context import Meter
from engine.template_dates import EPOCH, LONGEST_LAYOUT, formatted, moment, parse_date, parse_time
from engine.template_values import written
from engine.zones import zone_of

FARTHEST = 1_000_000  # units that are added
A_DATE = "a date such as 2026-05-31T10:00:00Z"
LONGEST_WRITTEN = 100  # characters of a date to be read
_SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800}
_CALENDAR = {"month": 1, "year": 12}
_UNITS = (*_SECONDS, *_CALENDAR)
_DIRECTIVE = re.compile(r"%(.?)", re.DOTALL)
_READABLE = frozenset("dmYyHIMSpjbBz%")
_DATES, _TIMES = ("short", "medium", "long", "full"), ("short", "medium")
_DATE_ONLY = re.compile(r"\s*\d{4}-\d\d-\d\d\s*", re.ASCII)


@with_context
def date(value: Any, layout: Any = "", *, context: Meter) -> str:
    """Replaces the library's filter, which fills missing parts from today and reads the machine's time zone."""
    if value in ("now", "today"):
        value = context.globals[value]
    when, told = _moment_or_seconds(value, "date"), written(given(layout))
    return formatted(when, told) if when and told else written(given(value))


def add_time(value: Any, amount: Any, unit: Any) -> str | None:
    """A date stays a date while whole days are added to it. 31 January and a month is the last of February."""
    when = _moment(value, "add_time")
    if when is None:
        return None
    name, size = _unit(unit), whole_in(amount, "add_time", -FARTHEST, FARTHEST)
    try:
        moved = when + (relativedelta(months=size * _CALENDAR[name]) if name in _CALENDAR else _span(name, size))
    except (OverflowError, ValueError) as error:
        raise LiquidError("add_time leaves the years 1 to 9999", token=None) from error
    whole_days = name in _CALENDAR or name in {"day", "week"}
    return moved.date().isoformat() if whole_days and _is_date(value) else _iso(moved)


def at_time(value: Any, clock: Any, zone: Any = None) -> str | None:
    """That day at a time of day: by the clocks of the zone, else of the moment's own."""
    when, hour = _moment(value, "at_time"), _clock(clock)
    if when is None or hour is None:
        return None
    place = when.tzinfo if given(zone) is None else _zone(zone)
    day = when if _is_date(value) else when.astimezone(place)
    return _iso(datetime.combine(day, hour, place))


def _clock(told: Any) -> time | None:
    text = written(given(told)).strip()
    hour = parse_time(text)
    if hour is None and text:
        raise LiquidError(f"at_time needs a time of day such as 14:30, not {described(told)}", token=None)
    return hour


def time_until(value: Any, other: Any, unit: Any) -> int | None:
    """Whole units from one moment to the other; below zero if the other is earlier."""
    first, second, name = _moment(value, "time_until"), _moment(other, "time_until"), _unit(unit)
    if first is None or second is None:
        return None
    if name in _CALENDAR:
        between = relativedelta(second.astimezone(UTC), first.astimezone(UTC))
        return _towards_zero(between.years * 12 + between.months, _CALENDAR[name])
    return _towards_zero(int((second - first).total_seconds()), _SECONDS[name])


def weekday(value: Any) -> int | None:
    when = _moment(value, "weekday")
    return when.isoweekday() if when else None


def week_number(value: Any) -> int | None:
    when = _moment(value, "week_number")
    return when.isocalendar().week if when else None


def epoch(value: Any) -> int | None:
    when = _moment(value, "epoch")
    return (when - EPOCH) // timedelta(seconds=1) if when else None


def from_epoch(value: Any) -> str | None:
    when = _moment_or_seconds(value, "from_epoch", "seconds since 1970, such as 1780221600")
    return _iso(when) if when else None


def in_zone(value: Any, zone: Any) -> str | None:
    """The same moment as the clocks of another place show it."""
    when, known = _moment(value, "in_zone"), _zone(zone)
    return _iso(when.astimezone(known)) if when else None


def _zone(told: Any) -> ZoneInfo:
    if known := zone_of(str(told)):
        return known
    raise LiquidError(f"there is no time zone {str(told)[:64]!r}; one is called Asia/Kolkata", token=None)


def date_read(value: Any, layout: Any) -> str | None:
    """A date that is written in a layout of the author's; nothing if it is not."""
    told, written = str(layout), str(value).strip()
    _refuse_unreadable(told)
    try:
        read = datetime.strptime(written, told) if len(written) <= LONGEST_WRITTEN else None  # noqa: DTZ007  below
    except ValueError:
        return None
    if read is None:
        return None
    has_time = any(found in told for found in ("%H", "%I"))
    return _iso(read if read.tzinfo else read.replace(tzinfo=UTC)) if has_time else read.date().isoformat()


def _refuse_unreadable(layout: str) -> None:
    used = _DIRECTIVE.findall(layout)
    unknown = next((one for one in used if one not in _READABLE), None)
    if unknown is not None:
        raise LiquidError(f"'%{unknown}' cannot be read: digits are %d %m %Y %H %M %S", token=None)
    if len(layout) > LONGEST_LAYOUT or len(set(used)) < len(used):
        raise LiquidError(f"a layout has each part once, and at most {LONGEST_LAYOUT} characters", token=None)
    if not {"Y", "y"} & set(used) or not ("j" in used or ("d" in used and {"m", "b", "B"} & set(used))):
        raise LiquidError("a layout has a day, a month and a year, such as %d/%m/%Y", token=None)


@with_context
def date_shown(value: Any, style: Any = "medium", language: Any = None, *, context: Meter) -> str:
    when, locale = _moment(value, "format_date"), locale_of(given(language), context)
    return dates.format_date(when, _style(style, _DATES), locale) if when else ""


@with_context
def time_shown(value: Any, style: Any = "short", language: Any = None, *, context: Meter) -> str:
    """Of a moment, or of a time that somebody was asked for: 14:30."""
    chosen: Any = _style(style, _TIMES)
    locale, clock = locale_of(given(language), context), parse_time(written(given(value)))
    if clock is not None:
        return dates.format_time(clock, chosen, locale=locale)
    when = _moment(value, "format_time")
    return dates.format_time(when, chosen, tzinfo=when.tzinfo, locale=locale) if when else ""


@with_context
def datetime_shown(value: Any, style: Any = "medium", language: Any = None, *, context: Meter) -> str:
    when, locale = _moment(value, "format_datetime"), locale_of(given(language), context)
    chosen: Any = _style(style, _TIMES)
    return dates.format_datetime(when, chosen, tzinfo=when.tzinfo, locale=locale) if when else ""


@with_context
def relative_time(value: Any, language: Any = None, *, context: Meter) -> str:
    """How far it is from now: ``in 3 days``, ``2 hours ago``."""
    when, now = _moment(value, "relative_time"), parse_date(str(context.globals["now"]))
    if when is None or now is None:
        return ""
    return dates.format_timedelta(when - now, add_direction=True, locale=locale_of(given(language), context))


def _moment(value: Any, name: str) -> datetime | None:
    """Nothing stays nothing; what is set but no date is the author's mistake, and so is a number: 5 is no day of 1970."""
    known = given(value)
    return _known(parse_date(known) if isinstance(known, str) else None, known, name)


def _moment_or_seconds(value: Any, name: str, wanted: str = A_DATE) -> datetime | None:
    known = given(value)
    return _known(moment(known), known, name, wanted)


def _known(when: datetime | None, value: Any, name: str, wanted: str = A_DATE) -> datetime | None:
    if when is None and value is not None and written(value).strip():
        raise LiquidError(f"{name} needs {wanted}, not {described(value)}", token=None)
    return when


def _unit(told: Any) -> str:
    name = str(told).removesuffix("s")
    if name not in _UNITS:
        raise LiquidError(
            f"{str(told)[:20]!r} is no unit of time: {', '.join(f'{unit}s' for unit in _UNITS)}", token=None
        )
    return name


def _style(told: Any, known: tuple[str, ...]) -> str:
    if str(told) not in known:
        raise LiquidError(f"{str(told)[:20]!r} is no style: {', '.join(known)}", token=None)
    return str(told)


def _span(name: str, size: int) -> timedelta:
    return timedelta(seconds=size * _SECONDS[name])


def _towards_zero(size: int, unit: int) -> int:
    return size // unit if size >= 0 else -(-size // unit)


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and _DATE_ONLY.fullmatch(value) is not None


def _iso(when: datetime) -> str:
    return when.isoformat(timespec="seconds")


TIMES: Mapping[str, Filter] = {
    **{
        one.__name__: one
        for one in (date, add_time, at_time, time_until, weekday, week_number, epoch, from_epoch, in_zone)
    },
    "parse_date": date_read,
    "format_date": date_shown,
    "format_time": time_shown,
    "format_datetime": datetime_shown,
    "relative_time": relative_time,
}
