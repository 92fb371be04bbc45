"""Loops that nothing stops, and loops that nobody gets out of."""

from collections.abc import Iterator

from engine.behaviour import ForDelivery, ForTime, Wait
from engine.checks.drawn import Drawn
from engine.checks.rehearsal import rehearsed
from engine.checks.spec import Check, Finding
from engine.checks.subject import Subject
from engine.graph import knots, loop_through, loops, within
from engine.limits import Limits

SHOWN = 8


def _loops_without_wait(subject: Subject) -> Iterator[Finding]:
    restless = frozenset(node.id for node in subject.nodes.values() if _never_waits(node))
    for loop in loops(within(subject.lasting, restless)):
        yield _found(
            subject,
            loop,
            "this loop never waits, and would run until the limit of steps ends the session",
            "put a question, a delay or a call into the loop, or a way out of it",
        )


def _loops_of_calls(subject: Subject) -> Iterator[Finding]:
    """Of a knot that has a loop without any call too, that one is told."""
    restless = frozenset(node.id for node in subject.nodes.values() if _never_waits(node))
    knotted = [subject.nodes[id] for knot in knots(subject.lasting) for id in knot]
    calling = frozenset(node.id for node in knotted if _goes_on(node, subject.limits)) - restless
    graph = within(subject.lasting, restless | calling)
    for knot in knots(graph):
        calls = [id for id in knot if id in calling]
        if calls and not any(knots(within(graph, frozenset(knot) - calling))):
            yield _found(
                subject,
                loop_through(graph, knot, calls[0]),
                "this loop calls, or asks for reports, again and again without a pause",
                "put a delay into the loop, or a counter that ends it",
            )


def _endless_waits(subject: Subject) -> Iterator[Finding]:
    targets = {(edge.source, edge.sourceHandle): edge.target for edge in subject.edges}
    for knot in knots(subject.graph):
        nodes, inside = [subject.nodes[id] for id in knot], {*knot}
        known = all(node.params is not None for node in nodes)
        if known and all(targets.get((node.id, output)) in inside for node in nodes for output in node.outputs):
            pauses = [node for node in nodes if not _goes_on(node, subject.limits)]
            if pauses and all(_waits_for_time(node, subject.limits) for node in pauses):
                yield _found(
                    subject,
                    loop_through(subject.graph, knot, knot[0]),
                    "whoever gets into this loop never gets out: it waits for time only, and no output leads elsewhere",
                    "put a question, a counter or a condition with a way out into the loop",
                )


def _goes_on(node: Drawn, limits: Limits) -> bool:
    """By itself: it does not wait, or for a call or a report only."""
    return _never_waits(node) or bool(node.behaviour and node.behaviour.calls) or _waits_for_report(node, limits)


def _found(subject: Subject, loop: tuple[str, ...], message: str, fix: str) -> Finding:
    more = ("…",) if len(loop) > SHOWN else ()
    way = " → ".join((*loop[:SHOWN], *more, loop[0]))
    return Finding(f"{message}: {way}", fix, loop[0], path=f"nodes.{subject.nodes[loop[0]].index}")


def _never_waits(node: Drawn) -> bool:
    """A node of unknown type gets the benefit of the doubt: that it is unknown is reported anyway."""
    return node.behaviour is not None and not node.behaviour.waits


def _waits_for_time(node: Drawn, limits: Limits) -> bool:
    return isinstance(_wait_of(node, limits), ForTime)


def _waits_for_report(node: Drawn, limits: Limits) -> bool:
    """One that was told before, or that never comes, is no pause."""
    return isinstance(_wait_of(node, limits), ForDelivery)


def _wait_of(node: Drawn, limits: Limits) -> Wait | None:
    step = rehearsed(node.behaviour, node.params, node.id, limits) if node.behaviour and node.params else None
    return step.wait if step else None


CHECKS = (
    Check(
        code="loop_without_wait",
        severity="error",
        title="Loop that never waits",
        why="All of it runs in one turn, so it would go round until the limit of steps ends the session."
        " A loop that runs out of its own accord, through `each` of a loop or `within` of a counter, is none of these.",
        find=_loops_without_wait,
    ),
    Check(
        code="loop_of_calls",
        severity="warning",
        title="Loop that only calls",
        why="It calls another system as fast as that answers, for as long as the conversation lives. Whoever asks until"
        " something is ready needs a delay in the loop; whoever tries again, a counter. A wait for delivery is no pause:"
        " the report may be there already.",
        find=_loops_of_calls,
    ),
    Check(
        code="endless_wait",
        severity="warning",
        title="Waiting without end",
        why="Everything in the loop waits for time, and nothing leads out of it: the session never ends, and while it is"
        " open the contact's other messages start no other flow, unless its trigger interrupts or asks.",
        find=_endless_waits,
    ),
)
