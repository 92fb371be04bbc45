"""Conditions in Liquid, alone or in a text, that compare a variable with what it can never be: there 5 is not '5'."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from engine.checks.spec import Finding
from engine.checks.subject import Subject
from engine.template_compare import described

ANSWER = "answer"  # what a question calls the answer in the condition that it has to meet
_EQUAL = frozenset({"==", "!="})
_DATES = frozenset({"date", "datetime"})
_LIKE_A_DATE = re.compile(r"\d{4}|\s*$", re.ASCII)  # a part of one has its order, too; and nothing is asked for by ''


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


def written_mismatches(
    subject: Subject, types: Mapping[str, str], answers: Mapping[tuple[str, str], str]
) -> Iterator[Finding]:
    """``answers``: what ``answer`` is, by the node and the field that read it."""
    for read in subject.reads:
        for name, sign, value in read.compared:
            is_a = answers.get((read.node, read.field)) if name == ANSWER else types.get(name)
            if told := _never_holds(is_a, sign, value) if is_a else None:
                message = f"{declared(name, is_a or '')} and {told[0]}"
                yield Finding(message, told[1], read.node, read.field, read.place)


def _never_holds(is_a: str, sign: str, value: Any) -> tuple[str, str] | None:
    """What is wrong and how to mend it."""
    kind = _KINDS.get(is_a)
    if kind and not ((kind.ordered or sign in _EQUAL) and type(value) in kind.is_a):
        can = "equal" if sign in _EQUAL else "be more or less than"
        return f"can never {can} {described(value)}", kind.fix
    if is_a in _DATES and isinstance(value, str) and not _LIKE_A_DATE.match(value):
        return f"cannot be compared with {described(value)}, which is written otherwise", "write it as '2026-05-31'"
    return None


def declared(name: str, kind: str) -> str:
    """Of which type it is: the author says it of variables and of a contact's own fields, we of the rest."""
    if name.startswith(("vars.", "contact.fields.")):
        return f"{name} is declared as {kind}"
    return f"{name} is {'an' if kind == 'object' else 'a'} {kind}"
