"""What makes two dates of one, or a mistake: of these nobody knows which is meant, and the question is asked again."""

import re
from collections.abc import Collection
from datetime import date, timedelta
from itertools import dropwhile

from engine.number_words import number_in_words
from nodes.date_words import ARTICLES, JOINS, MONTHS
from nodes.phrases import bare_words

NEAR = timedelta(7)
_DAY = re.compile(
    r"\u0648?(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|o|a|ro|er)?"
)  # a number of a month; “and 5” in Arabic


def is_one_of_several(match: re.Match[str]) -> bool:
    """Whether another day or month is named beside a date: “3 or 4 March”, “March 3 to 5”, “3 March or April”."""
    before, behind = bare_words(match.string[: match.start()]), bare_words(match.string[match.end() :])
    joined = bool(behind) and (behind[0] in JOINS or behind[0].startswith("\u0648"))
    if before and before[-1] in JOINS and _begins_with_month(before[::-1]):
        return True
    return _begins_with_day(before[::-1]) or (joined and (_begins_with_day(behind) or _begins_with_month(behind)))


def agreeing(days: tuple[date, ...], weekdays: Collection[int], today: date) -> tuple[date, ...]:
    """Those on one of the weekdays, where some are named. Where the likeliest is not, another one counts if it is near:
    “Saturday the 3rd” was two days ago, but a wrong weekday does not move a date by a year."""
    on_them = tuple(day for day in days if not weekdays or day.weekday() in weekdays)
    sure = on_them and (on_them[0] == days[0] or abs(on_them[0] - today) <= NEAR)
    return on_them if sure else ()


def _begins_with_month(words: tuple[str, ...]) -> bool:
    """“Or April”; “or 4 April” is a date of its own."""
    rest = " ".join(dropwhile(lambda word: word in JOINS or word in ARTICLES, words))
    return any(f"{rest} ".startswith(f"{month} ") for month in MONTHS)


def _begins_with_day(words: tuple[str, ...]) -> bool:
    first = next(dropwhile(lambda word: word in JOINS or word in ARTICLES, words), "")
    return _DAY.fullmatch(first) is not None or number_in_words(first, "") is not None
