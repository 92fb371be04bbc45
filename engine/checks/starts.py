"""How the flow is entered, and what is never entered."""

from collections.abc import Iterator

from engine.checks.reads import Read
from engine.checks.shadows import shadowed
from engine.checks.spec import Check, Finding
from engine.checks.subject import Subject
from engine.marks import Mark, marks_of

OF_A_RUN = frozenset({"conversation", "vars", "result", "globals", "parent", "error"})


def _no_trigger(subject: Subject) -> Iterator[Finding]:
    if not subject.triggers:
        yield Finding("nothing starts this flow", "add a trigger, and connect it to the first step")


def _unreachable(subject: Subject) -> Iterator[Finding]:
    """Silent without a trigger: then nothing can be reached, and that is said once."""
    for node in subject.nodes.values() if subject.triggers else ():
        if node.id not in subject.reached:
            yield Finding(
                "nothing leads to this node: no contact will ever get here",
                "connect an output to it, or delete it",
                node.id,
                path=f"nodes.{node.index}",
            )


def _handlers(subject: Subject) -> Iterator[Finding]:
    for node in subject.handlers[1:]:
        yield Finding(
            f"{subject.handlers[0].id!r} catches what goes wrong in this flow already, so this one is never entered",
            "keep one of them, and branch behind it by error.code or error.node",
            node.id,
            path=f"nodes.{node.index}",
        )


def asked_at_the_door(subject: Subject) -> Iterator[Read]:
    """The conditions of triggers: they are asked before there is a run."""
    triggers = {node.id for node in subject.triggers}
    return (one for one in subject.reads if one.kind == "condition" and one.node in triggers)


def _audiences_reading_runs(subject: Subject) -> Iterator[Finding]:
    for one in asked_at_the_door(subject):
        for path in sorted(path for path in one.names if path[0] in OF_A_RUN):
            yield Finding(
                f"when this is asked no run has begun, so {'.'.join(map(str, path))} is always nothing",
                "read the contact, the channel or what was said, or ask it in a node behind the trigger",
                one.node,
                one.field,
                one.place,
            )


def _hours_never_met(subject: Subject) -> Iterator[Finding]:
    for node in subject.triggers:
        field = node.behaviour.barred_by(node.params) if node.behaviour and node.params else None
        if field:
            yield Finding(
                "it never comes within these hours: nobody is ever reached",
                "let the hours hold a time at which it comes, or take them out",
                node.id,
                field,
                node.place((field,)),
            )


def _deaf_translations(subject: Subject) -> Iterator[Finding]:
    """What a trigger says is said in the contact's language; what it listens to stands in the node."""
    for node in subject.triggers:
        for language, other in node.translations.items():
            for field, mark in marks_of(type(other)).items():
                if mark is not Mark.TEMPLATE and getattr(other, field) != getattr(node.params, field):
                    yield Finding(
                        "what starts a flow is the same in every language, so this translation is never looked at",
                        f"put it into {field!r} of the node itself, beside what is there",
                        node.id,
                        field,
                        node.place((field,), language),
                    )


CHECKS = (
    Check(
        code="no_trigger",
        severity="error",
        title="Nothing starts the flow",
        why="A flow is entered at a trigger: by a message, by the API, by a schedule or by another flow.",
        find=_no_trigger,
    ),
    Check(
        code="unreachable",
        severity="warning",
        title="Node that nothing leads to",
        why="No way from a trigger, or from what catches errors, leads here, so it never runs. Often an edge was forgotten"
        " after an edit.",
        find=_unreachable,
    ),
    Check(
        code="shadowed_trigger",
        severity="warning",
        title="Trigger that another one stands before",
        why="Of several triggers that fit a message the highest priority takes it, then the one that was drawn first. Of"
        " two with the same words, or behind one that takes any message and has no lower priority, the second never starts.",
        find=shadowed,
    ),
    Check(
        code="second_handler",
        severity="error",
        title="Two nodes that catch errors",
        why="What goes wrong in a flow is caught at one place.",
        find=_handlers,
    ),
    Check(
        code="audience_reads_run",
        severity="warning",
        title="Audience that reads what only a run has",
        why="For whom a flow starts is asked before it starts: variables, results and all else that belongs to a run are"
        " nothing then, so the condition comes out the same for everybody.",
        find=_audiences_reading_runs,
    ),
    Check(
        code="hours_never_met",
        severity="warning",
        title="Schedule that never comes within its hours",
        why="Outside of its hours a schedule leaves everybody out, so one that only comes then reaches nobody.",
        find=_hours_never_met,
    ),
    Check(
        code="deaf_translation",
        severity="warning",
        title="Translation of what a trigger listens to",
        why="Triggers are asked before anybody knows in which language: the words of all languages stand in the node itself."
        " Only what a trigger says is translated.",
        find=_deaf_translations,
    ),
)
