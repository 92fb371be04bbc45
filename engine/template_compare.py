"""Comparing values by what they are: numbers as numbers, dates as dates, times as times, and text whatever its case."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any, NamedTuple, TypeAlias

from engine.template_dates import parse_date, parse_time
from engine.template_errors import TemplateError

MOST_COMPARISONS = 50_000  # items of one list x items of the other
LONGEST_SHOWN = 60  # characters of a value in a message
Ordered: TypeAlias = Decimal | datetime | time
_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?")
_CANONICAL = re.compile(r"-?(0|[1-9]\d{0,29})(\.\d{1,30})?", re.ASCII)
_COMMAS = re.compile(r"[,،、;\n]")
_KINDS = {type(None): "nothing", bool: "yes/no", int: "number", float: "number", str: "text", list: "list"}


class Pair(NamedTuple):
    """Two values that an author compares; ``name`` is what the left one is called in the flow."""

    name: str
    left: Any
    right: Any

    def refused(self, reason: str) -> TemplateError:
        return TemplateError(
            f"{self.name}: cannot compare {described(self.left)} with {described(self.right)}: {reason}"
        )


def described(value: Any) -> str:
    kind = _KINDS.get(type(value), "object")
    shown = repr(value)
    return (
        kind if value is None else f"the {kind} {shown if len(shown) <= LONGEST_SHOWN else shown[:LONGEST_SHOWN] + '…'}"
    )


def folded(value: Any) -> str:
    """Text for comparing: without case, in one Unicode form, without spaces around it."""
    text = unicodedata.normalize("NFKC", shown(value)).casefold()
    return unicodedata.normalize("NFKC", text).strip()


def shown(value: Any) -> str:
    return "" if value is None else str(value)


def is_empty(value: Any) -> bool:
    """Nothing, blank text, no items. Zero and no are values."""
    return value is None or (
        isinstance(value, str | list | dict) and not (value.strip() if isinstance(value, str) else value)
    )


def number_of(value: Any) -> Decimal | None:
    """A number, or text that is nothing but a number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        number = Decimal(str(value))
        return number if number.is_finite() else None
    text = value.strip() if isinstance(value, str) else ""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def items_of(value: Any) -> list[Any]:
    """A list, or text with commas."""
    if isinstance(value, list):
        return value
    if is_empty(value):
        return []
    return [part.strip() for part in _COMMAS.split(shown(value)) if part.strip()]


def same(pair: Pair) -> bool:
    """Equality. Two texts are numbers only in their shortest form, so that the codes ``007`` and ``7`` differ."""
    _, left, right = pair
    if is_empty(left) or is_empty(right):
        return is_empty(left) and is_empty(right)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(same(Pair(pair.name, *both)) for both in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        return left == right
    if isinstance(left, list | dict) or isinstance(right, list | dict):
        raise pair.refused("use 'contains' for a list")
    if numbers := _numbers(left, right):
        return numbers[0] == numbers[1]
    if moments := _moments(pair):
        return moments[0] == moments[1]
    return folded(left) == folded(right)


def _numbers(left: Any, right: Any) -> tuple[Decimal, Decimal] | None:
    if (
        isinstance(left, str)
        and isinstance(right, str)
        and not (_CANONICAL.fullmatch(left) and _CANONICAL.fullmatch(right))
    ):
        return None
    first, second = number_of(left), number_of(right)
    return None if first is None or second is None else (first, second)


def ordered(pair: Pair) -> tuple[Ordered, Ordered]:
    """Both sides as numbers, as dates or as times; never as text, where '9' would come after '10'."""
    numbers = (number_of(pair.left), number_of(pair.right))
    if numbers[0] is not None and numbers[1] is not None:
        return numbers[0], numbers[1]
    if moments := _moments(pair):
        return moments
    raise pair.refused("both must be numbers, or both dates like 2026-05-31, or both times like 14:30")


def _moments(pair: Pair) -> tuple[Ordered, Ordered] | None:
    """Both sides as dates, or both as times of day."""
    for parse in (parse_date, parse_time):
        left, right = parse(shown(pair.left)), parse(shown(pair.right))
        if left is not None and right is not None:
            return left, right
    return None


def compared(pair: Pair) -> int:
    """-1, 0 or 1: the left side is smaller, equal or larger."""
    left, right = ordered(pair)
    return (left > right) - (left < right)  # type: ignore[operator]  # both are of one type


def contains(pair: Pair) -> bool:
    """An item of a list, a key of an object, or a part of a text. Nothing is contained nowhere."""
    _, left, right = pair
    if is_empty(left) or is_empty(right):
        return False
    if isinstance(right, list):
        _affordable(pair)
        return all(contains(Pair(pair.name, left, item)) for item in right)
    if isinstance(left, list):
        return one_of(Pair(pair.name, right, left))
    if isinstance(left, dict):
        return folded(right) in {folded(key) for key in left}
    return folded(right) in folded(left)


def one_of(pair: Pair) -> bool:
    """The left side, or any of its items if it is a list, is among those on the right."""
    _affordable(pair)
    candidates: Sequence[Any] = pair.left if isinstance(pair.left, list) else [pair.left]
    choices = [choice for choice in items_of(pair.right) if not isinstance(choice, list | dict)]
    plain = [candidate for candidate in candidates if not isinstance(candidate, list | dict)]
    return any(same(Pair(pair.name, candidate, choice)) for candidate in plain for choice in choices)


def _affordable(pair: Pair) -> None:
    left, right = (len(side) if isinstance(side, list) else 1 for side in (pair.left, pair.right))
    if left * right > MOST_COMPARISONS:
        raise TemplateError(f"{pair.name}: the lists are too long to be compared ({left:,} and {right:,} items)")


def between(pair: Pair) -> bool:
    """Inclusive; the right side is two values, ``18, 65``."""
    limits = items_of(pair.right)
    try:
        lowest, highest = limits
    except ValueError as error:
        raise pair.refused("write two values with a comma, such as 18, 65") from error
    return compared(Pair(pair.name, pair.left, lowest)) >= 0 and compared(Pair(pair.name, pair.left, highest)) <= 0
