"""Words that mean the same in several languages, found in a reply as people type them."""

import re
from collections.abc import Hashable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from engine.replies_text import bare_words

T = TypeVar("T")
M = TypeVar("M", bound=Hashable)


class Phrases(dict[tuple[str, ...], T]):
    """What each phrase means, as bare words. Filled once: how long phrases are is counted when the first reply is cut up."""

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """In words, the longest first."""
        return tuple(sorted({len(phrase) for phrase in self}, reverse=True))


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
