"""Flows that start flows for contacts come to an end."""

from typing import Any
from uuid import UUID

from engine import Event, FlowSet, Limits, MessageReceived, Session, Started, StartFlow, Turn, advance
from tests.make import a_flow, a_world

CHANNEL = str(UUID(int=7))


def spawner() -> FlowSet:
    """Starts itself for somebody, whenever anything is said."""
    nodes: dict[str, tuple[str, dict[str, Any]]] = {
        "start": ("keyword", {"words": ["go"]}),
        "spawn": ("start_flow", {"flow": "spawner", "channel": CHANNEL, "address": "{{ input.text }}"}),
        "wait": ("wait_reply", {}),
    }
    edges = {"start.next": "spawn", "spawn.next": "wait", "wait.replied": "spawn"}
    return FlowSet.of(a_flow(nodes, edges, id="v1"))


def played(depth: int, *says: str) -> list[Turn]:
    world, session, turns = a_world(limits=Limits(starts_per_session=3)), Session(), []
    started = Started(flow="v1", node="start", message=MessageReceived(text="ann"), depth=depth)
    events: list[Event] = [started, *(MessageReceived(text=text) for text in says)]
    for event in events:
        turn = advance(spawner(), session, event, world)
        session = Session.model_validate_json(turn.session.model_dump_json())
        turns.append(turn)
    return turns


def test_a_run_starts_only_so_many() -> None:
    """Counted over its turns, and stored with it; what is too many is a problem, and the flow goes on."""
    turns = played(0, "bo", "cy", "dee")
    assert [effect.address for turn in turns for effect in turn.effects if isinstance(effect, StartFlow)] == [
        "ann",
        "bo",
        "cy",
    ]
    assert [problem.code for problem in turns[-1].problems] == ["too_many_starts"]
    assert turns[-1].session.waiting is not None


def test_a_row_of_starts_ends() -> None:
    """Each start is one deeper than the run that it comes from; the deepest starts nothing."""
    assert [effect.depth for turn in played(3, "bo") for effect in turn.effects if isinstance(effect, StartFlow)] == [
        4,
        4,
    ]
    (turn,) = played(Limits().starts_in_a_row)
    assert (turn.effects, [problem.code for problem in turn.problems]) == ((), ["starts_in_a_row"])
