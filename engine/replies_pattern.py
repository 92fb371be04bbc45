"""Patterns that authors write, on RE2: time grows with the length of the text and no further."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import re2

from engine.template_errors import TemplateError

LONGEST_PATTERN = 500
LONGEST_TEXT = 65_536
MEMORY = 1 << 20  # bytes of one compiled pattern
_UNSUPPORTED = (
    (("(?=", "(?!", "(?<=", "(?<!"), "look-ahead and look-behind cannot be used in a pattern"),
    (("(?>", "*+", "++", "?+"), "possessive and atomic groups cannot be used in a pattern"),
    ((r"\1", r"\2", r"\3", "(?P="), "a pattern cannot refer back to what a group has matched"),
)


def pattern_problem(pattern: str) -> str | None:
    """What is wrong with a pattern, for its author."""
    try:
        compiled(pattern)
    except TemplateError as error:
        return str(error)
    return None


@lru_cache(256)
def compiled(pattern: str) -> Any:
    r"""Ready to search, whatever the case. Letters of all scripts are ``\p{L}``: ``\w`` means a-z, 0-9 and _ only."""
    if len(pattern) > LONGEST_PATTERN:
        raise TemplateError(f"the pattern is longer than {LONGEST_PATTERN} characters")
    options = re2.Options()
    options.log_errors, options.case_sensitive, options.max_mem = False, False, MEMORY
    try:
        return re2.compile(_composed(pattern), options)
    except re2.error as error:
        raise TemplateError(_reason(pattern, error)) from error


def search(pattern: str, text: str) -> Any:
    """The first match anywhere in the text, or None."""
    return compiled(pattern).search(_composed(text[:LONGEST_TEXT]))


def occurrences(pattern: str, text: str) -> tuple[str, Iterator[Any]]:
    """Every match, from left to right, and the text in the form that the matches' places are counted in."""
    composed = _composed(text[:LONGEST_TEXT])
    return composed, compiled(pattern).finditer(composed)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).encode(errors="replace").decode()  # half a surrogate pair becomes "?"


def _reason(pattern: str, error: Exception) -> str:
    for signs, message in _UNSUPPORTED:
        if any(sign in pattern for sign in signs):
            return message
    detail = error.args[0] if error.args else "unknown"
    return f"the pattern cannot be read: {detail.decode() if isinstance(detail, bytes) else detail}"
