"""Words that mean the same in several languages, found in a reply as people type them."""

import re
import unicodedata
from collections.abc import Hashable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from engine.languages import base_of
from engine.replies import fold, words
from engine.replies_text import LONGEST, alike

T = TypeVar("T")
M = TypeVar("M", bound=Hashable)


class Phrases(dict[tuple[str, ...], T]):
    """What each phrase means, as bare words. Filled once: how long phrases are is counted when the first reply is cut up."""

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """In words, the longest first."""
        return tuple(sorted({len(phrase) for phrase in self}, reverse=True))


def in_language(table: Mapping[str, T], language: str) -> T:
    """What the table says in this language, whatever the country; in English where it does not know it."""
    return table.get(base_of(language), table["en"])


def plain(text: str) -> str:
    """The text with digits of any script as 0-9, full-width signs as usual ones, and no invisible signs."""
    signs = unicodedata.normalize("NFKC", text[:LONGEST])
    return "".join(_plain_sign(sign) for sign in signs if unicodedata.category(sign) != "Cf")


def bare_words(text: str) -> tuple[str, ...]:
    """The words without case and accents, and without the spellings that people mix."""
    return words(alike(fold(text)))


def bare(text: str) -> str:
    """For telling whether two texts are written alike; what is no words, such as an emoji, stays as it is."""
    return " ".join(bare_words(text)) or fold(text)


def phrases(table: Mapping[M, str]) -> Phrases[M]:
    """Each phrase, as bare words, with what it means."""
    return Phrases((bare_words(phrase), meaning) for meaning, some in table.items() for phrase in listed(some))


def listed(some: str) -> list[str]:
    """Phrases of a table, which are separated by commas or stand on lines of their own."""
    return [phrase for part in re.split(r"[,\n]", some) if (phrase := part.strip())]


def pieces(said: tuple[str, ...], known: Phrases[T]) -> Iterator[tuple[str, ...]]:
    """The reply cut up: at each place the longest phrase that is known, or else one word."""
    at = 0
    while at < len(said):
        size = next((size for size in known.lengths if said[at : at + size] in known), 1)
        yield said[at : at + size]
        at += size


def found(said: tuple[str, ...], known: Phrases[T]) -> list[T]:
    """What the known phrases in the reply mean, in its order; a longer phrase hides those inside it."""
    return [known[piece] for piece in pieces(said, known) if piece in known]


def _plain_sign(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
