"""Waiting for what a channel never tells."""

from collections.abc import Iterator

from engine.behaviour import ForDelivery
from engine.checks.spec import Check, Finding
from engine.checks.subject import Subject


def _never_told(subject: Subject) -> Iterator[Finding]:
    silent = [channel.title for channel in subject.channels if not channel.reports]
    for node in subject.nodes.values() if silent else ():
        if any(isinstance(step.wait, ForDelivery) for step in subject.steps[node.id]):
            yield Finding(
                f"{', '.join(dict.fromkeys(silent))}: nobody tells whether a message has arrived, so nothing is waited for",
                "lead the output for that, `unknown`, to where the flow is to go on, or start it on other channels only",
                node.id,
                path=f"nodes.{node.index}",
            )


CHECKS = (
    Check(
        code="never_told",
        severity="warning",
        title="Waiting for a report that never comes",
        why="Some channels do not tell what becomes of messages. A node that waits for it is left at once there. Looked at"
        " are the channels that the triggers name, or else all of the workspace.",
        find=_never_told,
    ),
)
