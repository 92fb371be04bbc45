"""What the templates and conditions of a flow read."""

from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple, TypeAlias

from pydantic import BaseModel

from engine import template
from engine.checks.drawn import Drawn, Text
from engine.conditions import Test, reads
from engine.limits import Limits
from engine.marks import HOLDERS, Mark, Path, dotted
from engine.template_parse import Comparisons, Names

Kind: TypeAlias = Literal["condition", "template"]


class Read(NamedTuple):
    """A text that reads names, where it is, and what is wrong with it if it cannot be parsed. ``compared`` are names beside
    values that are written out."""

    node: str
    field: str
    place: str
    names: Names
    problem: str | None = None
    kind: Kind = "template"
    compared: Comparisons = ()


def all_reads(nodes: Iterable[Drawn], limits: Limits) -> Iterator[Read]:
    """Every template, every condition and the left side of every test."""
    for node in nodes:
        for text in node.texts:
            if text.mark in {Mark.TEMPLATE, Mark.CONDITION} and text.source.strip():
                yield _read(text, limits)
        for path, test in tests_in(node.params, ()):
            left = (*path, "left")
            names = reads(test.model_copy(update={"right": None}))
            yield Read(node.id, dotted(left), node.place(left), names)


def _read(text: Text, limits: Limits) -> Read:
    """Parsed and analysed at once, while the parsed text is in the cache."""
    kind: Kind = "condition" if text.mark is Mark.CONDITION else "template"
    problem = template.parse_problem(text.source, kind, limits)
    names = template.variables(text.source, kind)
    shared = tuple(name for name in names if name[0] not in text.reads)
    compared = template.compared(text.source, kind)
    return Read(text.node, text.field, text.place, shared, problem, kind, compared)


def tests_in(value: Any, path: Path) -> Iterator[tuple[Path, Test]]:
    match value:
        case Test():
            yield path, value
        case BaseModel():
            for name, info in type(value).model_fields.items():
                if isinstance(inner := getattr(value, name), HOLDERS):
                    yield from tests_in(inner, (*path, info.alias or name))
        case tuple() | list():
            for index, item in enumerate(value):
                yield from tests_in(item, (*path, index))


def texts_in(value: Any) -> Iterator[str]:
    """Every text in plain data."""
    match value:
        case str():
            yield value
        case dict() | list():
            for item in value.values() if isinstance(value, dict) else value:
                yield from texts_in(item)
