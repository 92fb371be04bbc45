"""What a flow names outside of itself: flows, secrets, teams, agents, tables, message templates, channels, segments, constants,
a contact's fields and tags; and what the condition of a segment names. For the question, before any of them is changed or
removed, who depends on it."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

from engine import template
from engine.behaviour import Behaviour
from engine.checks.mentions import segments, sought_segments
from engine.checks.reads import tests_in
from engine.checks.subject import Known, Subject
from engine.conditions import Test, Tree, reads
from engine.flow import FlowDocument
from engine.limits import Limits
from engine.marks import Mark, Path, dotted, is_template
from engine.model import Value
from engine.named import Names, named

__all__ = ["Names", "Use", "UseKind", "known_as", "uses", "uses_of_segment"]

UseKind: TypeAlias = Literal[
    "flow", "field", "tag", "table", "secret", "team", "agent", "template", "channel", "segment", "global"
]
_TAGS = ("contact", "tags")
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
    Names.AGENT: "agent",
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
    found = (_marked(subject), _named(subject), _segments(subject), _tags(subject), _read(subject))
    return tuple(dict.fromkeys(use for some in found for use in some))


def uses_of_segment(condition: Tree) -> tuple[Use, ...]:
    """As of a node that is called by nothing."""
    found: list[Use] = []
    for path, test in tests_in(condition, ("condition",)):
        found += (Use(kind="tag", name=tag, node="", at=dotted(at)) for at, tag in _tag_of(test, path))
        named = (_of_path(one) for one in reads(test))
        found += (Use(kind=kind, name=name, node="", at=dotted(path)) for kind, name in filter(None, named))
    return tuple(dict.fromkeys(found))


def known_as(kind: UseKind, name: str) -> str:
    """One spelling for all: an address is the same in capitals."""
    return name.lower() if kind == "agent" else name


def _marked(subject: Subject) -> Iterator[Use]:
    for mark, kind in _MARKS.items():
        for text in subject.marked(mark):
            if text.source:  # a team need not be named
                yield Use(kind=kind, name=text.source, node=text.node, at=text.field)


def _named(subject: Subject) -> Iterator[Use]:
    for node in subject.nodes.values():
        for one in named(node.params):
            if one.names in _NAMES and one.text:  # nor an agent
                kind = _NAMES[one.names]
                yield Use(kind=kind, name=known_as(kind, one.text), node=node.id, at=dotted(one.path))


def _segments(subject: Subject) -> Iterator[Use]:
    for one in (*segments(subject), *sought_segments(subject)):
        yield Use(kind="segment", name=one.name, node=one.node, at=one.field)


def _tags(subject: Subject) -> Iterator[Use]:
    """Those that conditions look for."""
    for node in subject.nodes.values():
        for path, test in tests_in(node.params, ()):
            for at, tag in _tag_of(test, path):
                yield Use(kind="tag", name=tag, node=node.id, at=dotted(at))
    for text in subject.marked(Mark.CONDITION):
        for within, name in template.sought(text.source):
            if within == _TAGS:
                yield Use(kind="tag", name=" ".join(name.split()), node=text.node, at=text.field)


def _tag_of(test: Test, path: Path) -> Iterator[tuple[Path, str]]:
    right = test.right or ""
    if test.left == dotted(_TAGS) and "contains" in test.op and not is_template(right):
        yield (*path, "right"), " ".join(right.split())


def _read(subject: Subject) -> Iterator[Use]:
    for read in subject.reads:
        for kind, name in filter(None, map(_of_path, read.names)):
            yield Use(kind=kind, name=name, node=read.node, at=read.field)


def _of_path(path: tuple[str, ...]) -> tuple[UseKind, str] | None:
    match path:
        case ("contact", "fields", name, *_):
            return "field", name
        case ("globals", name, *_):
            return "global", name
        case _:
            return None
