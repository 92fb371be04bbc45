"""What a field of a node's params means to the engine, written as metadata of its type.

    question: Annotated[str, Mark.TEMPLATE]

Static checks, translation, and the filling in of templates find fields by these marks, so that a node type says a thing
once and in one place.
"""

from collections.abc import Callable, Iterator
from enum import Enum
from functools import cache, reduce
from typing import Any, NamedTuple, TypeAlias, TypeVar

from pydantic import BaseModel

P = TypeVar("P", bound=BaseModel)
Path: TypeAlias = tuple[str | int, ...]


class Mark(Enum):
    TEMPLATE = "template"  # Liquid text, filled in when the node runs
    CONDITION = "condition"  # one Liquid boolean expression
    SETS = "sets"  # the name of a variable that the node writes
    FLOW = "flow"  # the key of another flow; a number in a field `version` beside it pins one of its versions
    MESSAGE_TEMPLATE = "message_template"  # the name of a text that a platform approves
    NODE = "node"  # the id of a node of the same flow, where a step may go on
    TEAM = "team"  # the key of a team of the workspace
    SECRET = "secret"  # noqa: S105 - the name of a secret of the workspace


class Reads:
    """Names that a text reads besides those that every text does: the node puts them there itself."""

    def __init__(self, *names: str) -> None:
        self.names = frozenset(names)


class ForContact:
    """Metadata of a text that the contact reads, of a node whose other texts are for somebody else, or for nobody. Where ``to``
    names a field beside it, only if a template says there whom it reaches: an address that is written out is another's.

    message: Annotated[str, Mark.TEMPLATE, ForContact()]
    """

    def __init__(self, to: str = "") -> None:
        self.to = to


class Marked(NamedTuple):
    path: Path
    mark: Mark
    text: str
    reads: frozenset[str] = frozenset()


HOLDERS = (BaseModel, tuple, list)  # what params hold more of; most of their fields are plain, and need no walk


def is_template(text: str) -> bool:
    """Whether a part of the text is worked out when the node runs, so that it is not known beforehand what it says."""
    return "{{" in text or "{%" in text


def marked(params: BaseModel, at: Path = ()) -> Iterator[Marked]:
    """Every marked text in these params, depth first, with its path."""
    for name, mark in marks_of(type(params)).items():
        reads = _reads(type(params)).get(name, frozenset())
        for one in _inside(getattr(params, name), mark, (*at, name)):
            yield one._replace(reads=reads) if reads else one


@cache
def marks_of(model: type[BaseModel]) -> dict[str, Mark | None]:
    """The mark of each field, as far as it has one."""
    fields = model.model_fields.items()
    return {name: next((m for m in field.metadata if isinstance(m, Mark)), None) for name, field in fields}


@cache
def _reads(model: type[BaseModel]) -> dict[str, frozenset[str]]:
    fields = model.model_fields.items()
    return {name: m.names for name, field in fields for m in field.metadata if isinstance(m, Reads)}


def _inside(value: Any, mark: Mark | None, path: Path) -> Iterator[Marked]:
    match value:
        case BaseModel():
            yield from marked(value, path)
        case str() if mark:
            yield Marked(path, mark, value)
        case tuple() | list():
            for index, item in enumerate(value):
                yield from _inside(item, mark, (*path, index))
        case dict():
            for key, item in value.items():
                yield from _inside(item, mark, (*path, key))


class Named(NamedTuple):
    """Another flow that params name; ``version`` is the number that it is pinned to, None for what is published."""

    path: Path
    key: str
    version: int | None


def flows_in(params: BaseModel) -> Iterator[Named]:
    for one in marked(params):
        if one.mark is Mark.FLOW:
            yield Named(one.path, one.text, getattr(beside(params, one.path), "version", None))


def beside(params: BaseModel, path: Path) -> Any:
    """What holds the field at this path, with the fields next to it."""
    return reduce(_part, path[:-1], params)


def is_for_contact(params: BaseModel, path: Path) -> bool:
    holder = beside(params, path)
    told = _for_contact(type(holder)).get(str(path[-1])) if isinstance(holder, BaseModel) else None
    return told is not None and (not told.to or is_template(getattr(holder, told.to)))


@cache
def _for_contact(model: type[BaseModel]) -> dict[str, ForContact]:
    fields = model.model_fields.items()
    return {name: m for name, field in fields for m in field.metadata if isinstance(m, ForContact)}


def _part(value: Any, name: str | int) -> Any:
    return getattr(value, str(name)) if isinstance(value, BaseModel) else value[name]


def replaced(params: P, mark: Mark, change: Callable[[Path, str], str], at: Path = ()) -> P:
    """A copy in which ``change`` has replaced every text with this mark. The copy is not validated again."""
    update = {
        name: _replace(getattr(params, name), own, mark, change, (*at, name))
        for name, own in marks_of(type(params)).items()
    }
    return params.model_copy(update=update)


def _replace(value: Any, own: Mark | None, mark: Mark, change: Callable[[Path, str], str], path: Path) -> Any:
    match value:
        case BaseModel():
            return replaced(value, mark, change, path)
        case str() if own is mark:
            return change(path, value)
        case tuple() | list():
            return tuple(_replace(item, own, mark, change, (*path, i)) for i, item in enumerate(value))
        case dict():
            return {key: _replace(item, own, mark, change, (*path, key)) for key, item in value.items()}
        case _:
            return value


def dotted(path: Path) -> str:
    return ".".join(map(str, path))
