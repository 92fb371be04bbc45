"""Contact fields and variables of a type that can never hold what a node keeps there, or looks for there."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.checks.drawn import Drawn
from engine.checks.spec import Finding
from engine.checks.subject import Subject
from engine.contact_fields import ContactField
from engine.kinds import Held, held
from engine.marks import dotted
from engine.variables import Unfit, fit

# what is usual, then what is read as something else; of other types nothing is certain
_EXAMPLES: Mapping[str, tuple[Any, ...]] = {
    "number": (5, 1, 20260531),
    "boolean": (True,),
    "date": ("2026-05-31",),
    "datetime": ("2026-05-31T10:00:00+00:00",),
    "list": (["a"],),
    "object": ({"a": 1},),
}


def misplaced(subject: Subject, node: Drawn) -> Iterator[Finding]:
    for one in held(node.params):
        yield from _unset(subject, node, one) if one.sets else _lost(subject, node, one)


def _unset(subject: Subject, node: Drawn, one: Held) -> Iterator[Finding]:
    variable, kind = subject.document.variables.get(one.name), one.kinds[0]
    if variable and (never := _never_fits(variable.type, kind)):
        message = f"the variable {one.name!r} is declared as {variable.type}, which {never} holds {_a(kind)}"
        fix = f"declare it as {kind}, or choose another one"
        yield Finding(message, fix, node.id, dotted(one.path), node.place(one.path))


def _lost(subject: Subject, node: Drawn, one: Held) -> Iterator[Finding]:
    field = (subject.known.fields or {}).get(one.name)
    kind = one.kinds[0]
    if field and field.type not in one.kinds and (never := _never_holds(field, kind)):
        shape = f"{field.type} with choices" if field.choices else field.type
        message = f"the contact field {one.name!r} is defined as {shape}, which {never} holds {_a(kind)}"
        fix = f"choose a field that is defined as {kind}" if kind != "object" else "choose a field of texts"
        yield Finding(message, fix, node.id, dotted(one.path), node.place(one.path))


def _never_holds(field: ContactField, kind: str) -> str:
    """A moment is none of the choices of a field; a number, or what somebody picked, may be one."""
    return "never" if kind == "datetime" and field.choices else _never_fits(field.type, kind)


def _never_fits(declared: str, kind: str) -> str:
    """How seldom one of this kind fits; nothing where the usual one does."""
    usual, *others = (fits(declared, one) for one in _EXAMPLES.get(kind, (None,)))
    return "" if usual else "hardly ever" if any(others) else "never"


def fits(declared: str, value: Any) -> bool:
    try:
        fit(declared, value)
    except Unfit:
        return False
    return True


def _a(kind: str) -> str:
    return f"an {kind}" if kind == "object" else f"a {kind}"
