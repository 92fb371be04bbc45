"""Dates as people write them. A reply may leave open which date it means: then those it can mean, the likeliest first.

dates("25/12", date(2027, 1, 15), "day_first")    (date(2027, 12, 25), date(2026, 12, 25))
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import reduce
from typing import Literal, TypeAlias

from nodes.date_words import AHEAD_BEFORE, AHEAD_BEHIND, BESIDE_A_WEEKDAY, DAYS_AWAY, MONTHS, UNITS, WEEKDAYS
from nodes.phrases import bare_words, found, plain

Order: TypeAlias = Literal["day_first", "month_first"]
Dates: TypeAlias = tuple[date, ...]
YEARS_AROUND = 8  # among so many years there is a 29 February
MONTHS_A_YEAR = 12
_SPACED = re.compile(r"(?<=\d) *([/-]) *(?=\d)")
_NUMBERS = re.compile(
    r"""(?<!\d)(?<!\d[/.-])(?:
      (?P<year>\d{4}) (?P<sign>[-/. ]) (?P<month>\d{1,2}) (?P=sign) (?P<day>\d{1,2})     # 2027-01-31
    | (?P<one>\d{1,2}) (?P<dot>[-/. ]) (?P<two>\d{1,2}) (?P=dot) (?P<long>\d{4})         # 31.01.2027
    | (?P<one_>\d{1,2}) (?P<dot_>[-/.]) (?P<two_>\d{1,2}) (?P=dot_) (?P<short>\d{2})     # 31.01.27
    | (?P<first>\d{1,2}) [-/] (?P<second>\d{1,2})                                        # 31/1
    )(?!\d|[/-]\d)""",
    re.VERBOSE,
)
_MONTH = "|".join(name.replace(" ", "[ ]") for name in MONTHS)
_NAMED = re.compile(
    rf"""(?<!\S)(?:(?P<before>\d{{4}})[ ])?
    (?: (?P<day>\d{{1,2}})(?:st|nd|rd|th|o|a|ro|er)? [ ] (?P<month>{_MONTH})
      | (?P<month_>{_MONTH}) [ ] (?P<day_>\d{{1,2}})(?:st|nd|rd|th)? )
    (?: [ ](?P<year>\d{{4}})(?!\S) | (?!\S|[ ]\d) )""",
    re.VERBOSE,
)
_UNITS = {unit: days for days, units in UNITS.items() for unit in bare_words(units)}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_BEFORE, _BEHIND = ("|".join(bare_words(some)).replace("-", "[ ]") for some in (AHEAD_BEFORE, AHEAD_BEHIND))
_AHEAD = re.compile(
    rf"""(?<!\S)(?:(?:{_BEFORE})[ ](?P<number>\d{{1,3}})[ ](?P<unit>{_UNIT})
    | (?P<number_>\d{{1,3}})[ ](?P<unit_>{_UNIT})[ ](?:{_BEHIND}))(?!\S)""",
    re.VERBOSE,
)
_FILLERS = frozenset({"de", "del", "of", "the", "da", "do", "من"})


def dates(text: str, today: date, order: Order) -> Dates:
    """Nothing, if there is no date or if there are several that differ: “Friday 5 May” is none where that is no Friday."""
    said = plain(text)
    words = bare_words(said)
    meant = [*_in_numbers(said, today, order), *_with_month_names(words, today), *_days_away(words, today)]
    if not meant:
        return _weekday(words, today)
    named = set(found(tuple(_AHEAD.sub("", " ".join(words)).split()), WEEKDAYS))  # minggu is a week, and Sunday
    agreed = reduce(lambda some, other: tuple(day for day in some if day in other), meant)
    return tuple(day for day in agreed if not named or day.weekday() in named)


def _in_numbers(said: str, today: date, order: Order) -> Iterator[Dates]:
    for match in _NUMBERS.finditer(_SPACED.sub(r"\1", said)):
        if match["year"]:
            yield _dates(match["year"], int(match["month"]), int(match["day"]), today)
        else:
            one, two = (
                match["one"] or match["one_"] or match["first"],
                match["two"] or match["two_"] or match["second"],
            )
            yield _dates(match["long"] or match["short"], *_month_and_day(int(one), int(two), order), today)


def _month_and_day(one: int, two: int, order: Order) -> tuple[int, int]:
    """In the order that is set, unless only the other one is possible: 12/25."""
    month, day = (two, one) if order == "day_first" else (one, two)
    return (day, month) if month > MONTHS_A_YEAR >= day else (month, day)


def _with_month_names(words: tuple[str, ...], today: date) -> Iterator[Dates]:
    pieces = (piece for word in words for piece in re.split(r"[-\u2010]", word))
    for match in _NAMED.finditer(" ".join(piece for piece in pieces if piece not in _FILLERS)):
        month, day = match["month"] or match["month_"], match["day"] or match["day_"]
        yield _dates(match["before"] or match["year"], MONTHS[month], int(day), today)


def _days_away(words: tuple[str, ...], today: date) -> Iterator[Dates]:
    for away in found(words, DAYS_AWAY):
        if away:
            yield tuple(today + timedelta(days) for days in away)
    for match in _AHEAD.finditer(" ".join(words)):
        number, unit = match["number"] or match["number_"], match["unit"] or match["unit_"]
        yield (today + timedelta(int(number) * _UNITS[unit]),)


def _weekday(words: tuple[str, ...], today: date) -> Dates:
    """A weekday alone: the next such day after today, or the last one before it."""
    named = set(found(words, WEEKDAYS))
    others = [word for word in words if (word,) not in WEEKDAYS and word not in BESIDE_A_WEEKDAY]
    if len(named) != 1 or others:
        return ()
    ahead = (named.pop() - today.weekday() - 1) % 7 + 1
    return today + timedelta(ahead), today - timedelta(7 - ahead or 7)


def _dates(year: str | None, month: int, day: int, today: date) -> Dates:
    if year is None:
        return _around(month, day, today)
    only = _date(int(year) if len(year) > len("27") else _nearest(int(year), today), month, day)
    return (only,) if only else ()


def _around(month: int, day: int, today: date) -> Dates:
    """Without a year: today or the next such date, then the last one."""
    years = range(today.year - YEARS_AROUND, today.year + YEARS_AROUND + 1)
    known = [found for year in years if (found := _date(year, month, day))]
    return (*[found for found in known if found >= today][:1], *[found for found in known if found < today][-1:])


def _nearest(short: int, today: date) -> int:
    """Two digits are the year that is nearest: in 2027, 85 is 1985 and 30 is 2030."""
    return min((century + short for century in (1900, 2000, 2100)), key=lambda year: abs(year - today.year))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
