"""Days and amounts that are said in several words, in digits: the “first” of “twenty-first” is no first.

in_digits("twenty-first of may")          '21th of may'
in_digits("twenty one days from now")     '21 days from now'
"""

import re

from engine.number_words import SAID_NUMBERS, SAID_PLACES
from nodes.date_words import UNITS, any_of, said

_TENS = {10: "décimo, décima", 20: "twenty, vigésimo, vigésima", 30: "thirty, trigésimo, trigésima"}
_TEN = {word: ten for ten, some in _TENS.items() for word in said(some)}
_ONE = {word: one for (word, *more), one in SAID_PLACES.items() if one in range(1, 10) and word.isalpha() and not more}
_PLACE = re.compile(rf"(?<![\w-])({any_of(_TEN)})[ \u2010-]({any_of(_ONE)})(?![\w\u0900-\u0963-])")
_NUMBERS = {words: str(number) for words, number in SAID_NUMBERS.items() if number in range(21, 100)}
_BEFORE_A_UNIT = re.compile(rf"(?<!\S)\S+(?:[ ]\S+){{0,2}}?(?=[ ](?:{any_of(UNITS)})(?![\w\u0900-\u0963]))")


def in_digits(text: str) -> str:
    """Of a text in small letters, without accents. Numbers of anything but days, weeks, months and years stay as they are."""
    places = _PLACE.sub(lambda match: f"{_TEN[match[1]] + _ONE[match[2]]}th", text)
    return _BEFORE_A_UNIT.sub(lambda match: _amount(match[0]), places)


def _amount(before: str) -> str:
    """What stands before the unit, with the longest number at its end in digits: “in twenty one” is “in 21”."""
    words = tuple(before.split())
    found = ((at, number) for at in range(len(words)) if (number := _NUMBERS.get(words[at:])))
    at, number = next(found, (len(words), ""))
    return " ".join((*words[:at], number)) if number else before
