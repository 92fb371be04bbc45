"""What a flow names outside of itself: other flows, secrets, message templates, and a contact's fields and tags. For the
question, before any of them is changed or removed, who depends on it."""

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeAlias, get_args

from pydantic import BaseModel

from engine.behaviour import Behaviour
from engine.checks.subject import Known, Subject
from engine.flow import FlowDocument
from engine.limits import Limits
from engine.marks import Mark, Path, dotted
from engine.model import Value

UseKind: TypeAlias = Literal["flow", "field", "tag", "secret", "template"]
_MARKS: Mapping[Mark, UseKind] = {Mark.FLOW: "flow", Mark.SECRET: "secret", Mark.MESSAGE_TEMPLATE: "template"}


class Names(Enum):
    """Metadata of a field of params whose text is the name of something of the workspace, besides what ``Mark`` says.

    field: Annotated[str, Names.FIELD]
    """

    FIELD = "field"
    TAG = "tag"


class Use(Value):
    """Node ``node`` names, in its field ``at``, the thing of this kind and name."""

    kind: UseKind
    name: str
    node: str
    at: str


def uses(document: FlowDocument, behaviours: Mapping[str, Behaviour[Any]], limits: Limits) -> tuple[Use, ...]:
    """Every use once. A name that a template makes up while the flow runs is not known beforehand."""
    subject = Subject.of(document, behaviours, Known(), limits)
    return tuple(dict.fromkeys((*_marked(subject), *_named(subject), *_read(subject))))


def _marked(subject: Subject) -> Iterator[Use]:
    for mark, kind in _MARKS.items():
        for text in subject.marked(mark):
            yield Use(kind=kind, name=text.source, node=text.node, at=text.field)


def _named(subject: Subject) -> Iterator[Use]:
    for node in subject.nodes.values():
        for kind, name, path in _names(node.params, None, ()):
            if "{{" not in name and "{%" not in name:
                yield Use(kind=kind.value, name=" ".join(name.split()), node=node.id, at=dotted(path))


def _read(subject: Subject) -> Iterator[Use]:
    for read in subject.reads:
        for path in read.names:
            match path:
                case ("contact", "fields", name, *_):
                    yield Use(kind="field", name=name, node=read.node, at=read.field)


def _names(value: Any, names: Names | None, path: Path) -> Iterator[tuple[Names, str, Path]]:
    match value:
        case BaseModel():
            for field, own in _fields(type(value)).items():
                yield from _names(getattr(value, field), own, (*path, field))
        case str() if names:
            yield names, value, path
        case tuple() | list():
            for index, item in enumerate(value):
                yield from _names(item, names, (*path, index))


@cache
def _fields(model: type[BaseModel]) -> dict[str, Names | None]:
    return {name: _found(field.metadata, field.annotation) for name, field in model.model_fields.items()}


def _found(metadata: Any, annotation: Any) -> Names | None:
    """Also inside of a union or of a list."""
    for one in metadata:
        if isinstance(one, Names):
            return one
    inner = (_found(getattr(one, "__metadata__", ()), one) for one in get_args(annotation))
    return next((one for one in inner if one), None)
