"""Fields of params of which it is known at once that they are wrong as they are written, or do nothing."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from annotated_types import MinLen
from pydantic import BaseModel

from engine.marks import HOLDERS, Path, is_template
from engine.metadata import found_in


class Plain:
    """Metadata of a field whose text must be of some shape once templates are filled in: without any it is known at once.
    ``otherwise`` says what the text is then, ``fix`` how to mend it; without them it is no address of the web.

    url: Annotated[str, Mark.TEMPLATE, Plain(is_web_address)]
    """

    def __init__(self, fits: Callable[[str], bool], otherwise: str = "", fix: str = "") -> None:
        self.fits, self.otherwise, self.fix = fits, otherwise, fix


_SAID = Plain(bool, "is nothing but spaces", "write what is meant")


class PlainWhere(Plain):
    """The same of a text, or a number, that must be so only where the params have the property ``where``: an empty text, too.

    body: Annotated[str, Mark.TEMPLATE, PlainWhere("sends_json", is_json, "is no JSON", "quote its texts")]
    """

    def __init__(self, where: str, fits: Callable[[str], bool], otherwise: str, fix: str) -> None:
        super().__init__(fits, otherwise, fix)
        self.where = where


class IdleUnless:
    """Metadata of a field that does nothing unless the params have the property ``property``; ``otherwise`` says what holds
    without it, ``fix`` how to mend it. Left as it is by default it promises nothing.

    attempts: Annotated[int, IdleUnless("repeatable", "a POST is tried once", "allow more")]
    """

    def __init__(self, property: str, otherwise: str, fix: str) -> None:
        self.property, self.otherwise, self.fix = property, otherwise, fix


class Misshapen(NamedTuple):
    path: Path
    text: str | float
    plain: Plain


def misshapen(value: Any, plain: Plain | None = None, path: Path = ()) -> Iterator[Misshapen]:
    """Everything that no template makes up, and that is not of the shape that its field wants."""
    match value:
        case BaseModel():
            for field, own in _plain(type(value)).items():
                wanted = None if isinstance(own, PlainWhere) and not getattr(value, own.where) else own
                if wanted or isinstance(getattr(value, field), HOLDERS):
                    yield from misshapen(getattr(value, field), wanted, (*path, field))
        case str() | float() if plain and _is_misshapen(str(value), plain):
            yield Misshapen(path, value, plain)
        case tuple() | list():
            for index, item in enumerate(value):
                yield from misshapen(item, plain, (*path, index))


def _is_misshapen(text: str, plain: Plain) -> bool:
    there = bool(text) or isinstance(plain, PlainWhere)
    return there and not is_template(text) and not plain.fits(text.strip())


def idle(params: BaseModel) -> Iterator[tuple[str, IdleUnless]]:
    """The fields that are set and do nothing, and why."""
    for field, unless in _idle(type(params)).items():
        default = type(params).model_fields[field].default
        if unless and getattr(params, field) != default and not getattr(params, unless.property):
            yield field, unless


@cache
def _plain(model: type[BaseModel]) -> dict[str, Plain | None]:
    """What has to be there has to say something, too."""
    required = found_in(model, MinLen)
    return {field: own or (required[field] and _SAID) for field, own in found_in(model, Plain).items()}


@cache
def _idle(model: type[BaseModel]) -> dict[str, IdleUnless | None]:
    return found_in(model, IdleUnless)
