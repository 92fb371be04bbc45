"""A move that is run again, continued after another one, or undone while it runs: nobody is pulled back and forth."""

import asyncio
from uuid import UUID

import pytest

from store.moves import Move, Moves
from tests.workflows.flows import asks
from tests.workflows.runtime import Runtime
from tests.workflows.test_moving import flow_of, moved, moving, new, old, outcomes


async def prepared(runtime: Runtime, target: UUID, nodes: dict[str, str]) -> Move:
    async with runtime.store.transaction(runtime.workspace) as session:
        return await Moves(session).add(await flow_of(runtime), target, nodes)


async def wait(runtime: Runtime, *names: str, node: str = "one") -> None:
    for name in names:
        await runtime.say(name, "go")
        await runtime.stands(name, node)


async def version(runtime: Runtime, name: str) -> UUID:
    found: UUID = (await runtime.session(name)).version_id
    return found


async def test_who_came_later_is_no_matter_of_a_move(runtime: Runtime) -> None:
    """Neither who began on a version that is newer than the move, nor who began on an older one after it was prepared."""
    before = await runtime.publish(old())
    await wait(runtime, "ann")
    target = await runtime.publish(new())
    move = await prepared(runtime, before, {})
    await wait(runtime, "bo", node="uno")
    newest = await runtime.publish(old())
    await wait(runtime, "cid")
    for _ in range(2):
        assert (await moving(runtime).batch(move.id, 10)).status == "done"
    assert [await version(runtime, name) for name in ("ann", "bo", "cid")] == [before, target, newest]
    assert await outcomes(runtime, move.id) == {}


async def test_running_a_move_again_forgets_nobody(runtime: Runtime) -> None:
    """Whom it has moved, and whom a later move has moved since, it leaves where they are; and each move can be undone."""
    before = await runtime.publish(old())
    await wait(runtime, "ann", "bo")
    await runtime.say("bo", "x")
    await runtime.stands("bo", "two")
    first = await prepared(runtime, middle := await runtime.publish(new()), {"one": "uno"})
    await moving(runtime).batch(first.id, 10)
    second = await moved(runtime, await runtime.publish(old()), {"uno": "one"})
    told = {("moved", "one"): 1, ("stays", "two"): 1}
    for _ in range(2):
        await moving(runtime).batch(first.id, 10)
        assert await outcomes(runtime, first.id) == told
    await moving(runtime).undo(second, 10)
    assert await version(runtime, "ann") == middle
    await moving(runtime).undo(first.id, 10)
    assert (await version(runtime, "ann"), (await runtime.session("ann")).node) == (before, "one")


async def test_an_older_move_takes_nobody_from_a_later_one(runtime: Runtime) -> None:
    """Also if the later one leads to a version that the older one would move people from."""
    before = await runtime.publish(old())
    await wait(runtime, "ann")
    target = await runtime.publish(new())
    older, later = [await prepared(runtime, to, nodes) for to, nodes in ((before, {}), (target, {"one": "uno"}))]
    for move in (later, older):
        await moving(runtime).batch(move.id, 10)
    assert await version(runtime, "ann") == target
    assert await outcomes(runtime, older.id) == {}


async def test_later_is_what_was_prepared_later(runtime: Runtime) -> None:
    """Whichever of two moves ran first, and even if the clock was set back between them: the later one is undone first."""
    before = await runtime.publish(old())
    await wait(runtime, "ann")
    first = await prepared(runtime, middle := await runtime.publish(new()), {"one": "uno"})
    second = await prepared(runtime, before, {"uno": "one"})
    for move in (second, first, second):
        await moving(runtime).batch(move.id, 10)
    assert (await outcomes(runtime, second.id), await version(runtime, "ann")) == ({("moved", "uno"): 1}, before)
    third = await prepared(runtime, middle, {"one": "uno"})
    await moving(runtime).batch(third.id, 10)
    await runtime.execute(
        "update moved_sessions set noted_at = noted_at - interval '1 hour' where move_id <> :first", first=first.id
    )
    await moving(runtime).undo(first.id, 10)
    assert (await outcomes(runtime, first.id), await version(runtime, "ann")) == ({("moved", "one"): 1}, middle)


async def test_undone_in_the_wrong_order(runtime: Runtime) -> None:
    """Whom a later move holds is named with it, in no one's way, and put back once that move is undone; who has answered by
    then is not."""
    before = await runtime.publish(old())
    await wait(runtime, "ann", "bo", "cid")
    first = await moved(runtime, await runtime.publish(new()), {"one": "uno"})
    await wait(runtime, "dan", node="uno")
    second = await moved(runtime, await runtime.publish(new(more=asks("More?"))), {})
    for _ in range(3):
        await moving(runtime).undo(first, 2)
    async with runtime.store.transaction(runtime.workspace) as session:
        (held,) = await Moves(session).tallies(first)
    assert (held.outcome, held.count) == ("moved", 3)
    assert held.detail == f"the later move {second} has moved it again: undo that one first"
    await moving(runtime).undo(second, 10)
    await runtime.say("bo", "hi")
    await runtime.hears("bo", "One?", "new hi")
    for _ in range(2):
        await moving(runtime).undo(first, 2)
    async with runtime.store.transaction(runtime.workspace) as session:
        tallies = {(one.outcome, one.detail): one.count for one in await Moves(session).tallies(first)}
    assert tallies == {("undone", None): 2, ("went_on", None): 1}
    assert {await version(runtime, name) for name in ("ann", "cid")} == {before}


async def test_three_undone_in_the_wrong_order(runtime: Runtime) -> None:
    """Each names the next, until that one is undone: that a later one is puts nobody back who stands in between."""
    await runtime.publish(old())
    await wait(runtime, "ann")
    first = await moved(runtime, await runtime.publish(new()), {"one": "uno"})
    second, third = [
        await moved(runtime, await runtime.publish(new(more=asks(more))), {}) for more in ("More?", "Still more?")
    ]
    for move in (first, second, third):
        await moving(runtime).undo(move, 10)
    async with runtime.store.transaction(runtime.workspace) as session:
        details = [one.detail for move in (first, second) for one in await Moves(session).tallies(move)]
    assert details == [f"the later move {second} has moved it again: undo that one first", None]


@pytest.mark.parametrize("pause", [0, 0.02, 0.05, 0.1])
async def test_undoing_stops_what_runs(runtime: Runtime, pause: float) -> None:
    """A batch that is under way ends, whoever it has moved is put back, and the move stays undone."""
    names = [f"p{number}" for number in range(25)]
    before = await runtime.publish(old())
    await asyncio.gather(*(runtime.say(name, "go") for name in names))
    await asyncio.gather(*(runtime.stands(name, "one") for name in names))
    move = await prepared(runtime, await runtime.publish(new()), {"one": "uno"})
    batch = asyncio.create_task(moving(runtime).batch(move.id, 200))
    await asyncio.sleep(pause)
    assert (await moving(runtime).undo(move.id, 200)).status == "undone"
    await asyncio.gather(batch, return_exceptions=True)
    async with runtime.store.transaction(runtime.workspace) as session:
        assert (await Moves(session).get(move.id)).status == "undone"
    assert {await version(runtime, name) for name in names} == {before}
    assert {outcome for outcome, _ in await outcomes(runtime, move.id)} <= {"undone"}
