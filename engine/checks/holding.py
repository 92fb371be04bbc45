"""Contact fields of a type that can never hold what a node keeps there, or looks for there."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.checks.drawn import Drawn
from engine.checks.spec import Finding
from engine.checks.subject import Subject
from engine.contact_fields import ContactField
from engine.marks import dotted
from engine.named import held
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
        field = (subject.known.fields or {}).get(one.name)
        kind = one.kinds[0]
        if field and field.type not in one.kinds and not _holds(field, kind):
            shape = f"{field.type} with choices" if field.choices else field.type
            message = f"the contact field {one.name!r} is defined as {shape}, which never holds a {kind}"
            fix = f"choose a field that is defined as {kind}" if kind != "object" else "choose a field of texts"
            yield Finding(message, fix, node.id, dotted(one.path), node.place(one.path))


def _holds(field: ContactField, kind: str) -> bool:
    """A moment is none of the choices of a field; a number, or what somebody picked, may be one."""
    if kind == "datetime" and field.choices:
        return False
    try:
        fit(field.type, _EXAMPLES.get(kind))
    except Unfit:
        return False
    return True
