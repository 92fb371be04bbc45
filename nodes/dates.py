"""Dates as people write them. A reply may leave open which date it means: then those it can mean, the likeliest first.

dates("25/12", date(2027, 1, 15), "day_first")    (date(2027, 12, 25), date(2026, 12, 25))
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import reduce
from typing import Literal, TypeAlias

from nodes.date_distances import distances, without_distances
from nodes.date_doubts import agreeing, is_one_of_several
from nodes.date_words import BESIDE_A_WEEKDAY, DAYS_AWAY, FIRST, MONTHS, UNITS, WEEKDAYS
from nodes.phrases import bare_words, found, plain

Order: TypeAlias = Literal["day_first", "month_first"]
Dates: TypeAlias = tuple[date, ...]
YEARS_AROUND = 8  # among so many years there is a 29 February
MONTHS_A_YEAR = 12
_SHORT_YEAR = re.compile(r"(?<!\w)['\u2019](\d\d)(?!\d)")  # 3 March '26
_CLOCK = re.compile(
    r"""(?<![\d.:/-])\d{1,2}(?: [:h]\d\d(?::\d\d)?(?!\d) | [ ]?[ap]\.?m\b\.? | [ ]?(?:बजे|o['\u2019]clock) )    # 17:30, 5 pm
    | (?<!\w)(?:a[ ]las?|às|jam|pukul|الساعة)[ ]\d{1,2}(?!\d|[/.:-]\d)""",
    re.VERBOSE | re.IGNORECASE,
)
_DAY_ALONE = re.compile(
    r"""(?:on[ ])? (?P<day>\d{1,2})(?:st|nd|rd|th)
    | (?:pada|no|el|em|on|في)?[ ]? (?:tanggal|tgl|dia|يوم)[ ] (?P<day_>\d{1,2})
    | (?P<_day>\d{1,2})[ ]तारीख(?:[ ]को)?""",
    re.VERBOSE,
)
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
_FILLERS = frozenset({"de", "del", "of", "the", "da", "do", "من"})


def dates(text: str, today: date, order: Order, fits: Callable[[date], bool] = lambda _: True) -> Dates:
    """Those that fit. None, if there are several that differ: “Friday 5 May” is none where that is no Friday."""
    said = _SHORT_YEAR.sub(lambda short: str(_nearest(int(short[1]), today)), _CLOCK.sub(" ", plain(text)))
    words = bare_words(said)
    meant = [*_in_numbers(said, today, order), *_with_month_names(words, today), *_days_away(words, today)]
    if not meant:
        return tuple(filter(fits, _day_alone(words, today) or _weekday(words, today)))
    named = set(found(without_distances(words), WEEKDAYS))
    agreed = reduce(lambda some, other: tuple(day for day in some if day in other), meant)
    return agreeing(tuple(filter(fits, agreed)), named, today)


def _in_numbers(said: str, today: date, order: Order) -> Iterator[Dates]:
    for match in _NUMBERS.finditer(_SPACED.sub(r"\1", said)):
        if _counts_units(match) or is_one_of_several(match):
            yield ()
        elif match["year"]:
            yield _dates(match["year"], int(match["month"]), int(match["day"]), today)
        else:
            one, two = (
                match["one"] or match["one_"] or match["first"],
                match["two"] or match["two_"] or match["second"],
            )
            yield _dates(match["long"] or match["short"], *_month_and_day(int(one), int(two), order), today)


def _counts_units(match: re.Match[str]) -> bool:
    """“3-4 days” are neither in March nor in April."""
    behind = bare_words(match.string[match.end() :])
    return match["first"] is not None and behind[:1] != () and behind[0] in UNITS


def _month_and_day(one: int, two: int, order: Order) -> tuple[int, int]:
    """In the order that is set, unless only the other one is possible: 12/25."""
    month, day = (two, one) if order == "day_first" else (one, two)
    return (day, month) if month > MONTHS_A_YEAR >= day else (month, day)


def _with_month_names(words: tuple[str, ...], today: date) -> Iterator[Dates]:
    pieces = (piece for word in words for piece in re.split(r"[-\u2010]", word))
    in_digits = ("1" if piece in FIRST else piece for piece in pieces)
    for match in _NAMED.finditer(" ".join(piece for piece in in_digits if piece not in _FILLERS)):
        month, day = match["month"] or match["month_"], match["day"] or match["day_"]
        year = match["before"] or match["year"]
        yield () if is_one_of_several(match) else _dates(year, MONTHS[month], int(day), today)


def _days_away(words: tuple[str, ...], today: date) -> Iterator[Dates]:
    for away in found(words, DAYS_AWAY):
        if away:
            yield tuple(today + timedelta(days) for days in away)
    yield from distances(words, today)


def _day_alone(words: tuple[str, ...], today: date) -> Dates:
    """“On the 15th”: today or the next such day, then the last one."""
    match = _DAY_ALONE.fullmatch(" ".join(word for word in words if word not in _FILLERS))
    if match is None:
        return ()
    number = int(match["day"] or match["day_"] or match["_day"])
    known = [day for months in range(-2, 3) if (day := _in_month(today, months, number))]
    return (*[day for day in known if day >= today][:1], *[day for day in known if day < today][-1:])


def _in_month(today: date, months: int, day: int) -> date | None:
    month = today.year * MONTHS_A_YEAR + today.month - 1 + months
    return _date(month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, day)


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
