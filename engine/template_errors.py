"""The one error of templates and conditions, in words for the author of a flow."""

import re
from decimal import InvalidOperation

from liquid.exceptions import LiquidError

_TYPES = {"int": "number", "float": "number", "str": "text", "bool": "yes/no", "list": "list", "Record": "object"}
_RESERVED = re.compile(
    r"expected an identifier, found (true|false|nil|null|empty|blank|and|or|contains|not|in|offset|limit|reversed|cols"
    r"|continue|with|for|as|if|else|required)"
)
_HINTS = (  # what the library says, and what an author can do about it
    (
        re.compile(r"can't sort sequence|'<' not supported .*"),
        "sort cannot compare these items: leave out the empty ones by compact, or use sort_numeric",
    ),
    (re.compile(r".* object is not subscriptable|can't map sequence"), "the items have no names to look under"),
    (re.compile(r"can't read property .*"), "uniq finds an item that has no names to look under"),
    (
        re.compile(r"invalid base64-encoded string|string argument should contain only ASCII .*|'utf-8' codec .*"),
        "this is no text in Base64, as base64_encode writes it",
    ),
    (re.compile(r"(?:slice|truncate) expected an integer.*|int\(\) argument must be .*"), "a whole number is needed"),
)
_TYPE = re.compile(rf"'({'|'.join(_TYPES)})'")


class TemplateError(ValueError):
    """A template or condition that cannot be read or filled in; ``line`` is counted from 1."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def failure(error: Exception) -> TemplateError:
    """What the library raised, in one line. Its filters let Python's own errors through, so anything may come."""
    match error:
        case TemplateError():
            return error
        case LiquidError(__cause__=RecursionError()) | RecursionError():
            return TemplateError("the expression is nested too deeply")
        case LiquidError():
            return TemplateError(_one_line(str(error.message)), _line(error))
        case InvalidOperation():
            return TemplateError("a filter needs a number, and this value is none")
        case _:
            reason = _one_line(str(error)) or type(error).__name__
            return TemplateError(f"a filter cannot work with this value ({reason})")


def _one_line(text: str) -> str:
    first = next(iter(text.splitlines()), "")
    if word := _RESERVED.fullmatch(first):
        return f"{word[1]!r} is a word of the language: write [{word[1]!r}] instead of .{word[1]}"
    first = next((hint for said, hint in _HINTS if said.fullmatch(first)), first)
    return _TYPE.sub(lambda found: _TYPES[found[1]], first.replace("a primitive expression", "a value"))[:300]


def _line(error: LiquidError) -> int | None:
    token = error.token
    if token is None or token.start_index < 0:
        return None
    return token.source.count("\n", 0, token.start_index) + 1
