"""Contact fields and variables of a type that can never hold what a node keeps there, or looks for there."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.checks.drawn import Drawn
from engine.checks.spec import Finding
from engine.checks.subject import Subject
from engine.contact_fields import ContactField
from engine.marks import dotted
from engine.named import Held, held
from engine.variables import Unfit, fit

_EXAMPLES: Mapping[str, Any] = {  # of other types nothing is certain
    "number": 5,
    "boolean": True,
    "date": "2026-05-31",
    "datetime": "2026-05-31T10:00:00+00:00",
    "list": ["a"],
    "object": {"a": 1},
}


def misplaced(subject: Subject, node: Drawn) -> Iterator[Finding]:
    for one in held(node.params):
        yield from _unset(subject, node, one) if one.sets else _lost(subject, node, one)


def _unset(subject: Subject, node: Drawn, one: Held) -> Iterator[Finding]:
    variable, kind = subject.document.variables.get(one.name), one.kinds[0]
    if variable and not _ever_fits(variable.type, kind):
        message = f"the variable {one.name!r} is declared as {variable.type}, which never holds {_a(kind)}"
        fix = f"declare it as {kind}, or choose another one"
        yield Finding(message, fix, node.id, dotted(one.path), node.place(one.path))


def _lost(subject: Subject, node: Drawn, one: Held) -> Iterator[Finding]:
    field = (subject.known.fields or {}).get(one.name)
    kind = one.kinds[0]
    if field and field.type not in one.kinds and not _holds(field, kind):
        shape = f"{field.type} with choices" if field.choices else field.type
        message = f"the contact field {one.name!r} is defined as {shape}, which never holds {_a(kind)}"
        fix = f"choose a field that is defined as {kind}" if kind != "object" else "choose a field of texts"
        yield Finding(message, fix, node.id, dotted(one.path), node.place(one.path))


def _holds(field: ContactField, kind: str) -> bool:
    """A moment is none of the choices of a field; a number, or what somebody picked, may be one."""
    if kind == "datetime" and field.choices:
        return False
    return _ever_fits(field.type, kind)


def _ever_fits(declared: str, kind: str) -> bool:
    try:
        fit(declared, _EXAMPLES.get(kind))
    except Unfit:
        return False
    return True


def _a(kind: str) -> str:
    return f"an {kind}" if kind == "object" else f"a {kind}"
