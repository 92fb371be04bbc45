"""Fields of params whose text is the name of something outside of the field: a contact's field, a tag, a channel, a goal."""

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import cache
from typing import Any, NamedTuple, TypeAlias, get_args

from annotated_types import MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from engine.marks import HOLDERS, Mark, Path, is_template, marks_of


class Names(Enum):
    """Metadata of a field of params whose text is the name of something, besides what ``Mark`` says.

    field: Annotated[str, Names.FIELD]
    """

    FIELD = "field"
    TAG = "tag"
    TABLE = "table"
    COLUMN = "column"  # of the table that the same params name
    CHANNEL = "channel"  # by its id
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


class ComparedBy:
    """Metadata of a text that something is compared with, by the operator in the field ``beside`` it. ``what`` is compared.

    value: Annotated[str, Mark.TEMPLATE, ComparedBy("op", "the column")]
    """

    def __init__(self, beside: str, what: str) -> None:
        self.beside, self.what = beside, what


class Unset:
    """Metadata next to ``Names``: what is meant where the text is left empty."""

    def __init__(self, name: str) -> None:
        self.name = name


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


class IdleUnless:
    """Metadata of a field that does nothing unless the params have the property ``property``; ``otherwise`` says what holds
    without it, ``fix`` how to mend it. Left as it is by default it promises nothing.

    attempts: Annotated[int, IdleUnless("repeatable", "a POST is tried once", "allow more")]
    """

    def __init__(self, property: str, otherwise: str, fix: str) -> None:
        self.property, self.otherwise, self.fix = property, otherwise, fix


class Held(NamedTuple):
    """What is kept in a contact's field, or in a variable that the node ``sets``."""

    path: Path
    name: str
    kinds: tuple[str, ...]
    sets: bool = False


class Named(NamedTuple):
    names: Names
    text: str
    path: Path


class Misshapen(NamedTuple):
    path: Path
    text: str | float
    plain: Plain


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


def idle(params: BaseModel) -> Iterator[tuple[str, IdleUnless]]:
    """The fields that are set and do nothing, and why."""
    for field, unless in _idle(type(params)).items():
        default = type(params).model_fields[field].default
        if unless and getattr(params, field) != default and not getattr(params, unless.property):
            yield field, unless


@cache
def _idle(model: type[BaseModel]) -> dict[str, IdleUnless | None]:
    return _found_in(model, IdleUnless)


@cache
def _wants(model: type[BaseModel]) -> dict[str, Wants | None]:
    return _found_in(model, Wants)


@cache
def _compared(model: type[BaseModel]) -> dict[str, ComparedBy | None]:
    return _found_in(model, ComparedBy)


@cache
def names_of(model: type[BaseModel]) -> dict[str, _Naming]:
    """What the text of each field names, as far as it names something."""
    return _found_in(model, Names | NamesBy)


@cache
def _unset(model: type[BaseModel]) -> dict[str, str]:
    return {field: one.name for field, one in _found_in(model, Unset).items() if one}


@cache
def _holds(model: type[BaseModel]) -> dict[str, Holds | None]:
    return _found_in(model, Holds)


@cache
def _plain(model: type[BaseModel]) -> dict[str, Plain | None]:
    """What has to be there has to say something, too."""
    required = _found_in(model, MinLen)
    return {field: own or (required[field] and _SAID) for field, own in _found_in(model, Plain).items()}


def _found_in(model: type[BaseModel], kind: Any) -> dict[str, Any]:
    return {name: _found(field.metadata, field.annotation, kind) for name, field in model.model_fields.items()}


def _found(metadata: Any, annotation: Any, kind: Any) -> Any:
    """Also inside of a union or of a list."""
    for one in _flat(metadata):
        if isinstance(one, kind):
            return one
    inner = (_found(getattr(one, "__metadata__", ()), one, kind) for one in get_args(annotation))
    return next((one for one in inner if one), None)


def _flat(metadata: Iterable[Any]) -> Iterator[Any]:
    """What is said by ``Field(...)`` of the items of a list stands one deeper."""
    for one in metadata:
        yield from one.metadata if isinstance(one, FieldInfo) else (one,)
