"""Fields of params whose text is the name of something of the workspace: a contact's field, a tag, a table."""

from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel

from engine.marks import Path, is_template


class Names(Enum):
    """Metadata of a field of params whose text is the name of something of the workspace, besides what ``Mark`` says.

    field: Annotated[str, Names.FIELD]
    """

    FIELD = "field"
    TAG = "tag"
    TABLE = "table"
    COLUMN = "column"  # of the table that the same params name


class Named(NamedTuple):
    names: Names
    text: str
    path: Path


def named(params: Any) -> Iterator[Named]:
    """Every name in these params. What a template makes up while the flow runs is not known beforehand, and left out."""
    return (one for one in _named(params, None, ()) if not is_template(one.text))


def _named(value: Any, names: Names | None, path: Path) -> Iterator[Named]:
    match value:
        case BaseModel():
            for field, own in names_of(type(value)).items():
                yield from _named(getattr(value, field), own, (*path, field))
        case str() if names:
            yield Named(names, " ".join(value.split()), path)
        case tuple() | list():
            for index, item in enumerate(value):
                yield from _named(item, names, (*path, index))


@cache
def names_of(model: type[BaseModel]) -> dict[str, Names | None]:
    """What the text of each field names, as far as it names something."""
    return {name: _found(field.metadata, field.annotation) for name, field in model.model_fields.items()}


def _found(metadata: Any, annotation: Any) -> Names | None:
    """Also inside of a union or of a list."""
    for one in metadata:
        if isinstance(one, Names):
            return one
    inner = (_found(getattr(one, "__metadata__", ()), one) for one in get_args(annotation))
    return next((one for one in inner if one), None)
