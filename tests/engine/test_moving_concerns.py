"""Which sessions a move looks at, which stay as they are run in a version that is named, and slips in what is mapped."""

import pytest

from engine import FlowSet, Session, Started, advance
from engine.moving import MovePlan, Stays, misnamed, moved, pins
from tests.engine.test_moving import old, target, waiting
from tests.engine.test_pins import pinning
from tests.make import a_flow, a_world, says


@pytest.mark.parametrize(
    ("session", "source", "looks"),
    [
        (waiting(old()), "v1", True),
        (waiting(old()), "v0", False),
        (waiting(old(), says("Ann")), "v1", False),
        (Session(), "v1", False),
    ],
    ids=["inside the version", "inside another one", "it has ended", "it has not begun"],
)
def test_a_move_concerns_who_is_inside(session: Session, source: str, looks: bool) -> None:
    """Of one of the versions that it moves from; who has left it is not told of."""
    assert MovePlan(target(), {source: None}, {}).concerns(session) is looks


@pytest.mark.parametrize(
    ("version", "key", "to", "places"),
    [
        (1, "greet", 2, [("outer", "run")]),
        (2, "greet", 2, []),
        (None, "greet", 2, []),
        (1, "other", 2, []),
        (2, "other", 2, []),
    ],
    ids=["an older version", "the target", "what is published", "another flow", "another flow's same number"],
)
def test_which_places_name_another_version(
    version: int | None, key: str, to: int, places: list[tuple[str, str]]
) -> None:
    """Only whoever was sent in from there may not move: what is published, and the target itself, may be what they run in."""
    assert list(pins(a_flow(pinning(version), {"start.next": "run"}, id="outer"), key, to)) == places


@pytest.mark.parametrize(
    ("pinned", "stays"), [((), False), ((("outer", "run"),), True), ((("outer", "else"), ("v2", "run")), False)]
)
def test_whoever_runs_in_a_named_version_stays(pinned: tuple[tuple[str, str], ...], stays: bool) -> None:
    """With the node that names it; any other place keeps nobody from moving."""
    flow, outer = old(), a_flow(pinning(1), {"start.next": "run"}, id="outer")
    flows = FlowSet({"outer": outer, "v1": flow}, {"greet": "v1"}, pins={("greet", 1): "v1"})
    session = advance(flows, Session(), Started(flow="outer", node="start"), a_world()).session
    plan = MovePlan(target(), {"v1": flow}, {}, pinned)
    if not stays:
        assert [frame.flow for frame in moved(session, plan)] == ["outer", "v2"]
        return
    with pytest.raises(Stays, match="run by 'run' in a version that is named there") as why:
        moved(session, plan)
    assert (why.value.why, why.value.node) == ("pinned", "ask")


@pytest.mark.parametrize(
    ("nodes", "told"),
    [
        ({"ask": "same"}, []),
        ({"aks": "same"}, [("nodes.aks", "no version of the flow has a node 'aks'")]),
        ({"ask": "smae"}, [("nodes.ask", "the version has no node 'smae'")]),
    ],
)
def test_slips_in_what_is_mapped(nodes: dict[str, str], told: list[tuple[str, str]]) -> None:
    """Where nobody ever stood, and where nobody can be put."""
    assert [(one.path, one.message) for one in misnamed(nodes, {"start", "ask", "bye"}, target())] == told
