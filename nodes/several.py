"""Which of several choices a reply names: “1, 3”, “tea and coffee”, “شاي وقهوة”. In doubt, none.

several("tea, and the green one", {"a": "Tea", "b": "Green juice"})     ('a', 'b')
"""

import re
from collections.abc import Mapping
from functools import partial
from itertools import groupby
from typing import TypeAlias, TypeVar

from engine import number_words
from engine.replies import pick
from engine.replies_arabic import stem
from engine.replies_figures import has_unit
from engine.replies_option import option_of
from engine.small_words import COUNTERS
from nodes.choice_words import BETWEEN, JOINED_ON
from nodes.phrases import Phrases, bare_words, pieces, plain

T = TypeVar("T")
Titles: TypeAlias = Mapping[str, str]
Ids: TypeAlias = tuple[str, ...]
MOST_PARTS = 60
_SEPARATORS = re.compile(r"[,،;؛、\n/+&|•·]+")
_BESIDE_PRICES = re.compile(r"[;؛、\n/+&|•·]+|(?<!\d)[,،]+|[,،]+(?!\d)")  # “2,50 €” is one


def several(text: str, titles: Titles, language: str | None = None) -> Ids | None:
    """Their ids in the order in which they are named, each once. In the ``language`` some words are numbers, as *lima*."""
    said = plain(text)
    if spelled := _spelled(_words(said), titles):
        return spelled
    separators = _BESIDE_PRICES if has_unit(said) else _SEPARATORS
    parts = [part for part in separators.split(said) if part.strip()]
    return _together([_part(part, titles, language) for part in parts]) if len(parts) <= MOST_PARTS else None


def meant(
    text: str, choice: str | None, titles: Titles, elsewhere: tuple[Titles, ...], language: str | None = None
) -> str | None:
    """The one choice that was pressed or named; what is no title where the contact is may be one in another language."""
    if found := pick(list(titles.items()), text, choice, language):
        return found
    if _is_number(text, language):
        return None
    return only({id for others in elsewhere if (id := pick(list(others.items()), text)) in titles})


def only(found: set[T]) -> T | None:
    """Of several meanings, nobody knows which is right."""
    return next(iter(found)) if len(found) == 1 else None


def _is_number(text: str, language: str | None) -> bool:
    """A number is a place among the titles that the contact saw, and of no other language's."""
    return number_words.said(text, language) is not None or not any(sign.isalpha() for sign in text)


def _words(text: str) -> tuple[str, ...]:
    """Without the Arabic “the” and “and” that are written onto them."""
    return tuple(map(stem, bare_words(text)))


def _spelled(words: tuple[str, ...], titles: Titles) -> Ids | None:
    """Nothing but whole titles, positions, and words such as “and” between them."""
    known = _names(titles)
    named = list(pieces(words, known))
    joining = _joining(titles)
    clear = all(piece in known or piece[0] in joining for piece in named)
    return tuple(dict.fromkeys(known[piece] for piece in named if piece in known)) if clear else None


def _names(titles: Titles) -> Phrases[str]:
    """Titles as bare words; and positions, unless a title has a number in it. What names two of them names none."""
    named = [(words, id) for id, title in titles.items() if (words := _words(title))]
    named += [((JOINED_ON + first, *rest), id) for (first, *rest), id in named]
    if not any(part.isdecimal() for one in titles.items() for part in option_of(*one).parts):
        named += [((str(position),), id) for position, id in enumerate(titles, start=1)]
    in_order = sorted(named)
    groups = {words: [id for _, id in some] for words, some in groupby(in_order, key=lambda one: one[0])}
    return Phrases((words, ids[0]) for words, ids in groups.items() if len(ids) == 1)


def _part(part: str, titles: Titles, language: str | None) -> Ids | None:
    """Between two separators: what is joined by “and” is looked at one by one, but not thirty and five, where they are one
    number; “please” alone says nothing."""
    if spelled := _spelled(_words(part), titles):
        return spelled
    one_number = number_words.said(part, language) is not None
    things = [part] if one_number else _things(part, _joining(titles), language)
    return _together([_picked(thing, titles, language) for thing in things]) if things else ()


def _joining(titles: Titles) -> frozenset[str]:
    """*E* and *y* are “and”, but not where a title is called so: Vitamin E, or E) Oslo."""
    ends = {end for title in titles.values() if (words := _words(title)) for end in (words[0], words[-1])}
    return BETWEEN - ends


def _things(part: str, joining: frozenset[str], language: str | None) -> list[str]:
    """What “and” joins, as it was written: a price needs its sign."""
    said = [one for word in part.split() for one in _apart(word, language)]
    return [" ".join(some) for joins, some in groupby(said, key=partial(_joins, joining)) if not joins]


def _joins(joining: frozenset[str], word: str) -> bool:
    return word == JOINED_ON or (bool(bare := bare_words(word)) and joining.issuperset(bare))


def _apart(word: str, language: str | None) -> tuple[str, ...]:
    """``والثالث`` is “and the third”, while واحد is one, and what begins a title may be a part of it."""
    rest = word.removeprefix(JOINED_ON)
    return (word,) if rest == word or _counts(word, language) or not _counts(rest, language) else (JOINED_ON, rest)


def _counts(word: str, language: str | None) -> bool:
    """Whether it is a number, a place, or a word that stands before one."""
    bare = bare_words(word)
    in_digits = number_words.said_in_digits(bare) is not None
    return in_digits or not COUNTERS.isdisjoint(bare) or number_words.said(word, language) is not None


def _picked(thing: str, titles: Titles, language: str | None) -> Ids | None:
    id = pick(list(titles.items()), thing, language=language)
    return (id,) if id else None


def _together(parts: list[Ids | None]) -> Ids | None:
    """Each once, in order; nothing at all if one of the parts is not understood."""
    ids = dict.fromkeys(id for part in parts for id in part or ())
    return tuple(ids) if ids and None not in parts else None
