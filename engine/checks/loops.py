"""Loops that nothing stops."""

from collections.abc import Iterator

from engine.checks.drawn import Drawn
from engine.checks.spec import Check, Finding
from engine.checks.subject import Subject
from engine.graph import loops, within

SHOWN = 8


def _loops_without_wait(subject: Subject) -> Iterator[Finding]:
    restless = frozenset(node.id for node in subject.nodes.values() if _never_waits(node))
    for loop in loops(within(subject.lasting, restless)):
        more = ("…",) if len(loop) > SHOWN else ()
        way = " → ".join((*loop[:SHOWN], *more, loop[0]))
        yield Finding(
            f"this loop never waits, and would run until the limit of steps ends the session: {way}",
            "put a question, a delay or a call into the loop, or a way out of it",
            loop[0],
            path=f"nodes.{subject.nodes[loop[0]].index}",
        )


def _never_waits(node: Drawn) -> bool:
    """A node of unknown type gets the benefit of the doubt: that it is unknown is reported anyway."""
    return node.behaviour is not None and not node.behaviour.waits


CHECKS = (
    Check(
        code="loop_without_wait",
        severity="error",
        title="Loop that never waits",
        why="All of it runs in one turn, so it would go round until the limit of steps ends the session."
        " A loop that runs out of its own accord, through `each` of a loop or `within` of a counter, is none of these.",
        find=_loops_without_wait,
    ),
)
