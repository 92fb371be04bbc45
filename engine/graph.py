"""Questions about a drawing as a graph, answered in linear time and without recursion."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

Graph: TypeAlias = Mapping[str, tuple[str, ...]]  # the successors of each node; every successor is a key too


def reachable(graph: Graph, starts: Iterable[str]) -> frozenset[str]:
    todo = list(starts)
    found = set(todo)
    while todo:
        fresh = [node for node in graph[todo.pop()] if node not in found]
        found.update(fresh)
        todo += fresh
    return frozenset(found)


def within(graph: Graph, nodes: frozenset[str]) -> Graph:
    """The part of the graph that has only these nodes."""
    return {node: tuple(n for n in after if n in nodes) for node, after in graph.items() if node in nodes}


def loops(graph: Graph) -> Iterator[tuple[str, ...]]:
    """One shortest loop for every knot, starting at the knot's first node."""
    for knot in knots(graph):
        yield loop_through(graph, knot, knot[0])


def knots(graph: Graph) -> Iterator[tuple[str, ...]]:
    """Nodes that lead back to each other, as many as belong together, in the order in which they are drawn."""
    order = {node: number for number, node in enumerate(graph)}
    for component in _components(graph):
        first, *others = sorted(component, key=order.__getitem__)
        if others or first in graph[first]:
            yield (first, *others)


def loop_through(graph: Graph, knot: tuple[str, ...], first: str) -> tuple[str, ...]:
    """A shortest loop that begins at this node of the knot."""
    inside = frozenset(knot)
    came_from: dict[str, str] = {}
    todo = deque([first])
    while first not in came_from:
        node = todo.popleft()
        for after in graph[node]:
            if after in inside and after not in came_from:
                came_from[after] = node
                todo.append(after)
    path = [came_from[first]]
    while path[-1] != first:
        path.append(came_from[path[-1]])
    return tuple(reversed(path))


def _components(graph: Graph) -> Iterator[frozenset[str]]:
    """Strongly connected components (Tarjan), with an explicit stack in place of recursion."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: dict[str, None] = {}
    for root in graph:
        work = [(root, iter(graph[root]))] if root not in number else []
        while work:
            node, rest = work[-1]
            if node not in number:
                number[node] = low[node] = len(number)
                open_[node] = None
            if after := next(rest, None):
                if after not in number:
                    work.append((after, iter(graph[after])))
                elif after in open_:
                    low[node] = min(low[node], number[after])
                continue
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[node])
            if low[node] == number[node]:
                yield _closed(open_, node)


def _closed(open_: dict[str, None], node: str) -> frozenset[str]:
    knot = set()
    while node not in knot:
        knot.add(open_.popitem()[0])
    return frozenset(knot)
