"""Variables of a flow: their declared types, and how a value is made to fit."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from math import isnan
from typing import Any

from engine.flow import Variable
from engine.large_numbers import is_too_large
from engine.limits import Limits
from engine.problems import Problem
from engine.template_values import plain

SMALL = 256  # characters as it is written; a value below is not worth measuring


class Unfit(Exception):
    """The value cannot become the declared type. The variable keeps what it had."""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(plain(value), ensure_ascii=False)


def _number(value: Any) -> int | float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _bounded(value)
    text = str(value).strip()
    number = _bounded(float(text))
    if "_" in text:  # 1_000 is a number of programs only
        raise ValueError
    return int(number) if number.is_integer() else number


def _bounded(number: float) -> float:
    if isnan(number):
        raise ValueError
    if is_too_large(number):
        raise Unfit(f"{number:.3g} is too large for a number: a text keeps all of its digits")
    return number


def _boolean(value: Any) -> bool:
    known = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}
    return known[str(value).strip().lower()]


def _date(value: Any) -> str:
    return datetime.fromisoformat(str(value).strip()).date().isoformat()


def _moment(value: Any) -> str:
    return datetime.fromisoformat(str(value).strip()).isoformat()


def _list(value: Any) -> list[Any]:
    if isinstance(value, str):
        value = json.loads(value)
    if not isinstance(value, list | tuple):
        raise TypeError
    return list(value)


def _object(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        value = json.loads(value)
    if not isinstance(value, dict):
        raise TypeError
    return value


FITS: Mapping[str, Callable[[Any], Any]] = {
    "text": _text,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _moment,
    "list": _list,
    "object": _object,
    "any": lambda value: value,
}


_WRITTEN = {
    "number": ": one is written 18 or 2.5",
    "boolean": ": it is true or false",
    "date": ": one is written 2026-05-31",
    "datetime": ": one is written 2026-05-31T10:00:00Z",
    "list": ': one is written ["a", "b"]',
    "object": ': one is written {"a": 1}',
}


def fit(kind: str, value: Any) -> Any:
    """The value as this type; None fits every type and means: not set."""
    if value is None:
        return None
    try:
        return FITS[kind](value)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise Unfit(f"{_shown(value)} is no {kind}{_WRITTEN.get(kind, '')}") from error


def _shown(value: Any) -> str:
    """A text between quotes, anything else as JSON has it: nobody has to know how Python writes it."""
    if isinstance(value, str):
        return repr(value[:60])
    return json.dumps(plain(value), ensure_ascii=False, default=str)[:60]


def assigned(
    declared: Mapping[str, Variable], variables: dict[str, Any], name: str, value: Any, limits: Limits
) -> dict[str, Any]:
    """The variables with one of them set. Undeclared names take any value."""
    fitted = fit(declared[name].type if name in declared else "any", value)
    after = {**variables, name: fitted}
    if not is_small(fitted) and len(json.dumps(after, default=str)) > limits.variables_bytes:
        raise Unfit(f"the variables together are over {limits.variables_bytes} bytes")
    return after


def is_small(value: Any) -> bool:
    """What most values are: it cannot be what makes a session too large, so nothing is written down to measure it."""
    return len(repr(value)) <= SMALL


def initial(
    declared: Mapping[str, Variable], inputs: Mapping[str, Any], limits: Limits
) -> tuple[dict[str, Any], list[Problem]]:
    """Defaults, then the inputs that the flow declares; an input that does not fit, or is not declared, is a problem."""
    variables = {name: variable.default for name, variable in declared.items()}
    problems: list[Problem] = []
    for name, value in inputs.items():
        if name not in declared or not declared[name].input:
            problems.append(Problem(code="unfit_input", message=f"the flow has no input {name!r}", field=name))
            continue
        try:
            variables = assigned(declared, variables, name, value, limits)
        except Unfit as error:
            problems.append(Problem(code="unfit_input", message=str(error), field=name))
    return variables, problems
