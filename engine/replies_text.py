"""Text of a reply: folding it for comparison, and the tests on its words."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from engine.replies_pattern import search

LONGEST = 4_096  # characters of a reply that are looked at
_INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # joiners, direction marks
    "\ufe0e\ufe0f\u20e3\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"  # variants of emoji, key caps, skin tones
    "\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"  # Arabic: the stretching line, optional vowels
)
_ACCENTS = range(0x300, 0x370)
_JOINERS = frozenset("'-\u2010")  # inside a word they are part of it


@dataclass(frozen=True, slots=True)
class Match:
    """A test that succeeded, and the value that it captured."""

    value: Any


def fold(text: str) -> str:
    """For comparing replies: one Unicode form, no case, single spaces, nothing but letters and digits at the ends."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).casefold().replace("\u2019", "'")
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", plain) if sign not in _INVISIBLE)
    plain = " ".join(plain.split())
    return _strip_signs(plain) or plain


def unaccented(folded: str) -> str:
    """Latin, Greek and Cyrillic letters without accents, which people leave out: ``nao`` for ``não``."""
    parts = unicodedata.normalize("NFD", folded)
    return unicodedata.normalize("NFC", "".join(sign for sign in parts if ord(sign) not in _ACCENTS))


def words(text: str) -> tuple[str, ...]:
    """The folded words; apostrophes and hyphens inside a word stay."""
    folded = fold(text)
    spaced = "".join(sign if _in_word(folded, place) else " " for place, sign in enumerate(folded))
    return tuple(spaced.split())


def text(reply: str) -> Match | None:
    """Any text at all."""
    said = reply.strip()
    return Match(said) if said else None


def phrase(reply: str, expected: str) -> Match | None:
    """The expected words, in this order and next to each other."""
    said, wanted = words(reply), words(expected)
    starts = range(len(said) - len(wanted) + 1) if wanted else ()
    return next((Match(" ".join(wanted)) for at in starts if said[at : at + len(wanted)] == wanted), None)


def any_word(reply: str, expected: str) -> Match | None:
    """At least one of the expected words; captures those that were found, as the contact ordered them."""
    wanted = set(words(expected))
    found = tuple(word for word in words(reply) if word in wanted)
    return Match(" ".join(found)) if found else None


def all_words(reply: str, expected: str) -> Match | None:
    """Every expected word, in any order."""
    wanted = words(expected)
    return Match(" ".join(wanted)) if wanted and set(wanted) <= set(words(reply)) else None


def beginning(reply: str, expected: str) -> Match | None:
    """Begins with the expected words; captures what follows them."""
    said, wanted = words(reply), words(expected)
    return Match(" ".join(said[len(wanted) :])) if wanted and said[: len(wanted)] == wanted else None


def pattern(reply: str, expected: str) -> Match | None:
    """A pattern found anywhere: its named groups, else its first group, else all that it matched."""
    found = search(expected, reply)
    if found is None:
        return None
    return Match(found.groupdict() or (found.group(1) if found.groups() else found.group(0)))


def is_word_sign(sign: str) -> bool:
    """Letters, the marks that combine with them, and digits, of any script."""
    return unicodedata.category(sign)[0] in "LMN"


def _strip_signs(text: str) -> str:
    signs = [place for place, sign in enumerate(text) if is_word_sign(sign)]
    return text[signs[0] : signs[-1] + 1] if signs else ""


def _in_word(text: str, place: int) -> bool:
    if is_word_sign(text[place]):
        return True
    # a folded text begins and ends with such a sign, or has none: a joiner beside one has both neighbours
    return text[place] in _JOINERS and is_word_sign(text[place - 1]) and is_word_sign(text[place + 1])
