"""How data of other builders are taken: each function takes out of theirs what it understands. What is left is named."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeAlias, get_args

from nodes.adopting.naming import text_here, variable_name
from nodes.http_parts import Method

Theirs: TypeAlias = dict[str, Any]


class Taken(NamedTuple):
    """Our data, and the outputs that handles of theirs lead to."""

    data: dict[str, Any]
    handles: dict[str, str] = {}


Take: TypeAlias = Callable[[Theirs], Taken]
LARGEST = 1e9
TEXTS = ("text", "message", "question", "prompt", "content", "body", "label", "title")
WORDS = ("keyword", "keywords", "words", "phrases")
VARIABLES = ("variable", "variableName", "saveAs", "save_as", "saveTo", "name")


def nothing(theirs: Theirs) -> Taken:
    return Taken({})


def all_of(*takes: Take) -> Take:
    def take(theirs: Theirs) -> Taken:
        found = [one(theirs) for one in takes]
        data = {key: value for one in found for key, value in one.data.items()}
        return Taken(data, {handle: output for one in found for handle, output in one.handles.items()})

    return take


def text(field: str) -> Take:
    """The main text of the node."""

    def take(theirs: Theirs) -> Taken:
        key = first(theirs, TEXTS)
        return Taken({field: text_here(theirs.pop(key))} if key else {})

    return take


def first(theirs: Theirs, keys: Iterable[str]) -> str | None:
    """The key that has a text."""
    return next((key for key in keys if isinstance(theirs.get(key), str) and theirs[key].strip()), None)


def variable(theirs: Theirs) -> Taken:
    """Where the answer is kept."""
    for key in VARIABLES:
        if isinstance(theirs.get(key), str) and (name := variable_name(theirs[key])):
            del theirs[key]
            return Taken({"save_as": name})
    return Taken({})


def words(theirs: Theirs) -> Taken:
    """The words that start the flow: a list, or a text with commas."""
    for key in WORDS:
        value = theirs.get(key)
        parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
        found = [str(part).strip() for part in parts if isinstance(part, str | int)]
        if any(found):
            theirs[key] = [part for part in parts if not isinstance(part, str | int)]
            _drop_empty(theirs, key)
            return Taken({"words": list(filter(None, found))})
    return Taken({})


def _drop_empty(theirs: Theirs, key: str) -> None:
    if not any(theirs[key]):
        del theirs[key]


def request(theirs: Theirs) -> Taken:
    """Address and method of a call."""
    data: dict[str, Any] = {}
    if first(theirs, ("url",)):
        data["url"] = text_here(theirs.pop("url"))
    if str(theirs.get("method")).upper() in get_args(Method):
        data["method"] = theirs.pop("method").upper()
    return Taken(data)


def numbers(**fields: str) -> Take:
    """Numbers by our name; theirs are separated by spaces."""

    def take(theirs: Theirs) -> Taken:
        data: dict[str, Any] = {}
        for field, names in fields.items():
            if key := next((key for key in names.split() if number(theirs.get(key)) is not None), None):
                data[field] = number(theirs.pop(key))
        return Taken(data)

    return take


def number(value: Any) -> float | None:
    """A number, also one that is written as a text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    if not abs(found) <= LARGEST:  # neither is NaN
        return None
    return int(found) if found.is_integer() else found
