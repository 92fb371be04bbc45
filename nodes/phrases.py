"""Replies as people type them, and tables of words that mean the same in several languages."""

import unicodedata
from collections.abc import Mapping
from typing import TypeVar

from engine.languages import base_of
from engine.phrase_tables import Phrases, found, listed, phrases, pieces
from engine.replies import fold
from engine.replies_text import LONGEST, bare_words

__all__ = ["Phrases", "bare", "bare_words", "found", "in_language", "listed", "phrases", "pieces", "plain"]
T = TypeVar("T")


def in_language(table: Mapping[str, T], language: str) -> T:
    """What the table says in this language, whatever the country; in English where it does not know it."""
    return table.get(base_of(language), table["en"])


def plain(text: str) -> str:
    """The text with digits of any script as 0-9, full-width signs as usual ones, and no invisible signs."""
    signs = unicodedata.normalize("NFKC", text[:LONGEST])
    return "".join(_plain_sign(sign) for sign in signs if unicodedata.category(sign) != "Cf")


def bare(text: str) -> str:
    """For telling whether two texts are written alike; what is no words, such as an emoji, stays as it is."""
    return " ".join(bare_words(text)) or fold(text)


def _plain_sign(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
