"""Dates as people write them. A reply may leave open which date it means: then those it can mean, the likeliest first.

dates("25/12", date(2027, 1, 15), "day_first")    (date(2027, 12, 25), date(2026, 12, 25))
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from typing import Literal, TypeAlias

from engine.replies_text import LONGEST, alike
from engine.small_words import POLITE
from nodes.date_digits import in_digits
from nodes.date_distances import distances, without_distances
from nodes.date_doubts import (
    NEAR,
    agreeing,
    beside,
    follows_month,
    is_one_of_several,
    is_one_of_two,
    is_only_a_limit,
)
from nodes.date_fractions import without_fractions
from nodes.date_words import (
    ARTICLES,
    BEHIND_A_DAY,
    BESIDE_A_WEEKDAY,
    DAYS_AWAY,
    FILLERS,
    FIRST,
    IN_FULL_WITH_MANNERS,
    MONTHS,
    SURE_MONTHS,
    UNITS,
    WEEKDAYS,
    WEEKDAYS_ALONE,
    any_of,
)
from nodes.date_years import with_years
from nodes.other_numbers import without_other_numbers
from nodes.phrases import bare_words, found, pieces, plain
from nodes.refusals import is_refused

Order: TypeAlias = Literal["day_first", "month_first"]
Dates: TypeAlias = tuple[date, ...]
YEARS_AROUND = 8  # among so many years there is a 29 February
MONTHS_A_YEAR = 12
_DAY_ALONE = re.compile(
    rf"""(?:on[ ])? (?P<day>\d{{1,2}})(?:st|nd|rd|th)
    | (?:(?:pada|no|el|em|on|في)?[ ]? (?:tanggal|tgl|dia|يوم)|el)[ ] (?P<day_>\d{{1,2}})
    | (?P<_day>\d{{1,2}})[ ](?:{any_of(BEHIND_A_DAY)})(?:[ ](?:को|ko))?""",
    re.VERBOSE,
)
_NEAR = re.compile(rf"(?<!\S)(?:{any_of(' '.join(words) for words in DAYS_AWAY)})(?!\S)")
_NUMBERED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
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
_MONTH, _ORDINAL = any_of(MONTHS), "st|nd|rd|th|o|a|ro|er"
_NAMED = re.compile(
    rf"""(?<!\S)(?:(?P<before>\d{{4}})[ ])?
    (?: (?P<day>\d{{1,2}})(?:{_ORDINAL})? [ ] (?P<month>{_MONTH})
      | (?P<month_>{_MONTH}) [ ] (?P<day_>\d{{1,2}})(?:st|nd|rd|th)? )
    (?: [ ](?P<year>\d{{4}})(?!\S) | (?!\S|[ ]\d) )""",
    re.VERBOSE,
)
_SMALL, _POLITE = any_of(FILLERS), any_of(POLITE)
_SHORT_YEAR = re.compile(
    rf"""(?P<before>
      (?<!\w)['\u2019]                                               # 3 March '26
    | (?<![\w/.-])\d{{1,2}}(?P<sign>[-/.])(?:{_MONTH})(?P=sign)        # 31-jan-27, 31/jan/27
    | (?<!\S)\d{{1,2}}(?:{_ORDINAL})?[ ](?:(?:{_SMALL})[ ])*(?:{_MONTH})[.]?[ ](?:(?:{_SMALL})[ ])*
      (?=\d\d(?:\W+(?:{_POLITE})(?!\w))*\W*$)                      # 15 de dezembro de 26; “de 10 a 12” is no year
    )(?P<year>\d\d)(?!\d)""",
    re.VERBOSE,
)
_MONTH_SURE = re.compile(rf"(?<!\S)(?:{any_of(SURE_MONTHS)})(?!\S)")


def dates(text: str, today: date, order: Order, fits: Callable[[date], bool] = lambda _: True) -> Dates:
    """Those that fit. None, if there are several that differ: “Friday 5 May” is none where that is no Friday."""
    read, weekdays = _read(text[:LONGEST], today, order)
    return agreeing(tuple(filter(fits, read)), weekdays, today)


@lru_cache(32)  # one reply is asked about by every case of a switch
def _read(text: str, today: date, order: Order) -> tuple[Dates, frozenset[int]]:
    """The days it can mean, and the weekdays that it names."""
    written = in_digits(" ".join(alike(plain(text).casefold()).split()))
    said = with_years(without_other_numbers(without_fractions(written)), today)
    said = _SHORT_YEAR.sub(lambda short: f"{short['before']}{_nearest(int(short['year']), today)}", said)
    if is_refused(said):
        return (), frozenset()
    words = bare_words(said)
    rest = without_distances(words)
    meant = chain(
        _in_numbers(said, words, today, order),
        _with_month_names(words, today),
        _days_away(rest, today),
        distances(words, today),
    )
    agreed = _agreed(meant)
    days = (_day_alone(words, today) or _weekday(words, today)) if agreed is None else agreed
    return days, frozenset(found(rest, WEEKDAYS))


def _agreed(meant: Iterator[Dates]) -> Dates | None:
    """Those that all of them can mean: the first two that differ decide, however many follow."""
    agreed = next(meant, None)
    while agreed and (other := next(meant, None)) is not None:
        agreed = tuple(day for day in agreed if day in other)
    return agreed


def _in_numbers(said: str, words: tuple[str, ...], today: date, order: Order) -> Iterator[Dates]:
    names_month = _MONTH_SURE.search(" ".join(words)) is not None
    for match in _NUMBERS.finditer(_SPACED.sub(r"\1", said)):
        if _is_doubtful(match) or (match["first"] and (names_month or _is_range(match))):
            yield ()
        elif match["year"]:
            yield _dates(match["year"], int(match["month"]), int(match["day"]), today)
        else:
            one, two = (
                match["one"] or match["one_"] or match["first"],
                match["two"] or match["two_"] or match["second"],
            )
            yield _dates(match["long"] or match["short"], *_month_and_day(int(one), int(two), order), today)


def _is_doubtful(match: re.Match[str]) -> bool:
    return is_one_of_several(match) or is_only_a_limit(match)


def _is_range(match: re.Match[str]) -> bool:
    """“3-4 days” are neither in March nor in April, and “May 3-5” is not."""
    before, behind = beside(match)
    return (bool(behind) and behind[0] in UNITS) or follows_month(before)


def _month_and_day(one: int, two: int, order: Order) -> tuple[int, int]:
    """In the order that is set, unless only the other one is possible: 12/25."""
    month, day = (two, one) if order == "day_first" else (one, two)
    return (day, month) if month > MONTHS_A_YEAR >= day else (month, day)


def _with_month_names(words: tuple[str, ...], today: date) -> Iterator[Dates]:
    pieces = (piece for word in words for piece in re.split(r"[-\u2010]", word))
    in_digits = ("1" if piece in FIRST else piece for piece in pieces)
    for match in _NAMED.finditer(" ".join(piece for piece in in_digits if piece not in FILLERS)):
        month, day = match["month"] or match["month_"], match["day"] or match["day_"]
        year = match["before"] or match["year"]
        yield () if _is_doubtful(match) else _dates(year, MONTHS[month], int(day), today)


def _days_away(words: tuple[str, ...], today: date) -> Iterator[Dates]:
    for match in _NEAR.finditer(" ".join(words)):
        if away := DAYS_AWAY[tuple(match[0].split())]:
            is_doubtful = is_only_a_limit(match) or is_one_of_two(match)
            yield () if is_doubtful else tuple(today + timedelta(days) for days in away)


def _day_alone(words: tuple[str, ...], today: date) -> Dates:
    """“On the 15th”: today or the next such day, then the last one."""
    match = _DAY_ALONE.fullmatch(" ".join(word for word in words if word not in FILLERS))
    if match is None:
        return ()
    ahead, behind = _numbered(int(match["day"] or match["day_"] or match["_day"]), today)
    return (*ahead[:1], *behind)


def _numbered(number: int, today: date) -> tuple[Dates, Dates]:
    """The next days with this number in their month, at least two, and the last one."""
    known = tuple(day for months in range(-2, 4) if (day := _in_month(today, months, number)))
    return tuple(day for day in known if day >= today), tuple(day for day in known if day < today)[-1:]


def _in_month(today: date, months: int, day: int) -> date | None:
    month = today.year * MONTHS_A_YEAR + today.month - 1 + months
    return _date(month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, day)


def _weekday(words: tuple[str, ...], today: date) -> Dates:
    """A weekday alone: the next such day after today, or the last one before it. “Wed 7th” is one that has this number."""
    parts = list(pieces(words, WEEKDAYS_ALONE))
    named = {WEEKDAYS_ALONE[part] for part in parts if part in WEEKDAYS_ALONE}
    others = [word for word, *_ in parts if (word,) not in WEEKDAYS_ALONE and word not in BESIDE_A_WEEKDAY]
    if len(named) != 1:
        return ()
    if others and not _is_in_full(words):
        return _numbered_weekday(named.pop(), others, today)
    ahead = (named.pop() - today.weekday() - 1) % 7 + 1
    return today + timedelta(ahead), today - timedelta(7 - ahead or 7)


def _is_in_full(words: tuple[str, ...]) -> bool:
    """“Friday please”: its full name, and beside it only what changes no day."""
    return all(IN_FULL_WITH_MANNERS.get(piece, False) for piece in pieces(words, IN_FULL_WITH_MANNERS))


def _numbered_weekday(weekday: int, others: list[str], today: date) -> Dates:
    """The next such day or the one after it: “Friday the 13th” may be so far away. One that is over is near, or a mistake."""
    number = _NUMBERED.fullmatch(" ".join(word for word in others if word not in ARTICLES | FILLERS | POLITE))
    if number is None:
        return ()
    ahead, behind = _numbered(int(number[1]), today)
    coming, over = _on(weekday, ahead[:2])[:1], _on(weekday, behind)
    return (*coming, *(day for day in over if coming or today - day <= NEAR))


def _on(weekday: int, days: Dates) -> Dates:
    return tuple(day for day in days if day.weekday() == weekday)


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
