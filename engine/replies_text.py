"""Text of a reply: folding it for comparison, and the tests on its words."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from engine.replies_arabic import root
from engine.replies_pattern import search
from engine.replies_scripts import in_latin

LONGEST = 4_096  # characters of a reply that are looked at
SHORT = 100  # a title
_INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # joiners, direction marks
    "\ufe0e\ufe0f\u20e3\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"  # variants of emoji, key caps, skin tones
    "\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"  # Arabic: the stretching line, optional vowels
)
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters and signs that show nothing
_ACCENTS = range(0x300, 0x370)
_JOINERS = frozenset("'-\u2010")  # inside a word they are part of it
_ELISIONS = "l d j m t s n c qu jusqu lorsqu puisqu un dell all nell sull dall quell"  # of French, Italian and Catalan
_ELIDED = "|".join(f"(?<=\\b{one})" for one in _ELISIONS.split())
_JOINT = re.compile(f"([-\u2010]|(?:{_ELIDED})')")


_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u0622\u0623\u0625", "\u0627"),  # the alefs
        **dict.fromkeys("\u0649\u06cc", "\u064a"),  # alef maqsura, and the Persian ya, as ya
        "\u06a9": "\u0643",  # the Persian kaf as kaf
        "\u0629": "\u0647",  # ta marbuta as ha
        "\u0624": "\u0648",  # hamza on waw
        "\u0626": "\u064a",  # hamza on ya
        "\u0111": "d",  # Vietnamese without its stroke
        "\u0901": "\u0902",  # candrabindu as anusvara: हाँ, हां
        "\u093c": None,  # nukta: फ़, फ
        "\u0949": "\u093e",  # the English o as a long a: डॉक्टर, डाक्टर
        "\u0911": "\u0906",
    }
)
VIRAMA, ANUSVARA = "\u094d", "\u0902"
_NASAL = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])")  # हिन्दी, हिंदी
UNSPACED = re.compile(  # Thai, Lao, Myanmar, Khmer, kana and Han
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003134f]"
)


class Piece(NamedTuple):
    """A word as it was written, folded, what it is compared by, and the sign that hangs it on the word before."""

    said: str
    key: str
    joint: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A test that succeeded, and the value that it captured."""

    value: Any


def fold(text: str) -> str:
    """For comparing replies: one Unicode form, no case, single spaces, nothing but letters and digits at the ends."""
    return _remembered(text) if len(text) <= SHORT else _folded(text)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).casefold().replace("\u2019", "'")
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", plain) if sign not in _INVISIBLE)
    plain = " ".join(plain.split())
    return _strip_signs(plain) or plain


_remembered = lru_cache(maxsize=4_096)(_folded)  # titles of choices are compared with every reply


def unaccented(folded: str) -> str:
    """Latin, Greek and Cyrillic letters without accents, which people leave out: ``nao`` for ``não``."""
    parts = unicodedata.normalize("NFD", folded)
    return unicodedata.normalize("NFC", "".join(sign for sign in parts if ord(sign) not in _ACCENTS))


def alike(folded: str) -> str:
    """For telling whether two words are one: without accents, and without the spellings and the scripts that people mix."""
    spelled = unaccented(folded).translate(_ALIKE)
    return in_latin(_NASAL.sub(ANUSVARA, spelled) if VIRAMA in spelled else spelled)


def words(text: str) -> tuple[str, ...]:
    """The folded words; apostrophes and hyphens inside a word stay."""
    folded = fold(text)
    spaced = "".join(sign if _in_word(folded, place) else " " for place, sign in enumerate(folded))
    return tuple(spaced.split())


def bare_words(text: str) -> tuple[str, ...]:
    """The words without case and accents, and without the spellings that people mix."""
    return words(alike(fold(text)))


def text(reply: str) -> Match | None:
    """Any text at all, of which something can be seen."""
    said = reply.strip()
    return Match(said) if any(_is_seen(sign) for sign in said) else None


def pattern(reply: str, expected: str) -> Match | None:
    """A pattern found anywhere: its named groups, else its first group, else all that it matched."""
    found = search(expected, reply.strip())  # phones put a space behind a word that they suggest
    if found is None:
        return None
    return Match(found.groupdict() or (found.group(1) if found.groups() else found.group(0)))


@lru_cache(32)  # one message is asked about by every keyword of a workspace
def pieces(text: str) -> tuple[Piece, ...]:
    """The folded words; of a script that writes without spaces every sign is one, since nothing tells where words end."""
    return _pieces(text)


@lru_cache(1_024)
def sought(expected: str) -> tuple[Piece, ...]:
    return _pieces(expected)


def _pieces(text: str) -> tuple[Piece, ...]:
    return tuple(piece for word in words(text) for piece in _divided(word))


def keys(expected: str) -> tuple[str, ...]:
    """What the pieces of a text are compared by."""
    return tuple(piece.key for piece in sought(expected))


def _is_seen(sign: str) -> bool:
    empty = sign.isspace() or sign in _INVISIBLE or sign in _BLANKS
    return not empty and unicodedata.category(sign) not in {"Cf", "Cc"}


def _divided(word: str) -> Iterator[Piece]:
    """At its hyphens, and behind an elision, as people write ``ajuda-me`` and ``l'eau``; ``can't`` is no “can”."""
    first, *others = _JOINT.split(word)
    for joint, part in zip(("", *others[::2]), (first, *others[1::2]), strict=True):
        for at, one in enumerate(_parts(part)):
            yield Piece(one, root(alike(one).replace("'", "")), "" if at else joint)


def _parts(word: str) -> list[str]:
    if not UNSPACED.search(word):
        return [word]
    parts = [""]
    for sign in word:
        if parts[-1] and not _belongs(sign, parts[-1]):
            parts.append("")
        parts[-1] += sign
    return parts


def _belongs(sign: str, before: str) -> bool:
    """A vowel sign, or one of a script with spaces next to its like: ``4711`` in ``订单4711``."""
    return unicodedata.category(sign)[0] == "M" or not (UNSPACED.match(sign) or UNSPACED.match(before))


def is_word_sign(sign: str) -> bool:
    """Letters, the marks that combine with them, and digits, of any script."""
    return sign.isalnum() or unicodedata.category(sign)[0] in "LMN"


def is_unspaced(text: str) -> bool:
    """Whether it is, in part, of a script that writes without spaces."""
    return UNSPACED.search(text) is not None


def _strip_signs(text: str) -> str:
    first = next((place for place, sign in enumerate(text) if is_word_sign(sign)), len(text))
    last = next((place for place in range(len(text), first, -1) if is_word_sign(text[place - 1])), first)
    return text[first:last]


def _in_word(text: str, place: int) -> bool:
    if is_word_sign(text[place]):
        return True
    # a folded text begins and ends with such a sign, or has none: a joiner beside one has both neighbours
    return text[place] in _JOINERS and is_word_sign(text[place - 1]) and is_word_sign(text[place + 1])
