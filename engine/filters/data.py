"""JSON in and out."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from liquid.exceptions import LiquidError
from liquid.filter import string_filter

from engine.filters.locale import Filter
from engine.json_path import NothingThere, take
from engine.template_values import plain


def to_json(value: Any) -> str:
    """For the bodies of requests: text comes out quoted and escaped."""
    return json.dumps(plain(value), ensure_ascii=False)


@string_filter
def parse_json(text: str) -> Any:
    """The value that a JSON text stands for."""
    if not text.strip():
        return None
    try:
        return plain(json.loads(text, parse_constant=_refused))
    except json.JSONDecodeError as error:
        raise LiquidError(f"parse_json: this is no JSON, at line {error.lineno}: {error.msg}", token=None) from error


def path(value: Any, way: Any) -> Any:
    """What is found there, or nothing."""
    try:
        return take(value, str(way))
    except NothingThere:
        return None
    except ValueError as error:
        raise LiquidError(str(error), token=None) from error


def _refused(constant: str) -> NoReturn:
    raise LiquidError(f"parse_json: {constant} is no value of JSON", token=None)


DATA: Mapping[str, Filter] = {"json": to_json, "parse_json": parse_json, "path": path}
