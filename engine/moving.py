"""Moving a session that waits from one version of its flow to another: where it would stand, or why it stays."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal, TypeAlias

from engine.compiled import CompiledFlow, CompiledNode
from engine.marks import flows_in
from engine.problems import Problem
from engine.session import Frame, Session, Waiting

TIMEOUT = "timeout"  # the output of every node that waits so long and no longer
Why: TypeAlias = Literal["no_node", "other_kind", "no_part", "no_timeout", "in_a_call", "pinned", "unreadable", "ended"]


class Stays(Exception):
    """The session cannot move. ``node`` is where it stands, ``str()`` what could be done about it."""

    def __init__(self, why: Why, node: str, message: str) -> None:
        super().__init__(message)
        self.why, self.node = why, node


@dataclass(frozen=True, slots=True)
class MovePlan:
    """From any of these versions of a flow to ``target``. ``nodes`` says what becomes of a node that has another id there;
    all others keep their id. A source is None if the installed node types cannot read it any more. ``pinned`` are the places,
    by version and node, that run the flow in a version of their own, whatever is published."""

    target: CompiledFlow
    sources: Mapping[str, CompiledFlow | None]
    nodes: Mapping[str, str]
    pinned: Collection[tuple[str, str]] = ()
    _ahead: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def moves(self, frame: Frame) -> bool:
        return frame.flow in self.sources

    def concerns(self, session: Session) -> bool:
        return not session.ended and any(map(self.moves, session.frames))

    def place(self, node: str) -> str:
        return self.nodes.get(node, node)

    def ahead(self, source: CompiledFlow, node: str) -> frozenset[str]:
        """The nodes that one may come to from there, looked for once for all who stand there."""
        if (source.id, node) not in self._ahead:
            self._ahead[source.id, node] = frozenset(_ahead(source, node))
        return self._ahead[source.id, node]


def pins(flow: CompiledFlow, key: str, target: int) -> Iterator[tuple[str, str]]:
    """The places of a flow that run the other one, with this key, in a version that is not the target."""
    for node in flow.nodes.values():
        if any(one.key == key and one.version not in {None, target} for one in flows_in(node.params)):
            yield flow.id, node.id


def misnamed(nodes: Mapping[str, str], known: Collection[str], target: CompiledFlow) -> Iterator[Problem]:
    """Slips of the keys in a plan's ``nodes``: where nobody ever stood, as none of the ``known`` is called so, and where
    nobody can be put."""
    for here, there in nodes.items():
        path = f"nodes.{here}"
        if here not in known:
            yield Problem(code="no_node", message=f"no version of the flow has a node {here!r}", path=path)
        if there not in target.nodes:
            yield Problem(code="no_node", message=f"the version has no node {there!r}", path=path)


def moved(session: Session, plan: MovePlan) -> tuple[Frame, ...]:
    """The session's frames on the target; raises Stays. What it waits for, and until when, is not touched.

    It goes on waiting at a node of the same type, because only that knows what the old one has remembered. A node that
    people have interrupted is entered anew when they hand back, so that one may be any, unless it goes on with what has
    happened meanwhile or was said before.
    """
    if session.ended:
        raise Stays("ended", "", "it has ended")
    for around, frame in pairwise(session.frames):
        if plan.moves(frame) and (around.flow, around.node) in plan.pinned:
            raise Stays("pinned", frame.node, f"it is run by {around.node!r} in a version that is named there")
    waits = (*(None for _ in session.frames[1:]), session.waiting)
    frames = zip(session.frames, waits, strict=True)
    return tuple(_moved(frame, plan, session, wait) if plan.moves(frame) else frame for frame, wait in frames)


def _moved(frame: Frame, plan: MovePlan, session: Session, waiting: Waiting | None) -> Frame:
    there = _place(frame, plan)
    if waiting and waiting.kind == "call":
        raise Stays("in_a_call", frame.node, "it waits for the result of a call: run the move again when that is there")
    loops = _loops(frame, plan)
    if not (waiting and waiting.anew):
        _fits(frame, _standing(frame, plan), there, None if waiting and waiting.taken else waiting)
    # before its first turn a session has inputs only: the defaults come when it begins
    defaults = {name: one.default for name, one in plan.target.variables.items()} if session.turn else {}
    change = {
        "flow": plan.target.id,
        "node": there.id,
        "results": _results(frame, plan, loops),
        "told": {plan.place(id): told for id, told in frame.told.items()},
        "variables": {**defaults, **frame.variables},
        "error": frame.error and {**frame.error, "node": plan.place(frame.error["node"])},
    }
    return frame.model_copy(update=change)


def _place(frame: Frame, plan: MovePlan) -> CompiledNode:
    place = plan.place(frame.node)
    if there := plan.target.nodes.get(place):
        return there
    fix = "say in `nodes` which node takes its place"
    raise Stays("no_node", frame.node, f"the new version has no node {place!r}: {fix}")


def _results(frame: Frame, plan: MovePlan, loops: Collection[str]) -> dict[str, Any]:
    """By their new names. Of two that get the same one, that of a loop that goes on is kept, else that which had the name."""
    order = sorted(frame.results, key=lambda name: (name in loops, plan.place(name) == name, name))
    return {plan.place(id): frame.results[id] for id in order}


def _loops(frame: Frame, plan: MovePlan) -> tuple[str, ...]:
    """Those that it is inside of: they go on where they are."""
    source = plan.sources[frame.flow]
    if source is None:
        return ()
    results = {id: result for id, result in frame.results.items() if id in source.nodes}
    begun = [id for id, result in results.items() if source.nodes[id].behaviour.under_way(result)]
    ahead = plan.ahead(source, frame.node) if begun else frozenset()
    loops = tuple(sorted(ahead.intersection(begun)))
    for id in loops:
        _keeps(source.nodes[id], plan, frame.node)
    return loops


def _keeps(loop: CompiledNode, plan: MovePlan, node: str) -> None:
    """One that is gone, is of another type, or has another id that nobody has said, would begin again with its first item."""
    there = plan.target.nodes.get(plan.place(loop.id))
    if there is None:
        gone = f"it is inside {loop.id!r}, which the new version does not have"
        raise Stays("no_node", node, f"{gone}: say in `nodes` which node takes its place")
    if there.kind != loop.kind:
        message = f"it is inside {loop.id!r} of type {loop.kind}; {there.id!r} is of type {there.kind}"
        raise Stays("other_kind", node, message)


def _ahead(flow: CompiledFlow, node: str) -> set[str]:
    found, todo = {node}, [node]
    while todo:
        more = flow.targets.get(todo.pop(), frozenset()) - found
        found |= more
        todo += more
    return found


def _standing(frame: Frame, plan: MovePlan) -> CompiledNode:
    source = plan.sources[frame.flow]
    if source is None or frame.node not in source.nodes:
        raise Stays("unreadable", frame.node, "its version needs a node type that is not installed")
    return source.nodes[frame.node]


def _fits(frame: Frame, here: CompiledNode, there: CompiledNode, waiting: Waiting | None) -> None:
    if there.kind != here.kind:
        message = f"it waits at a node of type {here.kind}; {there.id!r} is of type {there.kind}"
        raise Stays("other_kind", here.id, message)
    part = here.behaviour.part(here.params, frame.memory)
    if there.behaviour.part(there.params, frame.memory) != part:
        raise Stays("no_part", here.id, f"it waits at {part} in it, which {there.id!r} does not have")
    limited = waiting is not None and waiting.until is not None and waiting.kind != "time" and not waiting.begun
    if limited and TIMEOUT not in there.outputs and there.params != here.params:
        raise Stays(
            "no_timeout", here.id, f"it waits no longer than a set time; {there.id!r} has no timeout to go on by"
        )
