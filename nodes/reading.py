"""JSON out of texts that came from outside: the answer of a model, the example of an author, what a contact has pasted."""

import json
from typing import Any, NoReturn


def json_of(text: str) -> Any:
    """What the text says. Raises ValueError, in words, also for NaN: Python would read it, and nobody else."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def json_or(text: str, otherwise: Any) -> Any:
    """What the text says, or something else where it is no JSON."""
    try:
        return json_of(text)
    except ValueError:
        return otherwise


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
