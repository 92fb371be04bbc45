"""Conditions in Liquid, alone or in a text, that compare a variable with what it can never be: there 5 is not '5'."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from engine.checks.spec import Finding
from engine.checks.subject import Subject
from engine.template_compare import described

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
    for read in subject.reads:
        for name, sign, value in read.compared:
            kind = _KINDS.get(types.get(name, ""))
            if kind and not _can_hold(kind, sign, value):
                can = "equal" if sign in _EQUAL else "be more or less than"
                told = f"{name} is declared as {types[name]} and can never {can} {described(value)}"
                yield Finding(told, kind.fix, read.node, read.field, read.place)


def _can_hold(kind: _Kind, sign: str, value: Any) -> bool:
    return (kind.ordered or sign in _EQUAL) and type(value) in kind.is_a
