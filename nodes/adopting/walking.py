"""What stands in data, however deep: the texts, and the variables that they speak of."""

from collections.abc import Iterator
from typing import Any

from engine.document import Path
from nodes.adopting.naming import placed_in, variable_name
from nodes.adopting.taking import VARIABLES
from nodes.adopting.taking_logic import LEFT

_NAMING = frozenset({*VARIABLES, *LEFT}) - {"name"}  # that may name anything


def texts_in(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from texts_in(one, (*path, key))


def variables_in(data: Any) -> Iterator[str]:
    """The names that their builder gave to variables, in texts and where a variable is named."""
    for path, text in texts_in(data):
        yield from placed_in(text)
        if path and path[-1] in _NAMING and variable_name(text):
            yield text
