"""Settings that do nothing because of another setting of the same node."""

from collections.abc import Iterator

from engine.checks.spec import Check, Finding
from engine.checks.subject import Subject
from engine.shapes import idle


def _idle_settings(subject: Subject) -> Iterator[Finding]:
    for node in subject.nodes.values():
        for field, unless in idle(node.params) if node.params else ():
            yield Finding(f"this does nothing: {unless.otherwise}", unless.fix, node.id, field, node.place((field,)))


CHECKS = (
    Check(
        code="idle_setting",
        severity="warning",
        title="Setting that does nothing",
        why="Another setting of the node keeps this one from doing anything, as that of a POST request keeps it from being"
        " tried again: whoever relies on it finds out when it is too late.",
        find=_idle_settings,
    ),
)
