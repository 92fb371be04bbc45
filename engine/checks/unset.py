"""Variables that a text reads although, on some way there, nothing has set them."""

import re
from collections import deque
from collections.abc import Iterator, Mapping

from engine.checks.drawn import Text
from engine.checks.spec import Check, Finding, at
from engine.checks.subject import Subject
from engine.flow import Edge
from engine.marks import Mark

SHOWN = 6
_OUTPUT = re.compile(r"\{\{-?\s*vars\.([a-z]\w*)([^{}]*)\}\}")
# Filters that give something without the value too, and the choice between two.
_MEANT = re.compile(r"\|\s*(default|plus|minus|times|append|prepend|concat|size|join)\b|\sif\s")


def _unset_variables(subject: Subject) -> Iterator[Finding]:
    """Only where a gap would be seen, in what is said and called, and only where nothing shows that it is meant."""
    texts = [text for text in subject.marked(Mark.TEMPLATE) if _seen(subject, text)]
    reads = [(text, name) for text in texts for name in sorted(_shown(text.source))]
    flow = _Flow(subject, {name for _, name in reads})
    for text, name in reads:
        if not flow.is_set(text.node, name) and not _set_above(subject, text, name):
            way = flow.way_without(text.node, name)
            more = ("…",) if len(way) > SHOWN else ()
            shown = " → ".join((*way[: SHOWN - 1], *more, way[-1]) if more else way)
            yield at(
                text,
                f"the variable {name!r} may not be set when this is read: nothing sets it on the way {shown}",
                f"set it on that way too, declare a default, or write {{{{ vars.{name} | default: '…' }}}}",
            )


def _seen(subject: Subject, text: Text) -> bool:
    behaviour = subject.nodes[text.node].behaviour
    return text.node in subject.reached and behaviour is not None and (behaviour.speaks or behaviour.calls)


def _set_above(subject: Subject, text: Text, name: str) -> bool:
    """By an item of the same list before this one, as a form's answers are there for its next question."""
    setting = (one for one in subject.nodes[text.node].texts if one.mark is Mark.SETS and one.source == name)
    return any(one.path[0] == text.path[0] and _item(one) < _item(text) for one in setting)


def _item(text: Text) -> int:
    """Its place in a list; what is in no list comes before nothing."""
    return next((part for part in text.path if isinstance(part, int)), 0)


def _shown(source: str) -> set[str]:
    """The variables that a text shows as they are. One that its ``{% if %}`` looks at is taken care of."""
    if "{%" in source:
        return set()
    return {name for name, rest in _OUTPUT.findall(source) if not _MEANT.search(rest)}


class _Flow:
    """Which variables are set on every way to a node; sets of names are the bits of a number.

    Of a node that is not understood nobody knows: it may set everything, whatever it is left by.
    """

    def __init__(self, subject: Subject, names: set[str]) -> None:
        self.bits = {name: 1 << index for index, name in enumerate(sorted(names))}
        self.starts = subject.starts
        self.edges: dict[str, list[Edge]] = {id: [] for id in subject.nodes}
        for edge in subject.edges:
            self.edges[edge.source].append(edge)
        understood = [(id, one.behaviour) for id, one in subject.nodes.items() if one.params is not None]
        self.sets_nothing = {id: behaviour.sets_nothing for id, behaviour in understood if behaviour}
        unknown = subject.nodes.keys() - dict(understood).keys()
        self.sets = _sets(subject, self.bits) | dict.fromkeys(unknown, sum(self.bits.values()))
        self.first = self._given(subject)
        self.before = self._before()

    def _given(self, subject: Subject) -> int:
        """Set from the beginning: what has a default, and inputs, which the caller gives."""
        declared = subject.document.variables.items()
        given = {name for name, one in declared if one.default is not None or one.input} & self.bits.keys()
        return sum(self.bits[name] for name in given)

    def _before(self) -> Mapping[str, int]:
        before = dict.fromkeys(self.starts, self.first)
        todo = deque(self.starts)
        while todo:
            node = todo.popleft()
            for edge in self.edges[node]:
                after = self._after(edge, before[node])
                known = before.get(edge.target)
                if known is None or known & after != known:
                    before[edge.target] = after if known is None else known & after
                    todo.append(edge.target)
        return before

    def _after(self, edge: Edge, before: int) -> int:
        nothing = edge.sourceHandle in self.sets_nothing.get(edge.source, ())
        return before if nothing else before | self.sets.get(edge.source, 0)

    def is_set(self, node: str, name: str) -> bool:
        """Names that nothing sets anywhere are another check's."""
        bit = self.bits[name]
        return bool(self.before[node] & bit) or not any(sets & bit for sets in self.sets.values())

    def way_without(self, node: str, name: str) -> tuple[str, ...]:
        """A shortest way from a trigger, or from the error handler, on which it is not set."""
        bit = self.bits[name]
        came_from: dict[str, str | None] = dict.fromkeys(self.starts)
        todo = deque(self.starts)
        while node not in came_from:
            here = todo.popleft()
            for edge in self.edges[here]:
                if edge.target not in came_from and not self._after(edge, 0) & bit:
                    came_from[edge.target] = here
                    todo.append(edge.target)
        way = [node]
        while (before := came_from[way[-1]]) is not None:
            way.append(before)
        return tuple(reversed(way))


def _sets(subject: Subject, bits: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for text in subject.marked(Mark.SETS):
        found[text.node] = found.get(text.node, 0) | bits.get(text.source, 0)
    return found


CHECKS = (
    Check(
        code="unset_variable",
        severity="warning",
        title="Variable that may not be set yet",
        why="On some way to this text, nothing has set the variable: a gap would be read. Looked at are messages,"
        " questions and calls that show the variable as it is; one with a `default` filter, inside a tag such as"
        " `{% if %}`, declared as an input or with a default is left alone. By outputs such as `no_match` and"
        " `timeout` a question is left without its answer.",
        find=_unset_variables,
    ),
)
