"""What a moved session keeps under the names of nodes: how far its loops have come, its results, what went wrong."""

from dataclasses import replace
from typing import Any

import pytest

from engine import CompiledFlow, FlowSet, Session, advance
from engine.moving import MovePlan, Stays, moved
from tests.engine.test_moving import OLD, Nodes, after, old, target, waiting
from tests.make import a_flow, a_world, says


def looping(loop: str, id: str, **edges: str) -> CompiledFlow:
    """Ask for each of three things, and then once more. ``edges`` lead on from there."""
    nodes: Nodes = {
        "start": OLD["start"],
        loop: ("loop", {"items": "{{ 'a,b,c' | split: ',' }}", "save_as": "item"}),
        "ask": ("ask_text", {"question": "{{ vars.item }}?"}),
        "last": ("ask_text", {"question": "last?"}),
    }
    edges |= {"start.next": loop, f"{loop}.each": "ask", "ask.answered": loop, f"{loop}.done": "last"}
    return a_flow(nodes, edges, id=id)


def having(session: Session, **over: Any) -> Session:
    """The session, whose frame has these otherwise."""
    (frame,) = session.frames
    return session.model_copy(update={"frames": (frame.model_copy(update=over),)})


def test_a_loop_goes_on_where_it_is() -> None:
    """Who is inside a loop stays while nobody says what it is called now; who has left it moves."""
    flow, there = looping("loop", "v1"), looping("each", "v2")
    inside = waiting(flow, says("x"))
    with pytest.raises(Stays, match="it is inside 'loop', which the new version does not have") as stays:
        after(inside, there, {}, flow)
    assert (stays.value.why, stays.value.node) == ("no_node", "ask")
    turn = advance(FlowSet.of(there), after(inside, there, {"loop": "each"}, flow), says("x"), a_world())
    assert [effect.text for effect in turn.effects if effect.type == "send_message"] == ["c?"]
    behind = after(waiting(flow, says("x"), says("x"), says("x")), there, {}, flow)
    assert [frame.node for frame in behind.frames] == ["last"]


def test_what_is_through_keeps_nobody() -> None:
    """Though the way leads there once more: a loop begins anew then, and a question asks again."""
    flow, there = looping("loop", "v1", **{"last.answered": "loop"}), looping("each", "v2")
    session = waiting(flow, says("x"), says("x"), says("x"))
    assert session.frames[0].results.keys() >= {"loop", "ask"}
    assert [frame.node for frame in after(session, there, {"ask": "gone"}, flow).frames] == ["last"]


LOOP: Nodes = {"loop": ("loop", {"items": "{{ 'a,b,c' | split: ',' }}", "save_as": "item"})}


@pytest.mark.parametrize("place", ["loop", "last"])
def test_a_loop_goes_on_at_a_node_of_its_type(place: str) -> None:
    """Another node of that id, or one that somebody names in its place, would leave out the items that are still to come."""
    there = a_flow({"start": OLD["start"], "ask": OLD["ask"], place: OLD["bye"]}, {"ask.answered": place}, id="v2")
    with pytest.raises(Stays, match=r"it is inside 'loop' of type loop; '.*' is of type send_message") as stays:
        after(waiting(looping("loop", "v1")), there, {"loop": place}, looping("loop", "v1"))
    assert (stays.value.why, stays.value.node) == ("other_kind", "ask")


def test_a_loop_may_be_led_back_to_by_a_jump() -> None:
    """Who is inside of such a loop stays as well where it is gone."""
    nodes: Nodes = {"start": OLD["start"], **LOOP, "ask": OLD["ask"], "back": ("jump", {"node": "loop"})}
    flow = a_flow(nodes, {"start.next": "loop", "loop.each": "ask", "ask.answered": "back"}, id="v1")
    with pytest.raises(Stays, match="it is inside 'loop', which the new version does not have"):
        after(waiting(flow), target(), {}, flow)


class Asked(dict[str, frozenset[str]]):
    """Counts how often somebody asks what is next."""

    times = 0

    def get(self, *args: Any) -> Any:
        self.times += 1
        return super().get(*args)


def test_the_way_ahead_is_looked_for_once() -> None:
    """A thousand who stand at one node of a long flow cost what one of them does."""
    flow = looping("loop", "v1")
    session, targets = waiting(flow), Asked(flow.targets)
    plan = MovePlan(looping("loop", "v2"), {"v1": replace(flow, targets=targets)}, {})
    for _ in range(1_000):
        moved(session, plan)
    assert targets.times <= len(flow.nodes)


@pytest.mark.parametrize("stored", [("a", "b", "c"), ("c", "b", "a")])
def test_of_two_results_under_one_name_one_is_kept(stored: tuple[str, ...]) -> None:
    """That which had the name before, else the one of the last name; in whatever order they were stored."""
    flow = old()
    session = having(waiting(flow), results={id: id for id in stored})
    for nodes, kept in (({"a": "b"}, {"b": "b", "c": "c"}), ({"a": "d", "b": "d"}, {"d": "b", "c": "c"})):
        assert after(session, target(), nodes, flow).frames[0].results == kept


def test_a_loop_that_goes_on_keeps_its_place_where_another_had_the_name() -> None:
    """The other one is through, and its result must not make this one begin again."""
    flow = looping("loop", "v1")
    session = waiting(flow, says("x"))
    through = {"each": {"index": 0, "count": 3}}
    session = having(session, results={**session.frames[0].results, **through})
    there = after(session, looping("each", "v2"), {"loop": "each"}, flow)
    assert there.frames[0].results["each"] == {"index": 2, "count": 3}


def test_what_went_wrong_is_told_of_the_node_that_is_there() -> None:
    """``error.node`` is called as in the new version."""
    flow, error = old(), {"code": "call_failed", "message": "no answer", "node": "bye"}
    there = after(having(waiting(flow), error=error), target(), {"bye": "late"}, flow)
    assert there.frames[0].error == {**error, "node": "late"}
