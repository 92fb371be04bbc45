"""Templates and conditions: whether they can be read, and whether what they read is there."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from engine.checks.reads import Kind, Read
from engine.checks.spec import Check, Finding
from engine.checks.starts import asked_at_the_door
from engine.checks.subject import Subject
from engine.document import nearest
from engine.events import MessageReceived
from engine.failing import Failed
from engine.scope import NAMES, contact_scope
from engine.world import Contact

SHAPES: Mapping[str, frozenset[str]] = {
    "contact": frozenset(contact_scope(Contact(id=UUID(int=0)))),
    "conversation": frozenset({"id", "language"}),
    "channel": frozenset({"kind", "name"}),
    "input": frozenset(MessageReceived.model_fields) - {"type"},
    "parent": frozenset({"vars", "result"}),
    "error": frozenset(Failed("", "", "").scope),
}
_OWN: Mapping[str, str] = {"contact": "write contact.fields.{}", "parent": "write parent.vars.{}"}
MENDED: Mapping[Kind, str] = {
    "template": "mend it; braces that are meant as text go between {% raw %} and {% endraw %}",
    "condition": "mend it: a condition compares, as in vars.total > 3 and contact.tags contains 'vip'",
}


def _bad_templates(subject: Subject) -> Iterator[Finding]:
    for one in subject.reads:
        if one.problem:
            yield _at(one, one.problem, MENDED[one.kind])


def _unknown_variables(subject: Subject) -> Iterator[Finding]:
    known = subject.variables
    for one in _inside(subject):
        for name in sorted({path[1] for path in one.names if path[0] == "vars" and len(path) > 1} - known):
            fix = nearest(name, known) or "set it in a node before this one, or declare it with the flow's variables"
            yield _at(one, f"nothing sets the variable {name!r}, and the flow does not declare it", fix)


def _unknown_results(subject: Subject) -> Iterator[Finding]:
    for one in _inside(subject):
        for name in sorted({path[1] for path in one.names if path[0] == "result" and len(path) > 1}):
            if name not in subject.nodes:
                fix = nearest(name, subject.nodes) or "results are named by the id of their node"
                yield _at(one, f"there is no node {name!r} whose result could be read", fix)


def _inside(subject: Subject) -> Iterator[Read]:
    """What is read within a run. At its door no variable is there, whether something sets it or not."""
    before = set(asked_at_the_door(subject))
    return (one for one in subject.reads if one not in before)


def _unknown_names(subject: Subject) -> Iterator[Finding]:
    for one in subject.reads:
        for path in one.names:
            root, *rest = path
            if root not in NAMES:
                fix = _called(root, subject.variables) or nearest(root, NAMES)
                yield _at(one, f"there is no {root!r} to read", fix or f"what can be read: {', '.join(NAMES)}")
            elif rest and rest[0] not in SHAPES.get(root, {rest[0]}):
                own = _OWN[root].format(rest[0]) if root in _OWN else None
                fix = nearest(rest[0], SHAPES[root]) or own or f"it has {', '.join(sorted(SHAPES[root]))}"
                yield _at(one, f"{root} has no {rest[0]!r}", fix)


def _called(name: str, variables: frozenset[str]) -> str | None:
    """Its whole name, where the beginning was left out."""
    if name in variables:
        return f"write vars.{name}"
    return f"write contact.{name}" if name in SHAPES["contact"] else None


def _at(one: Read, message: str, fix: str | None) -> Finding:
    return Finding(message, fix, one.node, one.field, one.place)


CHECKS = (
    Check(
        code="bad_template",
        severity="error",
        title="Template or condition that cannot be read",
        why="When the node runs, the text would come out empty and the condition false. So would a text with a filter that is"
        " given a pattern, a time zone, a unit, a currency or a style that there is not. Translations are read too.",
        find=_bad_templates,
    ),
    Check(
        code="unknown_variable",
        severity="warning",
        title="Variable that nothing sets",
        why="A name that is not set reads as nothing, so a misspelled name leaves a gap in the text.",
        find=_unknown_variables,
    ),
    Check(
        code="unknown_result",
        severity="warning",
        title="Result of a node that is not there",
        why="`result.<node>` is what a node of this flow gave; the node may have been deleted or renamed.",
        find=_unknown_results,
    ),
    Check(
        code="unknown_name",
        severity="warning",
        title="Name that does not exist",
        why="Templates and conditions read a fixed set of names: variables are under `vars`, a contact's own fields"
        " under `contact.fields`.",
        find=_unknown_names,
    ),
)
