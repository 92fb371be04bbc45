"""Words and phrases of a reply: whether they are in it, in which order, and what stands behind them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from engine.replies_text import UNSPACED, Match, Piece, pieces, sought, words

MOST_TRIED = 20_000  # places of a reply, for all phrases together


def phrase(reply: str, expected: str) -> Match | None:
    """The expected words, in this order and next to each other."""
    return first_phrase(reply, (expected,))


def first_phrase(reply: str, expected: Iterable[str]) -> Match | None:
    """The first of the expected phrases that is in it."""
    return next((found for found in _phrases(reply, expected) if found), None)


def only_phrase(reply: str, expected: str) -> Match | None:
    """The expected words, and no others."""
    said = pieces(reply)
    return Match(_text(said)) if said and _size_at(said, 0, sought(expected)) == len(said) else None


def any_word(reply: str, expected: str) -> Match | None:
    """At least one of the expected words; captures those that were found, as the contact ordered them."""
    return any_phrase(reply, words(expected))


def any_phrase(reply: str, expected: Iterable[str]) -> Match | None:
    """At least one of the expected phrases; captures those that were found, as the contact ordered them."""
    said, found, at = pieces(reply), list[str](), 0
    sizes = _longest(said, expected)
    while at < len(said):
        size = sizes[at]
        found += [_text(said[at : at + size])] if size else []
        at += size or 1
    return Match(" ".join(found)) if found else None


def all_words(reply: str, expected: str) -> Match | None:
    """Every expected word, in any order."""
    return all_phrases(reply, words(expected))


def all_phrases(reply: str, expected: Iterable[str]) -> Match | None:
    """Every expected phrase, in any order."""
    found = list[str]()
    for one in _phrases(reply, expected):
        if one is None:
            return None
        found.append(one.value)
    return Match(" ".join(found)) if found else None


def beginning(reply: str, expected: str) -> Match | None:
    """Begins with the expected words; captures what follows them."""
    said = pieces(reply)
    size = _size_at(said, 0, sought(expected))
    return Match(_text(said[size:])) if size else None


class _Places:
    """Where phrases are said. Many are looked for in one reply, by the words that they begin with; who says one word
    thousands of times gives no answer, and is not looked through to the end for each of them."""

    def __init__(self, said: tuple[Piece, ...]) -> None:
        self._said, self._heads, self._left = said, _heads(said), MOST_TRIED

    def of(self, wanted: tuple[Piece, ...]) -> Iterator[tuple[int, int]]:
        """From left to right, and in how many pieces."""
        firsts = {wanted[0].key, _joined(wanted, 0)} if wanted else set[str]()
        starts = sorted({at for key in firsts for at in self._heads.get(key, ())})
        self._left -= len(starts)
        for at in starts if self._left >= 0 else ():
            if size := _size_at(self._said, at, wanted):
                yield at, size


def _phrases(reply: str, expected: Iterable[str]) -> Iterator[Match | None]:
    """Each of the phrases, where it is said first."""
    said = pieces(reply)
    places = _Places(said)
    for one in expected:
        at, size = next(places.of(sought(one)), (0, 0))
        yield Match(_text(said[at : at + size])) if size else None


def _longest(said: tuple[Piece, ...], expected: Iterable[str]) -> Mapping[int, int]:
    """By where phrases are said, in how many pieces the longest of them is."""
    sizes, places = Counter[int](), _Places(said)
    for one in expected:
        for at, size in places.of(sought(one)):
            sizes[at] = max(size, sizes[at])
    return sizes


def _size_at(said: tuple[Piece, ...], at: int, wanted: tuple[Piece, ...]) -> int:
    """How many pieces say what is wanted from there on; 0 if they do not. ``e-mail`` and ``email`` are one word."""
    end, told = at, 0
    while told < len(wanted) and end < len(said):
        if said[end].key == wanted[told].key:
            more, less = 1, 1
        elif said[end].key == _joined(wanted, told):
            more, less = 1, _length(wanted, told)
        elif more := _spelled(said, end, wanted[told].key):
            less = 1
        else:
            return 0
        end, told = end + more, told + less
    return end - at if told == len(wanted) else 0


def _spelled(said: tuple[Piece, ...], at: int, word: str) -> int:
    """How many pieces are the word, hung together: ``e-mail``; 0 if they are not. No more of them is looked at than that."""
    end = at
    while end < len(said) and (end == at or said[end].joint) and word.startswith(said[end].key):
        word, end = word.removeprefix(said[end].key), end + 1
    hangs = end < len(said) and said[end].joint
    return 0 if word or hangs else end - at


def _heads(said: tuple[Piece, ...]) -> Mapping[str, list[int]]:
    """By what a word begins with, where: of ``e-mail`` by ``e`` and by ``email``. Many phrases are looked for by it."""
    heads, joined = defaultdict[str, list[int]](list), ""
    for at in range(len(said) - 1, -1, -1):
        hangs = at + 1 < len(said) and said[at + 1].joint
        joined = said[at].key + (joined if hangs else "")
        for key in {said[at].key, joined}:
            heads[key].append(at)
    return heads


def _length(some: tuple[Piece, ...], at: int) -> int:
    """Of the word that begins there, with all that hangs on it."""
    return next((size for size in range(1, len(some) - at) if not some[at + size].joint), len(some) - at)


def _joined(some: tuple[Piece, ...], at: int) -> str:
    return "".join(piece.key for piece in some[at : at + _length(some, at)])


def _text(said: tuple[Piece, ...]) -> str:
    """With spaces where the script has some."""
    text = ""
    for piece in said:
        spaced = not (UNSPACED.match(piece.said) and UNSPACED.search(text[-1:]))
        text += f"{piece.joint or (' ' if spaced else '')}{piece.said}" if text else piece.said
    return text
