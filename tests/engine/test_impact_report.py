"""What an impact report tells of many conversations."""

from collections.abc import Sequence
from uuid import UUID

from engine import (
    FlowSet,
)
from engine.impact import Divergence, replay, report
from tests.engine.replaying import CONVERSATIONS, flow, recording


def test_report() -> None:
    """How many stay the same, at which nodes the others part ways, and which nodes nobody has come through."""
    flows, candidate = (
        FlowSet.of(flow()),
        flow({"gone": {"text": "Done."}, "lost": ("send_message", {"text": "Sorry"})}),
    )
    names = ("yes", "no", "yes", "late")
    some = [recording(flows, CONVERSATIONS[name], number) for number, name in enumerate(names)]
    all = [*(replay(one, flows, FlowSet.of(candidate)) for one in some), replay(some[0], FlowSet({}, {}), flows)]
    found = report(all, candidate)
    assert (found.sessions, found.same, len(found.unlike)) == (5, 2, 1)
    (node,) = found.nodes
    assert (node.node, node.what, node.count, node.example) == ("gone", "message", 2, UUID(int=0))
    assert [session.int for session, _ in found.divergences] == [0, 2]
    assert all_of(found.divergences) == {"gone"}
    assert found.untouched == ("lost",)


def test_the_node_that_matters_most_comes_first() -> None:
    """Nodes are told by how many sessions part ways at them, whichever of them came first."""
    flows, candidate = FlowSet.of(flow()), flow({"end": {"result": "other"}, "gone": {"text": "Done."}})
    some = [recording(flows, CONVERSATIONS[name], at) for at, name in enumerate(("no", "yes", "yes"))]
    found = report([replay(one, flows, FlowSet.of(candidate)) for one in some], candidate)
    assert [(node.node, node.count) for node in found.nodes] == [("gone", 2), ("end", 1)]


def all_of(divergences: Sequence[tuple[UUID, Divergence]]) -> set[str]:
    return {one.node for _, one in divergences}
