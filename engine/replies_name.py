"""Which names somebody says in a text: of places, products, people. Nobody was shown a list, so numbers and letters mean
nothing by themselves, and people say more than the name. A doubt is no match; two names are two."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeAlias

from rapidfuzz.distance import OSA

from engine.replies_text import LONGEST, alike, fold, is_word_sign
from engine.small_words import COUNTERS, NEGATIONS

SHORTEST_IN_SENTENCE = 3  # letters: shorter names are too often words, as IN and A
SHORTEST_PART = 4  # letters of a part of a name, or of its beginning: los and hai are words
SHORTEST_FUZZY = 4  # letters of a word that may have a slip
SHORTEST_FUZZY_IN_SENTENCE = (
    6  # letters of a name that may have one: a sentence has many short words that are nearly a name
)
LONG_WORD = 10  # letters from which two slips are forgiven: Faizabad is not Faridabad
MOST_SLIPS = 2
_NO_IN_PORTUGUESE = frozenset(  # “moro no Rio”: in the
    [
        "moro",
        "mora",
        "moramos",
        "morei",
        "estou",
        "fico",
        "vivo",
        "nasci",
        "cresci",
        "resido",
        "trabalho",
        "estudo",
        "aqui",
    ]
)
_PLAIN = re.compile("[a-z0-9]+")
Words: TypeAlias = tuple[str, ...]


def key_of(text: str) -> Words:
    """What all spellings of a name have in common: its words, without case, accents and what stands between them."""
    if text.isascii():
        return tuple(_PLAIN.findall(text[:LONGEST].lower()))
    return tuple("".join(sign if is_word_sign(sign) else " " for sign in alike(fold(text))).split())


class Names:
    """Names to look for, made ready once for any number of texts."""

    def __init__(self, names: Iterable[str]) -> None:
        self._known: dict[Words, list[str]] = defaultdict(list)
        for name in names:
            if key := key_of(name):
                self._known[key].append(name)
        self._sizes = {len(key) for key in self._known}

    def said(self, text: str) -> tuple[str, ...]:
        """Those that the text may mean: it says them, is a part of them, or nearly says them."""
        words = key_of(text)
        found: Iterable[Words] = self._occurring(words)
        if not found and not _negations(words):
            found = next(filter(None, (stage(words) for stage in self._stages)), ())
        return self._names(found)

    def spelled(self, text: str) -> tuple[str, ...]:
        """Those that the text says, as they are written. None where it says what is not meant."""
        return self._names(self._occurring(key_of(text)))

    def _names(self, found: Iterable[Words]) -> tuple[str, ...]:
        return tuple(name for key in dict.fromkeys(found) for name in self._known[key])

    def _occurring(self, words: Words) -> list[Words]:
        runs = [(at, size) for at, size in _runs(words, self._sizes) if self._occurs(words, at, size)]
        longest = [run for run in runs if not any(run != other and _is_inside(run, other) for other in runs)]
        covered = {place for at, size in longest for place in range(at, at + size)}
        return [] if _negations(words) - covered else [words[at : at + size] for at, size in longest]

    def _occurs(self, words: Words, at: int, size: int) -> bool:
        """A short name, or one that is a number, is said alone, or behind a word such as number."""
        name = words[at : at + size]
        if name not in self._known:
            return False
        clear = _letters(name) >= SHORTEST_IN_SENTENCE or size == len(words)
        return clear or (at > 0 and words[at - 1] in COUNTERS)

    @property
    def _stages(self) -> tuple[Callable[[Words], Sequence[Words]], ...]:
        return (self._joined, self._parts, self._begun, self._nearly)

    def _joined(self, words: Words) -> list[Words]:
        """``newdelhi`` for New Delhi."""
        said = "".join(words)
        return [key for key in self._known if said and "".join(key) == said]

    def _parts(self, words: Words) -> list[Words]:
        """``kochi`` for Fort Kochi."""
        said = f" {' '.join(words)} "
        return [key for key in self._known if _letters(words) >= SHORTEST_PART and said in f" {' '.join(key)} "]

    def _begun(self, words: Words) -> list[Words]:
        """``maha`` for Maharashtra."""
        said = " ".join(words)
        return [key for key in self._known if _letters(words) >= SHORTEST_PART and " ".join(key).startswith(said)]

    def _nearly(self, words: Words) -> list[Words]:
        """With slips of the keys; as few as there can be."""
        slips = [(_slips(words[at : at + size], key), key) for at, size, key in self._comparable(words)]
        least = min((count for count, _ in slips if count is not None), default=None)
        return [key for count, key in slips if count is not None and count == least]

    def _comparable(self, words: Words) -> Iterator[tuple[int, int, Words]]:
        for at, size in _runs(words, self._sizes):
            for key in self._by_start[size, words[at][0]]:
                if size == len(words) or _letters(key) >= SHORTEST_FUZZY_IN_SENTENCE:
                    yield at, size, key

    @cached_property
    def _by_start(self) -> dict[tuple[int, str], list[Words]]:
        """By the number of words and the first letter, in which nobody slips."""
        found: dict[tuple[int, str], list[Words]] = defaultdict(list)
        for key in self._known:
            found[len(key), key[0][0]].append(key)
        return found


def without(name: str, text: str) -> str:
    """What a text says besides a name; all of it, where the name is not written in it."""
    words, key = key_of(text), key_of(name)
    at = next((at for at, _ in _runs(words, {len(key)}) if words[at : at + len(key)] == key), None)
    return " ".join(words if at is None else (*words[:at], *words[at + len(key) :]))


def _runs(words: Words, sizes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where so many words in a row begin, and how many they are."""
    return ((at, size) for size in sizes if size for at in range(len(words) - size + 1))


def _is_inside(run: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= run[0] and run[0] + run[1] <= other[0] + other[1]


def _negations(words: Words) -> set[int]:
    """Where a text says what is not meant: ``isn't`` is the words isn and t here."""
    return {at for at, word in enumerate(words) if _negates(words, at, word)}


def _negates(words: Words, at: int, word: str) -> bool:
    before, after = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
    if word == "no" and (before in _NO_IN_PORTUGUESE or (before and after.isdecimal())):  # house no 5
        return False
    return word in NEGATIONS or (word == "t" and before.endswith("n"))


def _letters(words: Words) -> int:
    return sum(sign.isalpha() for word in words for sign in word)


def _slips(said: Words, name: Words) -> int | None:
    counts = [_slips_in(*pair) for pair in zip(said, name, strict=True)]
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) and sum(known) <= MOST_SLIPS else None


def _slips_in(said: str, word: str) -> int | None:
    """Never in the first letter, and never a digit."""
    if said == word:
        return 0
    if said[0] != word[0] or not (said + word).isalpha() or min(len(said), len(word)) < SHORTEST_FUZZY:
        return None
    most = 2 if min(len(said), len(word)) >= LONG_WORD else 1
    count = OSA.distance(said, word, score_cutoff=most)
    return count if count <= most else None
