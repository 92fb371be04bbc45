"""Letters of Cyrillic and Greek that look like Latin ones: keyboards, autocorrection and copied texts mix them into words.

A word is read as Latin where nothing speaks against it: a Russian “нет” and a Greek “το” stay what they are.
"""

import re

_ALWAYS = {  # alike in small and in capitals; after each Latin letter those that look like it
    "a": "\u0430\u03b1",
    "c": "\u0441",
    "d": "\u0501",
    "e": "\u0435\u03b5",
    "h": "\u04bb",
    "i": "\u0456\u03b9",
    "j": "\u0458\u03f3",
    "k": "\u043a\u03ba",
    "o": "\u043e\u03bf",
    "p": "\u0440\u03c1",
    "q": "\u051b",
    "s": "\u0455",
    "w": "\u051d",
    "x": "\u0445\u03c7",
    "y": "\u0443\u04af",
}
_AS_CAPITALS = {  # too many words are written with these: only a Latin letter beside them tells that they are none
    "b": "\u0432\u03b2",
    "h": "\u043d",
    "m": "\u043c",
    "t": "\u0442\u03c4",
    "z": "\u03b6",
}
_ALONE = {ord(sign): latin for latin, signs in _ALWAYS.items() for sign in signs}
_BESIDE_LATIN = _ALONE | {ord(sign): latin for latin, signs in _AS_CAPITALS.items() for sign in signs}
_LATIN = re.compile("[a-z]")
_OTHERS = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_WORD = re.compile(r"[^\W\d_]+")


def in_latin(folded: str) -> str:
    """With the words that look Latin in Latin letters: “stop”, whatever its third letter is. Both texts that are compared go
    through it, so that a Russian word that looks Latin is found by itself."""
    return _WORD.sub(_read, folded) if _OTHERS.search(folded) else folded


def _read(word: re.Match[str]) -> str:
    """One letter alone is a word in Russian and Greek: what looks like “y” there is no “y”."""
    said = word[0]
    latin = said.translate(_BESIDE_LATIN if _LATIN.search(said) else _ALONE)
    return latin if len(said) > 1 and latin.isascii() else said
