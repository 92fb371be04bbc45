"""Loops that nothing stops, and loops that nobody gets out of."""

from collections.abc import Iterator

from engine.behaviour import ForDelivery, ForTime, Wait
from engine.checks.drawn import Drawn
from engine.checks.rehearsal import rehearsed
from engine.checks.rounds import Rounds, too_many_rounds
from engine.checks.spec import Check, Finding
from engine.checks.subject import Subject
from engine.graph import knots, loop_through, loops, within
from engine.limits import Limits

SHOWN = 8


def _loops_without_wait(subject: Subject) -> Iterator[Finding]:
    restless = frozenset(node.id for node in subject.nodes.values() if node.never_waits)
    endless = tuple(loops(within(subject.lasting, restless)))
    for loop in endless:
        yield _found(
            subject,
            loop,
            "this loop never waits, and would run until the limit of steps ends the session",
            "put a question, a delay or a call into the loop, or a way out of it",
        )
    told = {loop[0] for loop in endless}
    yield from (_tiring(subject, one) for one in too_many_rounds(subject) if one.way[0] not in told)


def _tiring(subject: Subject, rounds: Rounds) -> Finding:
    limit = subject.limits.steps_per_turn
    uses_up = (
        f"would go round {rounds.times} times: a turn has {limit} steps, and the session ends when they are used up"
    )
    fix = "put a question, a delay or a call into the loop, or let it go round less often"
    return _found(subject, rounds.way, f"this loop never waits and {uses_up}", fix)


def _loops_of_calls(subject: Subject) -> Iterator[Finding]:
    """Of a knot that has a loop without any call too, that one is told."""
    restless = frozenset(node.id for node in subject.nodes.values() if node.never_waits)
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
    return node.never_waits or bool(node.behaviour and node.behaviour.calls) or _waits_for_report(node, limits)


def _found(subject: Subject, loop: tuple[str, ...], message: str, fix: str) -> Finding:
    more = ("…",) if len(loop) > SHOWN else ()
    way = " → ".join((*loop[:SHOWN], *more, loop[0]))
    return Finding(f"{message}: {way}", fix, loop[0], path=f"nodes.{subject.nodes[loop[0]].index}")


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
        " A loop that runs out of its own accord, through `each` of a loop or `within` of a counter, is one of these only where"
        " it is certain that it does not run out in time: where a list is written out in the flow, or nobody else sets the"
        " counter, and nothing leads out of the loop.",
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
