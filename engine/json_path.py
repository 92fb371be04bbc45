"""A small path into JSON: ``order.items[0].price``, ``items[-1]``, ``["key with spaces"].id``; ``order.items.0.price``, as other
tools write it, is the same place."""

import re
from typing import Any

_PLACE = re.compile(r"[0-9]{1,6}")
_PART = re.compile(
    r"""
    \[ (?P<index> -?\d{1,6} ) \]                 # [0], [-1]
    | \[ (?P<quote> ["'] ) (?P<quoted> .*? ) (?P=quote) \]  # ["key with spaces"]
    | \.? (?P<key> [^.\[\]"']+ )                 # .key
    """,
    re.VERBOSE,
)


class NothingThere(Exception):
    """The path leads nowhere in this document."""


def parts_of(path: str) -> tuple[str | int, ...]:
    """Keys and positions. Raises ValueError for what is no path; an empty one, or ``$``, is the whole document."""
    rest = path.strip().removeprefix("$")
    found: list[str | int] = []
    while rest:
        part = _PART.match(rest)
        if part is None:
            raise ValueError(f"this is no path into JSON: {path[:60]!r}; one looks like order.items[0].price")
        index, quoted, key = part["index"], part["quoted"], part["key"]
        found.append(int(index) if index is not None else key if quoted is None else quoted)
        rest = rest[part.end() :]
    return tuple(found)


def take(document: Any, path: str) -> Any:
    for part in parts_of(path):
        match document, part:
            case dict(), str() if part in document:
                document = document[part]
            case list(), int() if -len(document) <= part < len(document):
                document = document[part]
            case list(), str() if _PLACE.fullmatch(part) and int(part) < len(document):
                document = document[int(part)]
            case _:
                raise NothingThere(f"there is nothing at {path!r}")
    return document
