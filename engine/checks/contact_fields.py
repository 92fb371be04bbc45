"""Fields of contacts: whether the workspace has defined what a flow reads and writes."""

from collections.abc import Iterator

from engine.apply import OWN
from engine.checks.spec import Check, Finding
from engine.checks.subject import Subject
from engine.document import nearest
from engine.marks import dotted
from engine.named import Names, named


def _unknown_fields(subject: Subject) -> Iterator[Finding]:
    """A workspace that has defined none at all works without definitions: nothing is told."""
    known = subject.known.fields
    for name, node, field, place in dict.fromkeys(_used(subject)) if known else ():
        if known and name not in known and name not in OWN:
            fix = nearest(name, known) or f"define it: POST /contact-fields with the key {name!r}"
            yield Finding(f"the workspace has not defined the contact field {name!r}", fix, node, field, place)


def _used(subject: Subject) -> Iterator[tuple[str, str, str, str]]:
    for node in subject.nodes.values():
        for one in named(node.params):
            if one.names is Names.FIELD:
                yield one.text, node.id, dotted(one.path), node.place(one.path)
    for read in subject.reads:
        for path in read.names:
            match path:
                case ("contact", "fields", str(name), *_):
                    yield name, read.node, read.field, read.place


CHECKS = (
    Check(
        code="unknown_contact_field",
        severity="warning",
        title="Contact field that is not defined",
        why="The workspace has defined the fields of its contacts, and this is none of them: a misspelled name reads as"
        " nothing, and writes where nobody looks. Any field may be written nevertheless; definitions are made with"
        " `POST /contact-fields`. A workspace without any definition is not told.",
        find=_unknown_fields,
    ),
)
