"""Lists and objects."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Literal, get_args

from liquid.exceptions import LiquidError
from liquid.filter import flatten, sequence_filter, with_context

from engine.filters.locale import Filter, locale_of
from engine.filters.values import formatted, given
from engine.formats import list_text
from engine.template_compare import described, number_of
from engine.template_context import Meter
from engine.template_values import plain, written

Words = Literal["and", "or"]


@sequence_filter
def sort_numeric(items: Any, key: Any = None) -> list[Any]:
    """By the numbers that the items, or their values of this name, are; what is no number comes last."""
    return sorted(items, key=lambda item: _rank(_value(item, given(key))))


@sequence_filter
def compact(items: Any, key: Any = None) -> list[Any]:
    """Replaces the library's filter, for which what ``map`` did not find is something."""
    return [item for item in items if plain(_value(item, given(key))) is not None]


def concat(items: Any, others: Any) -> list[Any]:
    """Replaces the library's filter, which knows no list that is not set yet."""
    more = plain(others)
    if more is not None and not isinstance(more, list):
        raise LiquidError(f"concat needs a list, not {described(more)}; push adds one item", token=None)
    return [*flatten(items_in(items)), *(more or ())]


@sequence_filter
def join(items: Any, between: Any = " ") -> str:
    """Replaces the library's filter, which writes ``None`` for an item that is nothing."""
    return written(between).join(map(written, items))


def _value(item: Any, key: Any) -> Any:
    if key is None:
        return item
    return item.get(str(key)) if isinstance(item, dict) else None


def _rank(value: Any) -> tuple[bool, Decimal]:
    number = number_of(value)
    return number is None, number or Decimal()


def push(items: Any, item: Any) -> list[Any]:
    """A list in the list stays one: the library's filters make one list of all."""
    return [*items_in(items), plain(item)]


def pop(items: Any) -> list[Any]:
    return items_in(items)[:-1]


def shift(items: Any) -> list[Any]:
    return items_in(items)[1:]


def without(value: Any, item: Any) -> Any:
    left_out = plain(item)
    if isinstance(value, dict):
        return plain({key: one for key, one in value.items() if key != written(left_out)})
    return [one for one in items_in(value) if one != left_out or isinstance(one, bool) != isinstance(left_out, bool)]


def with_key(value: Any, key: Any, item: Any) -> Any:
    known, name = plain(value), written(given(key))
    if not isinstance(known, dict) and known not in (None, ""):
        raise LiquidError(f"set needs an object, not {described(known)}", token=None)
    if not name:
        raise LiquidError("set needs a name, such as set: 'price', 3", token=None)
    return plain({**(known or {}), name: item})


def items_in(value: Any) -> list[Any]:
    """What a list filter works on: nothing is no items, and what is no list is one."""
    known = plain(value)
    if isinstance(known, list):
        return known
    return [] if known in (None, "") else [known]


def keys(value: Any) -> list[str]:
    return list(value) if isinstance(value, dict) else []


def values(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else []


@with_context
@sequence_filter
def list_shown(items: Any, word: Any = "and", language: Any = None, *, context: Meter) -> str:
    """``tea, coffee and milk``, with the commas and the word of the language."""
    if word not in get_args(Words):
        raise LiquidError(f"format_list takes 'and' or 'or', not {str(word)[:20]!r}", token=None)
    said = [written(given(item)) for item in items]
    return formatted(list_text, said, locale_of(given(language), context), either=word == "or")


LISTS: Mapping[str, Filter] = {
    "sort_numeric": sort_numeric,
    "compact": compact,
    "concat": concat,
    "join": join,
    "push": push,
    "pop": pop,
    "shift": shift,
    "without": without,
    "set": with_key,
    "keys": keys,
    "values": values,
    "format_list": list_shown,
}
