"""Several moves of one conversation: the flow that runs another one, that other one, and the same flow again."""

from typing import Any
from uuid import UUID

import pytest

from store.moves import Moves, RunMove
from tests.make import a_document
from tests.workflows.flows import TEXT, asks, keyword, says
from tests.workflows.runtime import Runtime
from tests.workflows.test_moving import moving, outcomes


def outer(node: str, **pin: int) -> dict[str, Any]:
    nodes = {"start": keyword("go"), node: ("run_flow", {"flow": "inner", **pin}), "end": says(f"by {node}")}
    return a_document(nodes, {"start.next": node, f"{node}.completed": "end"})


def inner(node: str) -> dict[str, Any]:
    nodes = {"begin": ("api_start", {}), node: asks("Well?"), "said": says(f"at {node}")}
    return a_document(nodes, {"begin.next": node, f"{node}.answered": "said"}, **TEXT)


async def moved(runtime: Runtime, key: str, target: UUID, nodes: dict[str, str]) -> UUID:
    (flow,) = await runtime.rows("select id from flows where key = :key", key=key)
    async with runtime.store.transaction(runtime.workspace) as session:
        move = await Moves(session).add(flow.id, target, nodes)
    assert (await moving(runtime).batch(move.id, 10)).status == "done"
    return move.id


async def moves_of(runtime: Runtime, address: str) -> tuple[RunMove, ...]:
    found = await runtime.session(address)
    async with runtime.store.transaction(runtime.workspace) as session:
        return await Moves(session).of_run(found.id)


async def waits(runtime: Runtime) -> tuple[UUID, UUID]:
    """Ann waits in the inner flow, which the outer one runs: their versions."""
    within = await runtime.publish(inner("asks"), "inner")
    around = await runtime.publish(outer("run"), "outer")
    await runtime.say("ann", "go")
    await runtime.stands("ann", "asks")
    return around, within


@pytest.mark.parametrize(
    ("undone", "heard"),
    [
        ((), ("at asks2", "by run2")),
        (("outer",), ("at asks2", "by run")),
        (("inner",), ("at asks", "by run2")),
        (("outer", "inner"), ("at asks", "by run")),
        (("inner", "outer"), ("at asks", "by run")),
    ],
)
async def test_undoing_a_move_leaves_what_another_one_did(
    runtime: Runtime, undone: tuple[str, ...], heard: tuple[str, ...]
) -> None:
    """Only the flow that the move was of is put back, in whatever order; the run's version is that of the outer flow."""
    around, _ = await waits(runtime)
    later = await runtime.publish(outer("run2"), "outer")
    done = {"outer": await moved(runtime, "outer", later, {"run": "run2"})}
    done["inner"] = await moved(runtime, "inner", await runtime.publish(inner("asks2"), "inner"), {"asks": "asks2"})
    for key in undone:
        await moving(runtime).undo(done[key], 10)
    for key, node in (("outer", "run"), ("inner", "asks")):
        assert await outcomes(runtime, done[key]) == {("undone" if key in undone else "moved", node): 1}
    assert (await runtime.session("ann")).version_id == (around if "outer" in undone else later)
    await runtime.say("ann", "hi")
    await runtime.hears("ann", "Well?", *heard)


async def test_a_move_within_tells_the_version_that_was_left(runtime: Runtime) -> None:
    """That of the flow that was moved, not that of the flow around it; also after the move was undone."""
    _, within = await waits(runtime)
    target = await runtime.publish(inner("asks2"), "inner")
    move = await moved(runtime, "inner", target, {"asks": "asks2"})
    told = {"from_version": within, "from_node": "asks", "to_version": target, "to_node": "asks2"}
    for _ in range(2):
        (found,) = await moves_of(runtime, "ann")
        assert found.model_dump(include=set(told)) == told
        await moving(runtime).undo(move, 10)


async def test_a_later_move_of_the_same_flow_is_undone_first(runtime: Runtime) -> None:
    """A move back and forth stands where the first one has put her: that alone does not let the first one be undone."""
    _, within = await waits(runtime)
    target = await runtime.publish(inner("asks2"), "inner")
    first = await moved(runtime, "inner", target, {"asks": "asks2"})
    back = await moved(runtime, "inner", within, {"asks2": "asks"})
    again = await moved(runtime, "inner", target, {"asks": "asks2"})
    await moving(runtime).undo(again, 10)
    await moving(runtime).undo(back, 10)
    third = await moved(runtime, "inner", within, {"asks2": "asks"})
    fourth = await moved(runtime, "inner", target, {"asks": "asks2"})
    await moving(runtime).undo(first, 10)
    assert await outcomes(runtime, first) == {("moved", "asks"): 1}
    await moving(runtime).undo(fourth, 10)
    await moving(runtime).undo(third, 10)
    assert (await outcomes(runtime, fourth), await outcomes(runtime, third)) == (
        {("undone", "asks"): 1},
        {("undone", "asks2"): 1},
    )
    assert (await runtime.session("ann")).node == "asks2"


async def test_a_version_that_is_named_is_run_whatever_is_moved(runtime: Runtime) -> None:
    """Whoever runs a version by its number keeps it; where the flow around names the new one, or none, it moves."""
    await runtime.publish(inner("asks"), "inner")
    await runtime.publish(outer("run", version=1), "outer")
    await runtime.say("ann", "go")
    await runtime.stands("ann", "asks")
    target = await runtime.publish(inner("asks2"), "inner")
    kept = await moved(runtime, "inner", target, {"asks": "asks2"})
    assert await outcomes(runtime, kept) == {("stays", "asks"): 1}
    await moved(runtime, "outer", await runtime.publish(outer("run", version=2), "outer"), {})
    assert (await moving(runtime).batch(kept, 10)).status == "done"
    assert await outcomes(runtime, kept) == {("moved", "asks"): 1}
    await runtime.say("ann", "hi")
    await runtime.hears("ann", "Well?", "at asks2", "by run")
