"""The number that a reply tells, as titles of choices say it: in words, and among words such as “we are” and “just”.

counted("we are four people", "en")     ("4", "people")
numbers_of("Two people", "en")          frozenset({2})
is_a_count("2", "Table 2", "en")        False
"""

from functools import lru_cache
from typing import TypeAlias

from engine.number_words import MANNERS, SAID_NUMBERS, is_sure, trimmed
from engine.numbers_in_sentences import AROUND_A_COUNT, GIVING
from engine.phrase_tables import Phrases, pieces
from engine.replies_arabic import stem
from engine.replies_option import option_of
from engine.replies_text import bare_words
from engine.small_words import LINKS, WISHES

Words: TypeAlias = tuple[str, ...]
_NUMBERS = Phrases({**SAID_NUMBERS, ("un",): 1})
_AROUND = MANNERS | AROUND_A_COUNT


def in_digits(text: str, language: str | None) -> Words:
    """The words of a text with its numbers in digits: ``four people`` as ``4 people``."""
    words = bare_words(text)
    is_given = len(words) > 1 and words[-1] in GIVING and not WISHES.isdisjoint(words)  # मुझे दो: “give me”
    found = [words] if is_given else pieces(words, _NUMBERS)
    return tuple(stem(word) for piece in found for word in _written(piece, language))


def counted(text: str, language: str | None) -> Words:
    """The same without what says nothing at its ends: ``4`` of “we are four”."""
    return trimmed(in_digits(text, language), _AROUND)


@lru_cache(1_024)
def title_in_digits(title: str, language: str | None) -> Words:
    return in_digits(title, language)


@lru_cache(1_024)
def numbers_of(title: str, language: str | None) -> frozenset[int]:
    """Those of a title that count something, in digits or in words."""
    option = option_of("", title, language)
    written = (word for word in in_digits(option.figures.rest, language) if word.isdecimal())
    return option.numbers | frozenset(map(int, written))


def is_a_count(number: str, title: str, language: str | None) -> bool:
    """Whether the title says how many, and not which: Table for 2, but no Table 2."""
    *before, last = in_digits(option_of("", title, language).figures.rest, language)
    return last != number or not before or before[-1] in LINKS


def _written(piece: Words, language: str | None) -> Words:
    return (str(_NUMBERS[piece]),) if piece in _NUMBERS and is_sure(piece, language) else piece
