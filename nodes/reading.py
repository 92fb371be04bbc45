"""JSON out of texts that came from outside: the answer of a model, the example of an author, what a contact has pasted."""

import json
from math import isfinite
from typing import Any, NoReturn

from nodes.quoting import quoted


def json_of(text: str) -> Any:
    """What the text says. Raises ValueError, in words, also for what Python would read, and nobody else: NaN, and infinity,
    which too large a number becomes."""
    try:
        return json.loads(text, parse_constant=_no_number, parse_float=_fraction, parse_int=_whole)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def json_or(text: str, otherwise: Any) -> Any:
    """What the text says, or something else where it is no JSON."""
    try:
        return json_of(text)
    except ValueError:
        return otherwise


def is_json(text: str) -> bool:
    try:
        json_of(text)
    except ValueError:
        return False
    return True


def _fraction(figures: str) -> float:
    number = float(figures)
    if not isfinite(number):
        raise ValueError(f"{quoted(figures)} is too large a number")
    return number


def _whole(figures: str) -> int:
    """Python has a limit of digits, and tells it in words for programmers."""
    try:
        return int(figures)
    except ValueError:
        raise ValueError(f"{quoted(figures)} is too large a number") from None


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
