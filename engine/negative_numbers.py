"""A number below zero, as people write it: “minus 5”, *menos cinco*, “- 5”. In doubt there is none: the positive number
is another one.

without_minus("minus 5 degrees")    Unsigned(text="5 degrees", is_negative=True)
without_minus("about 5")            Unsigned(text="about 5", is_negative=False)
without_minus("5 below zero")       None
"""

import re
import unicodedata
from typing import NamedTuple

from engine.amount_words import ALONE
from engine.number_words import SAID_NUMBERS
from engine.replies_text import bare_words

_MINUS = "minus negative negativo negativa negatif माइनस ऋण ناقص سالب"
_EXCEPT = "menos"  # Spanish and Portuguese: minus, and also “except”, “less” and “at least”
_BELOW = "below zero, under zero, bajo cero, abaixo de zero, di bawah nol, dibawah nol, تحت الصفر, शून्य से"
_LONG = "\u2012-\u2015"  # what a phone makes of two hyphens
_DASH = rf"[-\u2010\u2011\u2212\uff0d\ufe63{_LONG}]"
_WORDS = "|".join(f"{_MINUS} {_EXCEPT}".split())
_LED_BY = re.compile(
    rf"(?:(?!{_DASH})\W)*(?:{_DASH}+(?P<space>\s*)|(?:{_WORDS})\s+)(?P<number>.*)", re.IGNORECASE | re.DOTALL
)
_DIGIT = r"[.,\u066b]?\d"
_APART = re.compile(rf"(?<!\w)(?<!{_DASH})(?:{_DASH}+\s+|[{_LONG}]+){_DIGIT}|\d\s*{_DASH}\W*$")  # “at night - 5”, “5-”
_NEGATIVE = frozenset(bare_words(_MINUS))
_BELOW_ZERO = tuple(f" {' '.join(bare_words(phrase))} " for phrase in _BELOW.split(","))
_FIRST = frozenset(phrase[0] for phrase in (*SAID_NUMBERS, *ALONE))


class Unsigned(NamedTuple):
    """A text without the minus that it begins with."""

    text: str
    is_negative: bool


def without_minus(text: str) -> Unsigned | None:
    """None where it may have a minus: one that stands elsewhere, or a dash that may be the sign of a list."""
    plain = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    led_by = _LED_BY.match(plain)
    if led_by is None or not _begins_with_number(led_by["number"]):
        return None if _is_doubtful(plain) else Unsigned(plain, is_negative=False)
    is_listed = led_by["space"] and len(led_by["number"].split()) > 1
    return None if is_listed or _is_doubtful(led_by["number"]) else Unsigned(led_by["number"], is_negative=True)


def _begins_with_number(text: str) -> bool:
    if re.search(r"\d", text):
        return re.match(_DIGIT, text) is not None
    return not _FIRST.isdisjoint(bare_words(text)[:1])


def _is_doubtful(text: str) -> bool:
    said = bare_words(text)
    below_zero = any(phrase in f" {' '.join(said)} " for phrase in _BELOW_ZERO)
    return below_zero or not _NEGATIVE.isdisjoint(said) or _APART.search(text) is not None
