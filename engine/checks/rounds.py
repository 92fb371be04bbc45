"""Loops that run out by themselves, but surely not within one turn: counted before anybody goes round in them."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from engine.checks.drawn import Drawn
from engine.checks.reads import texts_in
from engine.checks.rehearsal import rounds_of
from engine.checks.subject import Subject
from engine.graph import Graph, loop_through
from engine.marks import Mark
from engine.variables import initial


class Rounds(NamedTuple):
    """A shortest way round, and how often it is gone."""

    way: tuple[str, ...]
    times: int


def too_many_rounds(subject: Subject) -> Iterator[Rounds]:
    """Told only where nothing in the loop waits or leads out of it, and where what is counted is written in the flow."""
    flow = _Flow(subject)
    for node in subject.nodes.values():
        times = flow.rounds(node) if node.behaviour and node.behaviour.runs_out else 0
        body = flow.body(node) if times else {}
        if any(node.id in after for after in body.values()):
            way = loop_through(body, tuple(body), node.id)
            if times * len(way) >= subject.limits.steps_per_turn:
                yield Rounds(way, times)


class _Flow:
    """What the loops of a flow have in common, looked up once."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject

    def rounds(self, node: Drawn) -> int:
        """How often it surely leads into a round; 0 where what it reads, or counts in, may be set by somebody else."""
        reads, variables = self._reads.get(node.id, set()), self.subject.document.variables
        if any(len(path) == 1 or path[0] != "vars" for path in reads):
            return 0
        read, own = {str(path[1]) for path in reads}, {one.source for one in node.texts if one.mark is Mark.SETS}
        setters = [
            *(self._setters.get(name, set()) for name in read),
            *(self._setters[name] - {node.id} for name in own),
        ]
        if any(setters) or any(variables[name].input for name in (read | own) & variables.keys()):
            return 0
        return rounds_of(node, self.subject.limits, self._begins)

    def body(self, node: Drawn) -> Graph:
        """The node with all that a round may come by; nothing, where that may be a wait, or a way out."""
        outputs = node.behaviour.runs_out if node.behaviour else ()
        first = tuple(self._targets.get((node.id, one), "") for one in sorted(outputs))
        body, todo = {node.id: first}, list(first) if all(first) else []
        while todo:
            id = todo.pop()
            if id not in body:
                if len(body) > self.subject.limits.steps_per_turn or not self._stays(id):
                    return {}
                body[id] = self.subject.graph[id]
                todo += body[id]
        return body

    def _stays(self, id: str) -> bool:
        if id not in self._staying:
            self._staying[id] = self._goes_on(self.subject.nodes[id])
        return self._staying[id]

    def _goes_on(self, node: Drawn) -> bool:
        """Whether the flow goes on behind this node in any case, and in the same turn."""
        connected = all((node.id, output) in self._targets for output in node.outputs)
        return node.never_waits and node.params is not None and connected and bool(self.subject.graph[node.id])

    @cached_property
    def _staying(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _begins(self) -> Mapping[str, Any]:
        return initial(self.subject.document.variables, {}, self.subject.limits)[0]

    @cached_property
    def _targets(self) -> Mapping[tuple[str, str], str]:
        return {(edge.source, edge.sourceHandle): edge.target for edge in self.subject.edges}

    @cached_property
    def _reads(self) -> Mapping[str, set[tuple[str | int, ...]]]:
        found: dict[str, set[tuple[str | int, ...]]] = {}
        for one in self.subject.reads:
            found.setdefault(one.node, set()).update(one.names)
        return found

    @cached_property
    def _setters(self) -> Mapping[str, set[str]]:
        """By the name of a variable the nodes that set it; one that is not understood may set whatever it names."""
        found: dict[str, set[str]] = {}
        for text in self.subject.marked(Mark.SETS):
            found.setdefault(text.source, set()).add(text.node)
        for node in self.subject.nodes.values():
            for name in texts_in(node.node.data) if node.params is None else ():
                found.setdefault(name, set()).add(node.id)
        return found
