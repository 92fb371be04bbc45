"""Plain values: what a template can hold in its hands, and how much of it."""

import json
import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from liquid.builtin.expressions.primitive import Blank, Empty
from liquid.builtin.tags.for_tag import ForLoop
from liquid.builtin.tags.tablerow_tag import TableRow
from liquid.exceptions import LiquidError
from liquid.undefined import Undefined

MAX_TEXT = 65_536  # characters of one text that goes into a filter or comes out
MAX_ITEMS = 5_000  # of one list or range
MAX_WEIGHT = 262_144  # characters and items of a nested value
MAX_BITS = 256  # of a whole number
SCALARS = frozenset({str, int, float, bool, type(None)})  # most of all values are one of these, and known at once
# Tuples, made once: a union written where it is used would be made again for every value of every template.
CONTAINERS = (dict, list, tuple, Mapping)
LISTS, LONG = (list, tuple), (str, range)
ROUNDS = (ForLoop, TableRow)
OPENED = (dict, list, str, tuple, range, Mapping)


class Record(dict[str, Any]):
    """A mapping of plain values that shows itself as JSON when it is written into a text; only ``plain`` makes one."""

    def __str__(self) -> str:
        return json.dumps(self, ensure_ascii=False)


PLAIN = SCALARS | {Record}


def plain(value: Any) -> Any:
    """The value as JSON knows it. Whatever is not data, such as an object of a program, becomes None."""
    if type(value) in PLAIN:
        return value
    match value:
        case None | bool() | int() | float() | str():
            return value
        case dict():  # the usual mapping, without asking whether it is one: that is slow
            return _record(value)
        case list() | tuple() | range():
            return [item if type(item) in PLAIN else plain(item) for item in value]
        case Undefined() | ForLoop() | TableRow():
            return None
        case Mapping():
            return _record(value)
        case UUID():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case Empty() | Blank():
            return ""
        case _:
            return None


def _record(value: Mapping[Any, Any]) -> Record:
    """By the order of its keys: how a session was stored in between must not show in a text."""
    record = Record()
    for key in sorted(value, key=str):
        item = value[key]
        record[str(key)] = item if type(item) in PLAIN else plain(item)
    return record


def written(value: object) -> str:
    """The value in a text: nothing is no letter, yes and no are ``true`` and ``false``, a list is its items."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case range():
            return f"{value.start}..{value.stop - 1}"
        case list() | tuple():
            return "".join(map(written, value))
        case _:
            return str(value)


def is_container(value: object) -> bool:
    return isinstance(value, CONTAINERS) and not isinstance(value, ROUNDS)


def can_be_opened(value: object) -> bool:
    """Whether a path may go into this value: attributes of objects are out of reach."""
    return isinstance(value, OPENED)


def weight(value: object) -> int:
    """Characters and items, all levels counted."""
    total, rest = 0, [value]
    while rest:
        item = rest.pop()
        total += 1
        if isinstance(item, LONG):
            total += len(item)
        elif isinstance(item, dict):
            rest.extend(item)
            rest.extend(item.values())
        elif isinstance(item, LISTS):
            rest.extend(item)
    return total


def checked(value: object) -> int:
    """The weight of a value that a filter takes or gives; refuses what is too large."""
    if type(value) is int and value.bit_length() <= MAX_BITS:
        return 1
    match value:
        case str() if len(value) > MAX_TEXT:
            raise too_large(f"the text is too long (at most {MAX_TEXT:,} characters)")
        case list() | tuple() | range() if len(value) > MAX_ITEMS:
            raise too_large(f"the list is too long (at most {MAX_ITEMS:,} items)")
        case int() if value.bit_length() > MAX_BITS:
            raise too_large("the number is too large")
        case float() if not math.isfinite(value):
            raise too_large("the result is not a number, or too large")
        case _:
            size = weight(value)
    if size > MAX_WEIGHT:
        raise too_large(f"the value is too large (at most {MAX_WEIGHT:,} characters and items)")
    return size


def too_large(message: str) -> LiquidError:
    return LiquidError(message, token=None)
