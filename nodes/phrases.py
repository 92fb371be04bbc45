"""Words that mean the same in several languages, found in a reply as people type them."""

import re
import unicodedata
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeAlias, TypeVar

from engine.replies import fold, words
from engine.replies_text import LONGEST, alike

T = TypeVar("T")
M = TypeVar("M", bound=Hashable)
Phrases: TypeAlias = Mapping[tuple[str, ...], T]


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


def phrases(table: Mapping[M, str]) -> dict[tuple[str, ...], M]:
    """Each phrase, as bare words, with what it means. Phrases are listed with commas or on lines of their own."""
    listed = ((meaning, phrase) for meaning, some in table.items() for phrase in re.split(r"[,\n]", some))
    return {bare_words(phrase): meaning for meaning, phrase in listed if phrase.strip()}


def found(said: Sequence[str], known: Phrases[T]) -> list[T]:
    """What the known phrases in the reply mean, in its order; a longer phrase hides those inside it."""
    longest, at, meanings = max(map(len, known)), 0, list[T]()
    while at < len(said):
        sizes = range(min(longest, len(said) - at), 0, -1)
        size = next((size for size in sizes if tuple(said[at : at + size]) in known), 0)
        if size:
            meanings.append(known[tuple(said[at : at + size])])
        at += size or 1
    return meanings


def _plain_sign(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
