"""How the conditions and the waiting times of other builders are taken."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from engine.conditions import PATH
from engine.durations import LONGEST, LONGEST_TEXT, format_duration, parse_duration
from engine.scope import NAMES
from nodes.adopting.naming import text_here, variable_name
from nodes.adopting.taking import Taken, Theirs, first, number

_OPERATORS = {
    "equals": "equals equal eq is = == ===",
    "not_equals": "notequals notequal neq isnot != !== <>",
    "gt": "greater greaterthan gt >",
    "gte": "greaterorequal greaterthanorequal gte >=",
    "lt": "less lessthan lt <",
    "lte": "lessorequal lessthanorequal lte <=",
    "contains": "contains includes",
    "not_contains": "notcontains doesnotcontain notincludes",
    "starts_with": "startswith",
    "ends_with": "endswith",
    "empty": "empty isempty notset isnotset",
    "not_empty": "notempty isnotempty set isset exists",
}
OPERATORS: Mapping[str, str] = {word: ours for ours, words in _OPERATORS.items() for word in words.split()}
UNITS: Mapping[str, str] = {
    word: unit
    for unit, words in {
        "seconds": "s sec secs second seconds",
        "minutes": "min mins minute minutes",
        "hours": "h hr hrs hour hours",
        "days": "d day days",
        "weeks": "w week weeks",
    }.items()
    for word in words.split()
}
_ALONE = {**UNITS, "m": "minutes"}  # beside a number nobody means months; a capital M may be one
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([A-Za-z]+)")
AMOUNTS = ("duration", "delay", "amount", "value", "time", "wait")
LEFT, HOW, RIGHT = ("variable", "left", "field"), ("operator", "op", "comparison"), ("value", "right", "compareTo")


def condition(theirs: Theirs) -> Taken:
    """One comparison of a variable: ``variable``, ``operator`` and ``value``, all of them or none."""
    left, how = first(theirs, LEFT), first(theirs, HOW)
    op = OPERATORS.get(re.sub(r"[\s_-]", "", theirs[how].casefold())) if how else None
    read = _path(theirs[left]) if left else None
    right = next((key for key in RIGHT if isinstance(theirs.get(key), str | int | float)), None)
    bare = op in {"empty", "not_empty"}
    if not (left and how and op and read) or not (right or bare):
        return Taken({})
    compared = {} if bare or right is None else {"right": _right(theirs.pop(right))}
    del theirs[left], theirs[how]
    return Taken({"when": {"left": read, "op": op, **compared}})


def _right(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else text_here(str(value))


def _path(theirs: str) -> str | None:
    """What is compared: a variable of theirs, or something that is called the same here."""
    bare = theirs.strip().removeprefix("{{").removesuffix("}}").strip()
    if name := variable_name(bare):
        return f"vars.{name}"
    return bare if bare.partition(".")[0] in NAMES and re.fullmatch(PATH, bare) else None


def duration(theirs: Theirs) -> Taken:
    """``{"minutes": 5}``, ``{"duration": 5, "unit": "minutes"}``, or ISO 8601; what we cannot wait for is left."""
    spans: dict[str, Any] = {
        key: theirs[key] for key in ("seconds", "minutes", "hours", "days", "weeks") if key in theirs
    }
    unit = first(theirs, ("unit", "units", "timeUnit"))
    amount = next((key for key in AMOUNTS if key in theirs), None)
    if not spans and unit and amount and (word := UNITS.get(theirs[unit].strip().casefold())):
        return _waited({word: theirs[amount]}, theirs, (unit, amount))
    if spans:
        return _waited(spans, theirs, tuple(spans))
    return _written(theirs)


def _waited(spans: Mapping[str, Any], theirs: Theirs, keys: tuple[str, ...]) -> Taken:
    counted = {unit: found for unit, given in spans.items() if (found := number(given)) is not None}
    try:
        span = timedelta(**counted)
    except OverflowError:
        return Taken({})
    if len(counted) < len(spans) or not timedelta(seconds=1) <= span <= LONGEST:
        return Taken({})
    for key in keys:
        del theirs[key]
    return Taken({"duration": format_duration(span)})


def _written(theirs: Theirs) -> Taken:
    for key in AMOUNTS:
        if spans := _in_words(theirs.get(key)):
            return _waited(spans, theirs, (key,))
        try:
            span = parse_duration(theirs.get(key))
        except ValueError:
            continue
        del theirs[key]
        return Taken({"duration": format_duration(span)})
    return Taken({})


def _in_words(value: Any) -> dict[str, Any]:
    """``5m``, ``2 h``, ``1 day 12 hours``: what is nothing but numbers with units, each unit once."""
    written = value.strip() if isinstance(value, str) and len(value) <= LONGEST_TEXT else ""
    parts = _SPAN.findall(written)
    spans = {_ALONE.get(unit if unit == "M" else unit.casefold(), ""): amount for amount, unit in parts}
    whole = len(spans) == len(parts) and "" not in spans and not _SPAN.sub("", written).strip(" ,")
    return spans if whole else {}
