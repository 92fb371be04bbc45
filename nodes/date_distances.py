"""Days that are so far from today: “in two weeks”, “hace 3 días”, “tiga hari lagi”."""

import re
from collections.abc import Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

from engine.number_words import NUMBERS, number_in_words
from nodes.date_doubts import is_one_of_several
from nodes.date_words import AGO_BEFORE, AGO_BEHIND, AHEAD_BEFORE, AHEAD_BEHIND, AMOUNTS, ONE, UNITS
from nodes.phrases import bare_words

_NUMBER_WORDS = {" ".join(bare_words(word)) for some in NUMBERS.values() for word in some.split(",")}


def _any(some: set[str] | dict[str, str] | dict[str, tuple[int, str]]) -> str:
    return "|".join(sorted((word.replace(" ", "[ ]") for word in some), key=len, reverse=True))


def _amount(at: str) -> str:
    number = rf"(?P<number{at}>\d{{1,3}}|{_any(_NUMBER_WORDS)}|{_any(set(ONE))})"
    return rf"(?:{number}[ ](?P<unit{at}>{_any(UNITS)})|(?P<whole{at}>{_any(AMOUNTS)}))"


_AWAY = re.compile(
    rf"""(?<!\S)(?:
      (?:(?:{_any(AHEAD_BEFORE)})|(?P<ago>{_any(AGO_BEFORE)}))[ ]{_amount("")}
    | {_amount("_")}[ ](?:(?:{_any(AHEAD_BEHIND)})|(?P<ago_>{_any(AGO_BEHIND)}))
    )(?!\S)""",
    re.VERBOSE,
)


def distances(words: tuple[str, ...], today: date) -> Iterator[tuple[date, ...]]:
    """None where there are two: “3 or 4 days ago”."""
    for match in _AWAY.finditer(" ".join(words)):
        yield () if is_one_of_several(match) else (_day(match, today),)


def without_distances(words: tuple[str, ...]) -> tuple[str, ...]:
    """In Indonesian a week is also Sunday."""
    return tuple(_AWAY.sub("", " ".join(words)).split())


def _day(match: re.Match[str], today: date) -> date:
    at = "" if match["unit"] or match["whole"] else "_"
    number, unit = AMOUNTS.get(match[f"whole{at}"]) or (_number(match[f"number{at}"]), UNITS[match[f"unit{at}"]])
    distance = relativedelta(**{unit: number})  # type: ignore[arg-type]  # one of the units that it has
    return today - distance if match["ago"] or match["ago_"] else today + distance


def _number(said: str) -> int:
    if said.isdecimal():
        return int(said)
    return 1 if said in ONE else number_in_words(f"number {said}", "") or 0
