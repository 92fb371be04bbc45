"""Fields of params of which it is known of what type a value is: one that a node keeps there, wants, or compares with."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from engine.marks import HOLDERS, Mark, Path, marks_of
from engine.metadata import found_in


class Holds:
    """Metadata next to ``Names.FIELD`` or ``Mark.SETS``: of which type is what the node keeps there, or looks for. After the
    usual one, types of fields for which it has a value of their own. Without any it is what the params say in the class
    variable ``answers``.

    field: Annotated[str, Names.FIELD, Holds("date")]
    """

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds


class Wants:
    """Metadata of a template that has to give a value of this type, which no text around it is.

    items: Annotated[str, Mark.TEMPLATE, Wants("list")]
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind


class ComparedBy:
    """Metadata of a text that something is compared with, by the operator in the field ``beside`` it. ``what`` is compared.

    value: Annotated[str, Mark.TEMPLATE, ComparedBy("op", "the column")]
    """

    def __init__(self, beside: str, what: str) -> None:
        self.beside, self.what = beside, what


class Held(NamedTuple):
    """What is kept in a contact's field, or in a variable that the node ``sets``."""

    path: Path
    name: str
    kinds: tuple[str, ...]
    sets: bool


def held(value: Any, path: Path = ()) -> Iterator[Held]:
    """Every contact field and variable that is known to hold something, and the types that this may be of."""
    match value:
        case BaseModel():
            usual = tuple(filter(None, (answers_of(value),)))
            for field, holds in _holds(type(value)).items():
                inner = getattr(value, field)
                kinds = holds.kinds or usual if holds else ()
                if kinds and isinstance(inner, str):
                    yield Held((*path, field), inner, kinds, marks_of(type(value)).get(field) is Mark.SETS)
                elif isinstance(inner, HOLDERS):
                    yield from held(inner, (*path, field))
        case tuple() | list():
            for index, item in enumerate(value):
                yield from held(item, (*path, index))


def answers_of(params: BaseModel) -> str | None:
    """Of which type the answers are that these params ask for. A field of this name is the author's, and says nothing."""
    kind: str | None = getattr(params, "answers", None) if "answers" in type(params).__class_vars__ else None
    return kind


def comparisons(value: Any, path: Path = ()) -> Iterator[tuple[Path, str, str, str]]:
    """Every text that something is compared with: where it stands, what is compared, by which operator, and the text."""
    match value:
        case BaseModel():
            for field, by in _compared(type(value)).items():
                inner = getattr(value, field)
                if by and isinstance(inner, str):
                    yield (*path, field), by.what, getattr(value, by.beside), inner
                elif isinstance(inner, HOLDERS):
                    yield from comparisons(inner, (*path, field))
        case tuple() | list():
            for index, item in enumerate(value):
                yield from comparisons(item, (*path, index))


def wanted(value: Any, path: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """Every text that has to give a value of some type, and this type."""
    match value:
        case BaseModel():
            for field, own in _wants(type(value)).items():
                inner = getattr(value, field)
                if own and isinstance(inner, str):
                    yield (*path, field), inner, own.kind
                elif isinstance(inner, HOLDERS):
                    yield from wanted(inner, (*path, field))
        case tuple() | list():
            for index, item in enumerate(value):
                yield from wanted(item, (*path, index))


@cache
def _holds(model: type[BaseModel]) -> dict[str, Holds | None]:
    return found_in(model, Holds)


@cache
def _wants(model: type[BaseModel]) -> dict[str, Wants | None]:
    return found_in(model, Wants)


@cache
def _compared(model: type[BaseModel]) -> dict[str, ComparedBy | None]:
    return found_in(model, ComparedBy)
