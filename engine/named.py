"""Fields of params whose text is the name of something outside of the field: a contact's field, a tag, a channel, a goal."""

from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from pydantic import BaseModel

from engine.marks import HOLDERS, Path, is_template
from engine.metadata import found_in


class Names(Enum):
    """Metadata of a field of params whose text is the name of something, besides what ``Mark`` says.

    field: Annotated[str, Names.FIELD]
    """

    FIELD = "field"
    TAG = "tag"
    TABLE = "table"
    COLUMN = "column"  # of the table that the same params name
    CHANNEL = "channel"  # by its id
    CHANNEL_TYPE = "channel_type"
    SEGMENT = "segment"
    AGENT = "agent"  # by their e-mail address
    CONNECTION = "connection"  # one of the operator's, to a language model
    GOAL = "goal"  # that some node, of this flow or of another one, reaches
    REACHED = "reached"  # the goal that the node itself reaches
    INPUT = "input"  # a variable of the flow that whoever starts it sets


class NamesBy:
    """Metadata of a field that names something only where the field ``beside`` it says so, such as the test of a case.

    value: Annotated[str, NamesBy("op", has_tag=Names.TAG)]
    """

    def __init__(self, beside: str, **names: Names) -> None:
        self.beside, self.names = beside, names


class Unset:
    """Metadata next to ``Names``: what is meant where the text is left empty."""

    def __init__(self, name: str) -> None:
        self.name = name


class Named(NamedTuple):
    names: Names
    text: str
    path: Path


_AS_WRITTEN = frozenset({Names.GOAL, Names.REACHED})  # they are counted by the very letters
_Naming: TypeAlias = Names | NamesBy | None


def named(params: Any) -> Iterator[Named]:
    """Every name in these params. What a template makes up while the flow runs is not known beforehand, and left out."""
    return (one for one in _named(params, None, ()) if not is_template(one.text))


def _named(value: Any, names: Names | None, path: Path) -> Iterator[Named]:
    match value:
        case BaseModel():
            for field, naming in names_of(type(value)).items():
                own = naming.names.get(getattr(value, naming.beside)) if isinstance(naming, NamesBy) else naming
                text = getattr(value, field) or _unset(type(value)).get(field)
                if own or isinstance(text, HOLDERS):
                    yield from _named(text, own, (*path, field))
        case str() if names:
            yield Named(names, value if names in _AS_WRITTEN else " ".join(value.split()), path)
        case tuple() | list():
            for index, item in enumerate(value):
                yield from _named(item, names, (*path, index))


@cache
def names_of(model: type[BaseModel]) -> dict[str, _Naming]:
    """What the text of each field names, as far as it names something."""
    return found_in(model, Names | NamesBy)


@cache
def _unset(model: type[BaseModel]) -> dict[str, str]:
    return {field: one.name for field, one in found_in(model, Unset).items() if one}
