"""The number that a whole answer gives: also in words, and with “thousand” behind it. A doubt is none.

amount("about 4.5 kg")          4.5
amount("50rb", "id")            50000
amount("dos millones", "es")    2000000
amount("minus 5 degrees")       -5
amount("4 or 5")                None
"""

import re
import unicodedata
from decimal import Decimal
from itertools import chain
from math import prod
from typing import TypeAlias

from engine.amount_words import ALONE, BETWEEN_NUMBERS, DOUBTFUL, FACTORS, PARTS
from engine.languages import base_of
from engine.large_numbers import is_too_large
from engine.negative_numbers import without_minus
from engine.number_limits import is_only_a_limit
from engine.number_words import number_in_words, without_manners
from engine.numbers_in_sentences import apart, joins_number, only_number
from engine.replies_number import numbers_found
from engine.replies_text import LONGEST, bare_words
from engine.small_words import AND_WRITTEN_ON, JOINS, NEGATIONS

Words: TypeAlias = tuple[str, ...]
Number: TypeAlias = int | float
BESIDE = 3  # words on each side of a number that may make it another one
_WRITTEN_ON = re.compile(r" ?\w")  # “5, mil gracias” is five
_THANKS = re.compile(r"(?:^|[,.;!\n])\s*mil gracias", re.IGNORECASE)  # “cinco, mil gracias” is five
_CLAUSE = re.compile(r"[,.;!?\n،؛؟।]")  # in “no complaints, 5” the five is not denied
_ABOUT = re.compile(r"(?<!\w)(?:m[aá]s o|mais ou) menos(?!\w)", re.IGNORECASE)  # neither a minus nor less
_POWER = re.compile(r"(?<![^\W\d_])((?:[ckdm]?m|ft|in|mt|mts)[23])(?!\w)", re.IGNORECASE)  # 20 m2


def amount(text: str, language: str) -> Number | None:
    """None where there is no number, where there are several, or where its words leave open which one is meant."""
    said = without_minus(_ABOUT.sub(" ", text[:LONGEST]))
    if said is None:
        return None
    value = _unsigned(said.text, language)
    return -value if said.is_negative and value is not None else value


def _unsigned(text: str, language: str) -> Number | None:
    found = list(numbers_found(_POWER.sub(" ", text), language))
    if not found:
        return None if _has_fraction(text) else _in_words(bare_words(_THANKS.sub(" ", text)), language)
    (first, *others) = found
    if others or first.is_part or first.match is None or _has_fraction(text) or _is_slang(first.after, language):
        return None
    before, after, factors = bare_words(first.before), bare_words(first.after), _written_on(first.after)
    rest = after[len(factors) :]
    clause = bare_words(_CLAUSE.split(first.before)[-1])
    if _goes_on(before, rest, factors, language) or _is_negated(clause, after, language):
        return None
    if joins_number(apart(before), language) or joins_number(apart(rest), language):
        return None
    return _times(first.match.value, factors)


def amounts(text: str, language: str | None) -> frozenset[Number]:
    """All numbers of a title, with what stands behind each of them."""
    found = numbers_found(text, language)
    values = (multiplied(one.match.value, one.after) for one in found if one.match)
    return frozenset(value for value in values if value is not None)


def multiplied(number: Number, after: str) -> Number | None:
    """``50`` before ``rb`` is 50000."""
    return _times(number, _written_on(after))


def _has_fraction(text: str) -> bool:
    """``2½``, which no digit says."""
    return any(unicodedata.numeric(sign, 0) % 1 > 0 for sign in text)


def _goes_on(before: Words, rest: Words, factors: Words, language: str) -> bool:
    """“5 or six”, “5 and a half”, “5 thousand two hundred”, “a thousand 5”, “over 5”."""
    return (
        is_only_a_limit(before, rest)
        or _has_part(before, rest)
        or not FACTORS.keys().isdisjoint((*before[-1:], *rest))
        or any(number_in_words(word, language) is not None for word in _joined(before, rest, factors))
    )


def _is_slang(after: str, language: str) -> bool:
    """Whether what stands behind a number leaves open how many: *5 lucas*. “5, Lucas” is five."""
    words = bare_words(after) if _WRITTEN_ON.match(after) else ()
    return not DOUBTFUL.get(base_of(language), frozenset()).isdisjoint(words[: len(_factors(words)) + 1])


def _has_part(before: Words, rest: Words) -> bool:
    """Near to the number, or behind an “and”: “5 and a half years”, “5 years and a half”."""
    beside = (*before[-BESIDE:], *rest[:BESIDE])
    added = chain.from_iterable(rest[at + 1 : at + 3] for at, word in enumerate(rest) if word in JOINS)
    return any(word.removeprefix(AND_WRITTEN_ON) in PARTS for word in (*beside, *added))


def _joined(before: Words, after: Words, factors: Words) -> Words:
    """What an “or” or a “to” sets beside the number, and what follows a thousand."""
    left = before[-2:-1] if before[-1:] and before[-1] in BETWEEN_NUMBERS else ()
    right = after[1:2] if after[:1] and after[0] in BETWEEN_NUMBERS else ()
    return (*left, *right, *(after[:1] if factors else ()))


def _is_negated(before: Words, after: Words, language: str) -> bool:
    """“No 5” is number five, or a no to something else; in Portuguese “no” is no negation."""
    is_no_word = before[-1:] == ("no",) or base_of(language) == "pt"
    denied = (word for word in before if not (is_no_word and word == "no"))
    return not NEGATIONS.isdisjoint((*denied, *after[-1:]))


def _in_words(said: Words, language: str) -> Number | None:
    words = without_manners(said)
    if words in ALONE:
        return ALONE[words]
    size = len(_factors(words[::-1]))
    number = number_in_words(" ".join(words[: len(words) - size]), language)
    return _in_sentence(apart(words), language) if number is None else _times(number, words[len(words) - size :])


def _in_sentence(words: Words, language: str) -> Number | None:
    """“We are four”, and “we are two hundred”."""
    said = only_number(words, language)
    if said is None or said.number is None:
        return None
    before, after = words[: said.at], words[said.at + said.size :]
    factors = _factors(after)
    if _goes_on(before, after[len(factors) :], factors, language) or _is_negated(before, after, language):
        return None
    return None if _is_slang(" ".join(after), language) else _times(said.number, factors)


def _written_on(after: str) -> Words:
    return _factors(bare_words(after)) if _WRITTEN_ON.match(after) else ()


def _factors(words: Words) -> Words:
    """Those at the beginning."""
    size = next((size for size, word in enumerate(words) if word not in FACTORS), len(words))
    return words[:size]


def _times(number: Number, factors: Words) -> Number | None:
    value = Decimal(str(number)) * prod(FACTORS[word] for word in factors)
    if is_too_large(value):
        return None
    return int(value) if value == value.to_integral_value() else float(value)
