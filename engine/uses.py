"""What a flow names outside of itself: flows, secrets, teams, tables, message templates, channels, segments, a contact's
fields and tags. For the question, before any of them is changed or removed, who depends on it."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

from engine.behaviour import Behaviour
from engine.checks.mentions import segments, sought_segments
from engine.checks.subject import Known, Subject
from engine.flow import FlowDocument
from engine.limits import Limits
from engine.marks import Mark, dotted
from engine.model import Value
from engine.named import Names, named

__all__ = ["Names", "Use", "UseKind", "uses"]

UseKind: TypeAlias = Literal["flow", "field", "tag", "table", "secret", "team", "template", "channel", "segment"]
_MARKS: Mapping[Mark, UseKind] = {
    Mark.FLOW: "flow",
    Mark.SECRET: "secret",
    Mark.TEAM: "team",
    Mark.MESSAGE_TEMPLATE: "template",
}
_NAMES: Mapping[Names, UseKind] = {
    Names.FIELD: "field",
    Names.TAG: "tag",
    Names.TABLE: "table",
    Names.CHANNEL: "channel",
}


class Use(Value):
    """Node ``node`` names, in its field ``at``, the thing of this kind and name."""

    kind: UseKind
    name: str
    node: str
    at: str


def uses(document: FlowDocument, behaviours: Mapping[str, Behaviour[Any]], limits: Limits) -> tuple[Use, ...]:
    """Every use once. A name that a template makes up while the flow runs is not known beforehand."""
    subject = Subject.of(document, behaviours, Known(), limits)
    return tuple(dict.fromkeys((*_marked(subject), *_named(subject), *_segments(subject), *_read(subject))))


def _marked(subject: Subject) -> Iterator[Use]:
    for mark, kind in _MARKS.items():
        for text in subject.marked(mark):
            if text.source:  # a team need not be named
                yield Use(kind=kind, name=text.source, node=text.node, at=text.field)


def _named(subject: Subject) -> Iterator[Use]:
    for node in subject.nodes.values():
        for one in named(node.params):
            if one.names in _NAMES:
                yield Use(kind=_NAMES[one.names], name=one.text, node=node.id, at=dotted(one.path))


def _segments(subject: Subject) -> Iterator[Use]:
    for one in (*segments(subject), *sought_segments(subject)):
        yield Use(kind="segment", name=one.name, node=one.node, at=one.field)


def _read(subject: Subject) -> Iterator[Use]:
    for read in subject.reads:
        for path in read.names:
            match path:
                case ("contact", "fields", name, *_):
                    yield Use(kind="field", name=name, node=read.node, at=read.field)
