"""Days that are so far from today or from another day: “in two weeks”, “hace 3 días”, “a week after tomorrow”."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from engine.amount_words import FACTORS, PARTS
from engine.number_words import number_in_words
from engine.small_words import JOINS
from nodes.date_doubts import beside, is_one_of_several
from nodes.date_words import (
    AFTER,
    AGO_BEFORE,
    AGO_BEHIND,
    AHEAD_BEFORE,
    AHEAD_BEHIND,
    AMOUNTS,
    ARTICLES,
    BEFORE,
    DAYS_AWAY,
    FILLERS,
    LASTING,
    MONTHS,
    NOW,
    NUMBER_WORDS,
    ONE,
    SINCE,
    SINCE_BEHIND,
    UNITS,
    any_of,
)
from nodes.phrases import bare_words

_TODAY = (0,)
_DAYS = {" ".join(words): away for words, away in DAYS_AWAY.items() if away} | dict.fromkeys(NOW, _TODAY)
_LARGER = frozenset({*FACTORS, *PARTS, *bare_words("seratus seribu")})
_AT_WORK = frozenset(bare_words("hábiles laborables laborales úteis kerja عمل"))


def _amount(at: str) -> str:
    number = rf"(?P<number{at}>\d{{1,3}}|{any_of(NUMBER_WORDS)}|{any_of(ONE)})"
    return rf"(?:{number}[ ](?P<unit{at}>{any_of(UNITS)})|(?P<whole{at}>{any_of(AMOUNTS)}))"


_SMALL = any_of(ARTICLES | FILLERS)
_SOME = rf"(?:(?:\d{{1,3}}|{any_of(NUMBER_WORDS)}|{any_of(ONE)})[ ](?:{any_of(UNITS)})|{any_of(AMOUNTS)})"
_AGO = rf"(?P<ago>{any_of(AGO_BEFORE)})"
_THERE = rf"(?:(?:{_SMALL})[ ])*(?=\d|(?:{any_of(MONTHS)})(?!\S))"  # a date that is read elsewhere
_AWAY = re.compile(
    rf"""(?<!\S)(?:
      (?:(?:{any_of(AHEAD_BEFORE)})|{_AGO})[ ]{_amount("")}
    | {_amount("_")}[ ](?:(?:{any_of(AHEAD_BEHIND)})|(?P<ago_>{any_of(AGO_BEHIND)}))
    )(?!\S)""",
    re.VERBOSE,
)
_FROM_A_DAY = re.compile(
    rf"""(?<!\S)(?:
      (?P<lasting>(?:{any_of(LASTING)})[ ](?:(?!(?:{_SMALL})[ ])\S+[ ])?(?:{any_of({*UNITS, *AMOUNTS})})(?!\S))
    | (?:(?:(?:{any_of(AHEAD_BEFORE)})|{_AGO})[ ])?{_amount("")}
      [ ](?:{any_of(AFTER)}|(?P<before>{any_of(BEFORE)})|(?P<since>{any_of(SINCE)}))[ ](?:(?P<day>{any_of(_DAYS)})|{_THERE})
    | (?:{any_of(UNITS)})[ ](?:{any_of(AFTER | BEFORE | SINCE)})[ ]{_THERE}         # “the day after 5 May”
    | \u0628[ ]?\d{{1,3}}[ ](?:{any_of(UNITS)})(?!\S)                               # “(before it) by 5 days”, in Arabic
    | (?P<day_>{any_of(_DAYS)})[ ](?:{any_of(SINCE_BEHIND)})[ ]{_amount("_")}
      [ ](?:(?:{any_of(AHEAD_BEHIND)})|(?P<ago_>{any_of(AGO_BEHIND)}))
    | (?:de|desde)[ ](?:{any_of(_DAYS)})[ ](?:en|a)[ ](?:\d{{1,3}}|{any_of(NUMBER_WORDS)})(?:[ ](?:{any_of(UNITS)}))?
    | {_SOME}[ ](?:{any_of(_DAYS)}) | (?:{any_of(_DAYS)})[ ](?:{_SOME}|week)        # “a week tomorrow”: which way?
    )(?:(?!\S)|(?<=[ ]))""",
    re.VERBOSE,
)


def distances(words: tuple[str, ...], today: date) -> Iterator[tuple[date, ...]]:
    """None where there are two, “3 or 4 days ago”, or where it is not known from where: “a week after 5 May”."""
    said = " ".join(words)
    for match in _FROM_A_DAY.finditer(said):
        if not match["lasting"]:  # “for 3 days” says nothing of when
            yield () if _is_doubtful(match) else _days_from(match, today)
    for match in _AWAY.finditer(_FROM_A_DAY.sub("", said)):
        yield () if _is_doubtful(match) else (_day(match, today),)


def without_distances(words: tuple[str, ...]) -> tuple[str, ...]:
    """In Indonesian a week is also Sunday."""
    return tuple(_AWAY.sub("", _FROM_A_DAY.sub("", " ".join(words))).split())


def _is_doubtful(match: re.Match[str]) -> bool:
    """“In 3 working days” depends on the country, and the one of “a hundred and one days ago” is no day."""
    if is_one_of_several(match):
        return True
    before, behind = beside(match)
    larger = [word for word in before[-2:] if word not in JOINS]
    goes_on = match.start() in {match.start("number"), match.start("number_")} and not _LARGER.isdisjoint(larger[-1:])
    return goes_on or not _AT_WORK.isdisjoint(behind[:1])


def _days_from(match: re.Match[str], today: date) -> tuple[date, ...]:
    away = _DAYS.get(match["day"] or match["day_"] or "", ())
    if match["since"] and away != _TODAY:
        return ()
    return tuple(_day(match, today + timedelta(days)) for days in away)


def _day(match: re.Match[str], start: date) -> date:
    at = "" if match["unit"] or match["whole"] else "_"
    number, unit = AMOUNTS.get(match[f"whole{at}"]) or (_number(match[f"number{at}"]), UNITS[match[f"unit{at}"]])
    distance = relativedelta(**{unit: number})  # type: ignore[arg-type]  # one of the units that it has
    ago = match["ago"] or match["ago_"] or match.groupdict().get("before")
    return start - distance if ago else start + distance


def _number(said: str) -> int:
    if said.isdecimal():
        return int(said)
    return 1 if said in ONE else number_in_words(f"number {said}", "") or 0
