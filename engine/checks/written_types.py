"""Conditions in Liquid, alone or in a text, that compare a variable with what it can never be: there 5 is not '5'."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from engine import template
from engine.checks.drawn import Text
from engine.checks.spec import Finding
from engine.checks.subject import Subject
from engine.marks import Mark
from engine.template_compare import described

_LIQUID: Mapping[Mark, Literal["template", "condition"]] = {Mark.TEMPLATE: "template", Mark.CONDITION: "condition"}
_EQUAL = frozenset({"==", "!="})


class _Kind(NamedTuple):
    """What a declared type is in Liquid, whether it has an order there, and what to write beside it."""

    is_a: tuple[type, ...]
    ordered: bool
    fix: str


_QUOTED = _Kind((str,), ordered=True, fix="write a text, in quotes")
_KINDS = {
    "number": _Kind((int, float), ordered=True, fix="write a number, without quotes"),
    "text": _QUOTED,
    "date": _QUOTED,
    "datetime": _QUOTED,
    "boolean": _Kind((bool,), ordered=False, fix="compare it with true or false"),
    "list": _Kind((), ordered=False, fix="use 'contains', or compare its .size"),
    "object": _Kind((), ordered=False, fix="compare a value in it"),
}


def written_mismatches(subject: Subject, types: Mapping[str, str]) -> Iterator[Finding]:
    for text in (text for mark in _LIQUID for text in subject.marked(mark) if _compares(text)):
        for name, sign, value in template.compared(text.source, _LIQUID[text.mark]):
            kind = _KINDS.get(types.get(name, ""))
            if kind and not _can_hold(kind, sign, value):
                can = "equal" if sign in _EQUAL else "be more or less than"
                told = f"{name} is declared as {types[name]} and can never {can} {described(value)}"
                yield Finding(told, kind.fix, text.node, text.field, text.place)


def _compares(text: Text) -> bool:
    """Whether it can hold a comparison at all: a large flow has thousands of texts, and to read one takes its time."""
    return text.mark is Mark.CONDITION or "{%" in text.source or " if " in text.source


def _can_hold(kind: _Kind, sign: str, value: Any) -> bool:
    return (kind.ordered or sign in _EQUAL) and type(value) in kind.is_a
