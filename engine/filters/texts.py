"""Words, patterns and cleaning up."""

import html
import re
import sys
import unicodedata
from collections.abc import Mapping
from typing import Any

from liquid.exceptions import LiquidError
from liquid.filter import string_filter

from engine.filters.locale import Filter
from engine.filters.values import given, whole_in
from engine.replies_pattern import occurrences, search
from engine.template_values import MAX_TEXT, too_large, written

MOST_WORDS = 10_000
_WORD = re.compile(r"\S+")
_GROUP = re.compile(r"\$(\d)")
_KEPT = frozenset("\n\t")
_DROPPED_KINDS = frozenset({"Cc", "Cs", "Co", "Cn"})  # joiners, which Hindi and emoji need, are of another kind
JOINER = "\u200d"
_DROPPED = frozenset("\u00ad\u200b\ufeff")


@string_filter
def title(text: str) -> str:
    return _WORD.sub(lambda found: found[0][:1].upper() + found[0][1:].lower(), text)


@string_filter
def word(text: str, number: Any) -> str:
    """Counted from 1, or from the end with a minus."""
    words, place = text.split(), whole_in(number, "word", -MOST_WORDS, MOST_WORDS)
    index = place - 1 if place > 0 else len(words) + place
    return words[index] if place and 0 <= index < len(words) else ""


@string_filter
def word_count(text: str) -> int:
    return len(text.split())


@string_filter
def first_words(text: str, number: Any) -> str:
    return " ".join(text.split()[: whole_in(number, "first_words", 0, MOST_WORDS)])


@string_filter
def last_words(text: str, number: Any) -> str:
    size = whole_in(number, "last_words", 0, MOST_WORDS)
    return " ".join(text.split()[-size:]) if size else ""


@string_filter
def skip_words(text: str, number: Any = 1) -> str:
    return " ".join(text.split()[whole_in(number, "skip_words", 0, MOST_WORDS) :])


@string_filter
def clean(text: str) -> str:
    """Without what cannot be seen, except for line breaks and what joins letters."""
    return "".join(sign for sign in text if sign in _KEPT or not _is_dropped(sign))


def _is_dropped(sign: str) -> bool:
    return sign in _DROPPED or unicodedata.category(sign) in _DROPPED_KINDS


@string_filter
def read_chars(text: str) -> str:
    """Sign by sign, as a code is read out; what combines with a letter stays with it."""
    return "".join(f" {sign}" if _stands_alone(sign) else sign for sign in "".join(text.split())).strip()


def _stands_alone(sign: str) -> bool:
    return unicodedata.category(sign) not in {"Mn", "Mc", "Me", "Cf"}


@string_filter
def truncate(text: str, number: Any = 50, mark: Any = "...") -> str:
    """Replaces the library's filter, which keeps a mark that is longer than the whole text may be."""
    size, end = whole_in(number, "truncate", 0, MAX_TEXT), written(given(mark))
    return text if len(text) <= size else (_cut(text, max(size - len(end), 0)) + end)[:size]


def _cut(text: str, size: int) -> str:
    """Not between a letter and its accent, nor within signs that are joined into one."""
    while 0 < size < len(text) and not (_stands_alone(text[size]) and text[size - 1] != JOINER):
        size -= 1
    return text[:size]


@string_filter
def repeat(text: str, times: Any) -> str:
    count = whole_in(times, "repeat", 0, MAX_TEXT)
    if len(text) * count > MAX_TEXT:
        raise too_large(f"the text is too long (at most {MAX_TEXT:,} characters)")
    return text * count


def char(value: Any) -> str:
    """The sign that Unicode has under a number; none is half of one, as the surrogates are."""
    found = chr(whole_in(value, "char", 1, sys.maxunicode)) if written(given(value)).strip() else ""
    if found and unicodedata.category(found) == "Cs":
        raise LiquidError(f"char knows no sign with the number {ord(found)}", token=None)
    return found


@string_filter
def code(text: str) -> int | None:
    return ord(text[0]) if text else None


@string_filter
def html_decode(text: str) -> str:
    return html.unescape(text)


@string_filter
def regex_match(text: str, pattern: Any, group: Any = 0) -> str | None:
    """What the pattern finds first, or one of its groups; nothing if it finds nothing."""
    found = search(str(pattern), text)
    if found is None:
        return None
    taken: str | None = found.group(whole_in(group, "regex_match", 0, len(found.groups())))
    return taken


@string_filter
def regex_replace(text: str, pattern: Any, replacement: Any = "") -> str:
    """Every match; ``$1`` in the replacement is the first group. The size is watched on the way."""
    composed, found = occurrences(str(pattern), text)
    pieces, place, size = list[str](), 0, 0
    for one in found:
        pieces += (composed[place : one.start()], _filled(str(replacement), one))
        place = one.end()
        size += len(pieces[-2]) + len(pieces[-1])
        if size > MAX_TEXT:
            raise too_large(f"the text is too long (at most {MAX_TEXT:,} characters)")
    return "".join((*pieces, composed[place:]))


def _filled(replacement: str, found: Any) -> str:
    groups = (found.group(0), *found.groups())
    return _GROUP.sub(lambda one: (groups[int(one[1])] or "") if int(one[1]) < len(groups) else "", replacement)


TEXTS: Mapping[str, Filter] = {
    function.__name__: function
    for function in (
        title,
        word,
        word_count,
        first_words,
        last_words,
        skip_words,
        clean,
        read_chars,
        truncate,
        repeat,
        char,
        code,
        html_decode,
        regex_match,
        regex_replace,
    )
}
