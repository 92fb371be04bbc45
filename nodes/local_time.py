"""Moments in local time: where the contact is, and when it is next this hour there."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine import Context
from nodes.quoting import quoted
from nodes.weekly import DAYS, Hours, begins, holds
from nodes.zones import zone_of

FARTHEST = 400  # days that are looked through: a year with all its holidays


def zone_in(context: Context, zone: str, field: str | None) -> ZoneInfo:
    """The time zone that the contact's field holds, or else this one."""
    own = context.contact.fields.get(field or "")
    if own is None or own == "":
        return ZoneInfo(zone)
    if found := zone_of(str(own).strip()):
        return found
    message = f"the contact's time zone is none: {quoted(own)}; it is {zone}'s time that counts"
    context.problem("bad_time_zone", message, "contact_zone")
    return ZoneInfo(zone)


def next_time(at: str, days: frozenset[str], after: datetime, zone: ZoneInfo) -> datetime:
    """When it is next this time, on one of these days of the week; no days are all days."""
    fits = (day for day in _days(after, zone) if not days or DAYS[day.weekday()] in days)
    return next(moment for day in fits if (moment := _moment(day, at, zone)) > after)


def next_opening(week: tuple[Hours, ...], holidays: frozenset[str], after: datetime, zone: ZoneInfo) -> datetime | None:
    """This moment if it is within the hours, or when they begin next; None if they never do."""
    if holds(week, holidays, after.astimezone(zone)):
        return after
    for day in _days(after, zone):
        opening = (_moment(day, one.opens, zone) for one in week if begins(one, day, holidays))
        if later := [moment for moment in opening if moment > after]:
            return min(later)
    return None


def _days(after: datetime, zone: ZoneInfo) -> Iterator[date]:
    today = after.astimezone(zone).date()
    return (today + timedelta(days=number) for number in range(FARTHEST))


def _moment(day: date, at: str, zone: ZoneInfo) -> datetime:
    """In UTC: where the clock is put back the first of two, where it is put forward the hour after."""
    return datetime.combine(day, time.fromisoformat(at), zone).astimezone(UTC)
