"""A choice, and a reply to several of them, made ready for being compared."""

import re
from typing import NamedTuple, TypeAlias

from engine.denials import denials_in
from engine.replies_arabic import stem
from engine.replies_figures import Figures, figures_in
from engine.replies_text import alike, fold, words

_RANGE = re.compile(r"\d+-\d+")


class Option(NamedTuple):
    id: str
    title: str
    folded: str
    bare: str
    words: tuple[str, ...]
    language: str | None = None

    @property
    def parts(self) -> frozenset[str]:
        """The words, and the ends of a range: 3-4."""
        return _parts(self.words)

    def means(self, some: frozenset[str]) -> bool:
        """Whether these words of it, alone, do not say the opposite: ``interested`` is not Not interested."""
        return not denials_in(self.title, self.language).deny(some)

    @property
    def figures(self) -> Figures:
        """What it says besides dates, prices, times and percentages."""
        return figures_in(self.title, self.language)

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers that are the title's own."""
        return frozenset(int(part) for part in _parts(words(self.figures.rest)) if part.isdecimal())


Reply: TypeAlias = Option


def option_of(id_: str, title: str, language: str | None = None) -> Option:
    folded = fold(title)
    bare = alike(folded)
    return Option(id_, title.strip(), folded, bare, tuple(map(stem, words(bare))), language)


def _parts(some: tuple[str, ...]) -> frozenset[str]:
    ends = (end for word in some if _RANGE.fullmatch(word) for end in word.split("-"))
    return frozenset({*some, *ends})
