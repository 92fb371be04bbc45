"""What replays come to: how many sessions stay the same, and at which nodes the others part ways."""

from collections.abc import Sequence
from uuid import UUID

from engine.compiled import CompiledFlow
from engine.impact.recording import Divergence, Replayed, What
from engine.model import Value


class AtNode(Value):
    """How many sessions part ways here, in this way; ``example`` is one of them."""

    node: str
    what: What
    count: int
    example: UUID


class Report(Value):
    """``untouched`` are the nodes of the candidate that no session has come through: nothing is known of them."""

    sessions: int
    same: int
    nodes: tuple[AtNode, ...]
    divergences: tuple[tuple[UUID, Divergence], ...]
    unlike: tuple[tuple[UUID, str], ...]
    untouched: tuple[str, ...]


def report(replayed: Sequence[Replayed], candidate: CompiledFlow) -> Report:
    unlike = tuple((one.session, one.unlike) for one in replayed if one.unlike is not None)
    found = tuple((one.session, one.divergence) for one in replayed if one.divergence is not None)
    visited = frozenset[str]().union(*(one.visited for one in replayed))
    return Report(
        sessions=len(replayed),
        same=len(replayed) - len(unlike) - len(found),
        nodes=_grouped(found),
        divergences=found,
        unlike=unlike,
        untouched=tuple(node for node in candidate.nodes if node not in visited),
    )


def _grouped(found: Sequence[tuple[UUID, Divergence]]) -> tuple[AtNode, ...]:
    groups: dict[tuple[str, What], list[UUID]] = {}
    for session, one in found:
        groups.setdefault((one.node, one.what), []).append(session)
    nodes = (AtNode(node=node, what=what, count=len(ids), example=ids[0]) for (node, what), ids in groups.items())
    return tuple(sorted(nodes, key=lambda one: -one.count))
