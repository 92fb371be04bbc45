"""What makes two dates of one, or a mistake: of these nobody knows which is meant, and the question is asked again."""

import re
from collections.abc import Collection
from datetime import date, timedelta
from itertools import dropwhile, takewhile
from typing import TypeAlias

from engine.number_words import number_in_words
from nodes.date_words import (
    ARTICLES,
    BEHIND_A_DAY,
    CASES,
    FILLERS,
    JOINS,
    MONTHS,
    OR,
    OTHER_SIDE,
    OTHER_SIDE_BEHIND,
)
from nodes.phrases import bare_words

Words: TypeAlias = tuple[str, ...]
NEAR = timedelta(7)
FARTHEST = 40  # signs: a month and the words that join it
DAYS_A_MONTH = 31
_DAY = re.compile(
    r"\u0648?(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|o|a|ro|er)?"
)  # a number of a month; “and 5” in Arabic

_SMALL = JOINS | ARTICLES
_FROM = frozenset(bare_words("from between desde entre dari antara"))
_LEADING = ARTICLES | _FROM | {"on"}
_ORDINALS = ("st", "nd", "rd", "th")
_PLACES = frozenset(
    bare_words("""
        first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
        sixteenth seventeenth eighteenth nineteenth twentieth thirtieth
    """)
)


def is_one_of_several(match: re.Match[str]) -> bool:
    """Whether another day or month is named beside a date: “3 or 4 March”, “3, 4 March”, “March 3 to 5”, “3 March or April”."""
    before, behind = beside(match)
    return _ends_a_list(before[::-1]) or _begins_a_list(behind)


def is_only_a_limit(match: re.Match[str]) -> bool:
    """Whether any other day is meant: “after tomorrow”, “antes del 5 de mayo”, “कल के बाद”. “From tomorrow” is that day."""
    before, behind = beside(match)
    led_by = next(dropwhile((ARTICLES | FILLERS).__contains__, before[::-1]), "")
    followed_by = next(dropwhile((BEHIND_A_DAY | CASES).__contains__, behind), "")
    return led_by in OTHER_SIDE or followed_by in OTHER_SIDE_BEHIND


def is_one_of_two(match: re.Match[str]) -> bool:
    """“Tomorrow or the day after”, “mañana o pasado”: whatever the other one is, one of two is no answer."""
    _, behind = beside(match)
    return any(f"{' '.join(behind)} ".startswith(f"{words} ") for words in OR)


def beside(match: re.Match[str]) -> tuple[Words, Words]:
    """Some words before and behind it: as many as could matter, however long the reply is."""
    before = match.string[max(0, match.start() - FARTHEST) : match.start()]
    return bare_words(before), bare_words(match.string[match.end() : match.end() + FARTHEST])


def follows_month(before: Words) -> bool:
    """“May 3-5” and “in May, from 3-5”: the name of the month stands before the days."""
    rest = [word for word in before if word not in _SMALL | FILLERS | _FROM]
    return any(f" {' '.join(rest)}".endswith(f" {month}") for month in MONTHS)


def agreeing(days: tuple[date, ...], weekdays: Collection[int], today: date) -> tuple[date, ...]:
    """Those on one of the weekdays, where some are named. Where the likeliest is not, another one counts if it is near:
    “Saturday the 3rd” was two days ago, but a wrong weekday does not move a date by a year."""
    on_them = tuple(day for day in days if not weekdays or day.weekday() in weekdays)
    sure = on_them and (on_them[0] == days[0] or abs(on_them[0] - today) <= NEAR)
    return on_them if sure else ()


def _begins_a_list(behind: Words) -> bool:
    joined = bool(behind) and (behind[0] in _SMALL or behind[0].startswith("\u0648"))
    return joined and (_begins_with_month(behind) or _is_day(_first(behind)) or _is_place(behind))


def _ends_a_list(back: Words) -> bool:
    """What stands before a date, the nearest word first. With nothing that joins them, “table for 4, el 5 de mayo” is one
    day, and “3, 4 March” or “el 3, el 4 de marzo” are two."""
    between = tuple(takewhile(_SMALL.__contains__, back))
    day, led_by = _first(back), back[len(between) + 1 : len(between) + 2]
    if not JOINS.isdisjoint(between):
        return (back[0] in JOINS and _begins_with_month(back)) or _is_day(day) or day in _PLACES
    if day.endswith(_ORDINALS) or not BEHIND_A_DAY.isdisjoint(between) or not _LEADING.isdisjoint(led_by):
        return _is_day(day)
    return _DAY.fullmatch(day) is not None and not (between and led_by)


def _is_place(behind: Words) -> bool:
    """“Or second” and “to the tenth of June”; “to the second floor” is no day."""
    rest = tuple(word for word in behind if word not in _SMALL | FILLERS)
    return behind[0] in JOINS and not _PLACES.isdisjoint(rest[:1]) and (not rest[1:] or _begins_with_month(rest[1:]))


def _begins_with_month(words: Words) -> bool:
    """“Or April”; “or 4 April” is a date of its own."""
    rest = " ".join(dropwhile(_SMALL.__contains__, words))
    return any(f"{rest} ".startswith(f"{month} ") for month in MONTHS)


def _first(words: Words) -> str:
    return next(dropwhile(_SMALL.__contains__, words), "")


def _is_day(word: str) -> bool:
    return _DAY.fullmatch(word) is not None or (number_in_words(word, "") or 0) in range(1, DAYS_A_MONTH + 1)
