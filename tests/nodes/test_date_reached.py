"""When a date has come, where the contact is."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nodes.date_reached import Params, beginnings, occurrence
from nodes.zones import zone_of

NOON = "2027-01-15T12:00"
YEARLY = {"repeats": "every_year"}
DAY = timedelta(days=1)


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def due(over: dict[str, Any], value: str, now: str, zone: str | None = None) -> str | None:
    until = at(now)
    day = occurrence(Params(field="date", **over), value, zone, until - DAY, until)
    return day.isoformat() if day else None


@pytest.mark.parametrize(
    ("over", "value", "now", "zone", "day"),
    [
        ({}, "2027-01-15", NOON, None, "2027-01-15"),
        ({}, "2027-01-15T18:30:00Z", NOON, None, "2027-01-15"),
        ({}, "2027-01-15", "2027-01-15T08:59", None, None),
        ({}, "2027-01-15", "2027-01-15T09:00", None, "2027-01-15"),
        ({}, "2027-01-15", "2027-01-16T08:59", None, "2027-01-15"),
        ({}, "2027-01-15", "2027-01-16T09:00", None, None),
        ({}, "2026-01-15", NOON, None, None),
        ({}, "15.01.2027", NOON, None, None),
        ({}, "2027-02-31", "2027-03-03T12:00", None, None),
        ({}, "", NOON, None, None),
        ({"days": -3}, "2027-01-18", NOON, None, "2027-01-15"),
        ({"days": 3}, "2027-01-12", NOON, None, "2027-01-15"),
        ({"days": 1}, "2026-12-31", "2027-01-01T12:00", None, "2027-01-01"),
        (YEARLY, "1990-01-15", NOON, None, "2027-01-15"),
        (YEARLY, "2027-01-15", NOON, None, "2027-01-15"),
        (YEARLY, "1990-01-16", NOON, None, None),
        (YEARLY, "2030-01-15", NOON, None, None),
        ({**YEARLY, "days": -7}, "1990-01-02", "2026-12-26T12:00", None, "2026-12-26"),
        (YEARLY, "1992-02-29", "2027-02-28T12:00", None, "2027-02-28"),
        (YEARLY, "1992-02-29", "2028-02-28T12:00", None, None),
        (YEARLY, "1992-02-29", "2028-02-29T12:00", None, "2028-02-29"),
        ({}, "2027-01-15", "2027-01-15T03:30", "Asia/Kolkata", "2027-01-15"),
        ({}, "2027-01-15", "2027-01-15T03:29", "Asia/Kolkata", None),
        ({}, "2027-01-15", "2027-01-14T19:00", "Pacific/Kiritimati", "2027-01-15"),
        ({}, "2027-01-15", "2027-01-15T20:00", "Pacific/Pago_Pago", "2027-01-15"),
        ({"zone": "America/Sao_Paulo"}, "2027-01-15", "2027-01-15T11:59", None, None),
        ({"zone": "America/Sao_Paulo"}, "2027-01-15", NOON, None, "2027-01-15"),
        ({"zone": "America/Sao_Paulo"}, "2027-01-15", NOON, "nowhere", "2027-01-15"),
        ({"at": "02:30", "zone": "Europe/Berlin"}, "2027-03-28", "2027-03-28T01:30", None, "2027-03-28"),
        ({"at": "23:59"}, "2027-01-15", "2027-01-16T12:00", None, "2027-01-15"),
    ],
)
def test_the_day_that_has_come(over: dict[str, Any], value: str, now: str, zone: str | None, day: str | None) -> None:
    """From its hour on, in the contact's zone or else the trigger's, for a day; what is no date never comes."""
    assert due(over, value, now, zone) == day


@pytest.mark.parametrize(
    ("over", "now", "written"),
    [
        ({}, "2027-01-01T12:00", "2026-12-30 2026-12-31 2027-01-01 2027-01-02"),
        ({"days": 30}, "2027-01-31T12:00", "2026-12-30 2026-12-31 2027-01-01 2027-01-02"),
        ({"days": -1}, "2026-12-31T12:00", "2026-12-30 2026-12-31 2027-01-01 2027-01-02"),
        (YEARLY, "2027-01-01T12:00", "12-30 12-31 01-01 01-02"),
        (YEARLY, "2027-02-28T12:00", "02-26 02-27 02-28 03-01 02-29"),
        (YEARLY, "2027-03-28T12:00", "03-26 03-27 03-28 03-29"),
        (YEARLY, "2028-02-29T12:00", "02-27 02-28 02-29 03-01 02-29"),
    ],
)
def test_the_dates_that_may_be_due(over: dict[str, Any], now: str, written: str) -> None:
    """As fields have them: the days around, whole or without the year; whoever was born on a leap day has a day, too."""
    assert beginnings(Params(field="date", **over), at(now)) == tuple(written.split())


@settings(deadline=None)
@given(
    base=st.dates(date(1900, 1, 1), date(2040, 1, 1)),
    now=st.datetimes(datetime(2026, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - made aware
    days=st.integers(-366, 366),
    repeats=st.sampled_from(["once", "every_year"]),
    zone=st.sampled_from(["UTC", "Asia/Kolkata", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Sao_Paulo"]),
)
def test_whoever_is_due_is_looked_at(base: date, now: datetime, days: int, repeats: Any, zone: str) -> None:
    """The database is asked for no fewer than those whose day has come, and a day comes at its hour."""
    params = Params(field="date", days=days, repeats=repeats, at="09:00")
    day = occurrence(params, base.isoformat(), zone, now - DAY, now)
    if day is not None:
        written = base.isoformat() if repeats == "once" else f"{base:%m-%d}"
        assert written in beginnings(params, now)
        assert now - DAY < datetime.combine(day, datetime.min.time(), zone_of(zone)) + timedelta(hours=9) <= now
