"""Text of a reply: folding it for comparison, and the tests on its words."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from engine.replies_pattern import search

LONGEST = 4_096  # characters of a reply that are looked at
_INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # joiners, direction marks
    "\ufe0e\ufe0f\u20e3\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"  # variants of emoji, key caps, skin tones
    "\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"  # Arabic: the stretching line, optional vowels
)
_ACCENTS = range(0x300, 0x370)
_JOINERS = frozenset("'-\u2010")  # inside a word they are part of it


_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u0622\u0623\u0625", "\u0627"),  # the alefs
        **dict.fromkeys("\u0649\u06cc", "\u064a"),  # alef maqsura, and the Persian ya, as ya
        "\u06a9": "\u0643",  # the Persian kaf as kaf
        "\u0629": "\u0647",  # ta marbuta as ha
        "\u0901": "\u0902",  # candrabindu as anusvara: हाँ, हां
        "\u093c": None,  # nukta: फ़, फ
    }
)
_UNSPACED = re.compile(  # Thai, Lao, Myanmar, Khmer, kana and Han
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003134f]"
)


class Piece(NamedTuple):
    """A word as it was written, folded, and what it is compared by."""

    said: str
    key: str


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


def alike(folded: str) -> str:
    """For telling whether two words are one: without accents, and without the spellings that people mix."""
    return unaccented(folded).translate(_ALIKE)


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
    said, wanted = pieces(reply), keys(expected)
    starts = range(len(said) - len(wanted) + 1) if wanted else ()
    return next((Match(_text(said[at : at + len(wanted)])) for at in starts if _is_at(said, at, wanted)), None)


def only_phrase(reply: str, expected: str) -> Match | None:
    """The expected words, and no others."""
    return phrase(reply, expected) if len(pieces(reply)) == len(keys(expected)) else None


def any_word(reply: str, expected: str) -> Match | None:
    """At least one of the expected words; captures those that were found, as the contact ordered them."""
    said, wanted, found, at = pieces(reply), _terms(expected), list[str](), 0
    while at < len(said):
        size = max((len(term) for term in wanted if _is_at(said, at, term)), default=0)
        found += [_text(said[at : at + size])] if size else []
        at += size or 1
    return Match(" ".join(found)) if found else None


def all_words(reply: str, expected: str) -> Match | None:
    """Every expected word, in any order."""
    found = [phrase(reply, word) for word in words(expected)]
    return Match(" ".join(one.value for one in found if one)) if found and None not in found else None


def beginning(reply: str, expected: str) -> Match | None:
    """Begins with the expected words; captures what follows them."""
    said, wanted = pieces(reply), keys(expected)
    return Match(_text(said[len(wanted) :])) if wanted and _is_at(said, 0, wanted) else None


def pattern(reply: str, expected: str) -> Match | None:
    """A pattern found anywhere: its named groups, else its first group, else all that it matched."""
    found = search(expected, reply)
    if found is None:
        return None
    return Match(found.groupdict() or (found.group(1) if found.groups() else found.group(0)))


@lru_cache(32)  # one message is asked about by every keyword of a workspace
def pieces(text: str) -> tuple[Piece, ...]:
    """The folded words; of a script that writes without spaces every sign is one, since nothing tells where words end."""
    return tuple(Piece(part, alike(part)) for word in words(text) for part in _parts(word))


@lru_cache(1_024)
def keys(expected: str) -> tuple[str, ...]:
    """What the pieces of a text are compared by."""
    return tuple(piece.key for piece in pieces(expected))


def _terms(expected: str) -> tuple[tuple[str, ...], ...]:
    return tuple(keys(word) for word in words(expected))


def _is_at(said: tuple[Piece, ...], at: int, wanted: tuple[str, ...]) -> bool:
    return tuple(piece.key for piece in said[at : at + len(wanted)]) == wanted


def _text(said: tuple[Piece, ...]) -> str:
    """With spaces where the script has some."""
    text = ""
    for piece in said:
        spaced = text and not (_UNSPACED.match(piece.said) and _UNSPACED.search(text[-1]))
        text += f" {piece.said}" if spaced else piece.said
    return text


def _parts(word: str) -> list[str]:
    if not _UNSPACED.search(word):
        return [word]
    parts = [""]
    for sign in word:
        if parts[-1] and not _belongs(sign, parts[-1]):
            parts.append("")
        parts[-1] += sign
    return parts


def _belongs(sign: str, before: str) -> bool:
    """A vowel sign, or one of a script with spaces next to its like: ``4711`` in ``订单4711``."""
    return unicodedata.category(sign)[0] == "M" or not (_UNSPACED.match(sign) or _UNSPACED.match(before))


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
