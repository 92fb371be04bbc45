"""In which order, year and time dates are read."""

from datetime import date
from functools import partial
from operator import eq
from unittest.mock import Mock

import pytest

from nodes import date_doubts
from nodes import dates as read_dates
from nodes.dates import Order, dates
from nodes.other_numbers import without_other_numbers
from nodes.phrases import bare_words
from tests.nodes.test_dates import TODAY


@pytest.mark.parametrize(
    ("said", "order", "meant"),
    [
        ("12/5/2027", "month_first", date(2027, 12, 5)),
        ("12/5/2027", "day_first", date(2027, 5, 12)),
        ("13/12/2027", "month_first", date(2027, 12, 13)),
        ("12/13/2027", "day_first", date(2027, 12, 13)),
        ("13/13/2027", "day_first", None),
        ("2025 january 31", "day_first", date(2025, 1, 31)),
        ("january 31 2025", "day_first", date(2025, 1, 31)),
    ],
)
def test_the_order_that_is_set(said: str, order: Order, meant: date | None) -> None:
    """It decides, unless only the other one is possible; a year that is written is the year."""
    assert dates(said, TODAY, order) == ((meant,) if meant else ())


@pytest.mark.parametrize(
    ("said", "today", "meant"),
    [
        ("15/1", TODAY, (TODAY, date(2026, 1, 15))),
        ("14/1", TODAY, (date(2028, 1, 14), date(2027, 1, 14))),
        ("16 jan", TODAY, (date(2027, 1, 16), date(2026, 1, 16))),
        ("29/2", date(1896, 3, 1), (date(1904, 2, 29), date(1896, 2, 29))),
        ("29/2", date(1904, 2, 28), (date(1904, 2, 29), date(1896, 2, 29))),
        ("30/2", TODAY, ()),
    ],
)
def test_without_a_year(said: str, today: date, meant: tuple[date, ...]) -> None:
    """Today or the next such date, then the last one; a 29 February may be eight years away."""
    assert dates(said, today, "day_first") == meant


@pytest.mark.parametrize(
    ("said", "today", "days"),
    [
        ("on the 29th", date(2027, 3, 1), ["2027-03-29", "2027-01-29"]),
        ("on the 30th", date(2027, 1, 31), ["2027-03-30", "2027-01-30"]),
        ("on the 31st", date(2027, 12, 31), ["2027-12-31", "2027-10-31"]),
        ("monday the 31st", date(2027, 4, 1), ["2027-05-31"]),
        ("saturday the 31st", date(2027, 4, 1), ["2027-07-31"]),
        ("sunday the 31st", date(2027, 4, 1), []),
        ("friday the 13th", date(2026, 2, 1), ["2026-02-13"]),
        ("friday the 13th", date(2026, 2, 14), ["2026-03-13", "2026-02-13"]),
    ],
)
def test_without_a_month(said: str, today: date, days: list[str]) -> None:
    """The next such day and the last one, over months that do not have it; with its weekday that one or the one after it."""
    assert [day.isoformat() for day in dates(said, today, "day_first")] == days


@pytest.mark.parametrize(
    ("short", "today", "year"),
    [
        ("85", TODAY, 1985),
        ("30", TODAY, 2030),
        ("30", date(2090, 1, 1), 2130),
        ("76", TODAY, 2076),
        ("78", TODAY, 1978),
    ],
)
def test_a_short_year_is_the_nearest(short: str, today: date, year: int) -> None:
    """Of three centuries, the one that is not far away."""
    assert dates(f"1/2/{short}", today, "day_first") == (date(year, 2, 1),)


@pytest.mark.parametrize("said", ["3/4/2027 ", "3 march 2027, ", "in 3 days ", "3/4 ", "3 mar "])
def test_a_long_reply_costs_no_more_than_its_length(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside each date only some words are looked at, and dates that differ end the search: no contact can stop a worker."""
    looked_at = Mock(wraps=bare_words)
    monkeypatch.setattr(date_doubts, "bare_words", looked_at)
    long = said * (4_000 // len(said))
    dates(long, TODAY, "day_first")
    assert sum(len(call.args[0]) for call in looked_at.call_args_list) < 20 * len(long)


def test_a_reply_is_read_once_for_all_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """A switch compares one reply with many dates."""
    read = Mock(wraps=without_other_numbers)
    monkeypatch.setattr(read_dates, "without_other_numbers", read)
    ends = (date(2026, 6, 3), date(2027, 6, 3))
    assert [dates("on 3 june, once", TODAY, "day_first", partial(eq, end)) for end in ends] == [(end,) for end in ends]
    assert read.call_count == 1
