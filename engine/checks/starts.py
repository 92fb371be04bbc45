"""How the flow is entered, and what is never entered."""

from collections.abc import Iterator

from engine.checks.spec import Check, Finding
from engine.checks.subject import Subject


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
        code="second_handler",
        severity="error",
        title="Two nodes that catch errors",
        why="What goes wrong in a flow is caught at one place.",
        find=_handlers,
    ),
)
