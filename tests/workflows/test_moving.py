"""Running conversations moved to another version: on the real run time, while people go on writing."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest

from store.errors import Conflict, NotFound
from store.moves import Moves, Tally
from tests.make import a_document
from tests.workflows.flows import TEXT, asks, broken, keyword, says
from tests.workflows.runtime import Runtime
from tests.workflows.test_blocked import unblock
from workflows.flow_cache import FlowCache
from workflows.moving import Moving

PEOPLE = [f"p{number}" for number in range(50)]
FIRST, SECOND = PEOPLE[:25], PEOPLE[25:]  # who waits at the first question, and who at the second


def old() -> dict[str, Any]:
    nodes = {"start": keyword("go"), "one": asks("One?"), "two": asks("Two?"), "end": says("old {{ vars.text }}")}
    return a_document(nodes, {"start.next": "one", "one.answered": "two", "two.answered": "end"}, **TEXT)


def new(**over: Any) -> dict[str, Any]:
    """The second question is gone, and the first has another id."""
    nodes = {"start": keyword("go"), "uno": asks("Uno?"), "end": says("new {{ vars.text }}"), **over}
    return a_document(nodes, {"start.next": "uno", "uno.answered": "end"}, **TEXT)


def moving(runtime: Runtime) -> Moving:
    return Moving(runtime.store, FlowCache(runtime.node_types, 8), runtime.workspace)


async def flow_of(runtime: Runtime) -> UUID:
    found: UUID = (await runtime.rows("select id from flows"))[0].id
    return found


async def moved(runtime: Runtime, target: UUID, nodes: Mapping[str, str], limit: int = 100) -> UUID:
    """The move, with all of its batches done."""
    mover = moving(runtime)
    async with runtime.store.transaction(runtime.workspace) as session:
        move = await Moves(session).add(await flow_of(runtime), target, nodes)
    while (move := await mover.batch(move.id, limit)).status == "open":
        pass
    return move.id


async def outcomes(runtime: Runtime, move: UUID) -> dict[tuple[str, str], int]:
    async with runtime.store.transaction(runtime.workspace) as session:
        found: tuple[Tally, ...] = await Moves(session).tallies(move)
    return {(one.outcome, one.node): one.count for one in found}


async def all_wait(runtime: Runtime) -> None:
    await runtime.publish(old())
    await asyncio.gather(*(runtime.say(name, "go") for name in PEOPLE))
    await asyncio.gather(*(runtime.stands(name, "one") for name in PEOPLE))
    await asyncio.gather(*(runtime.say(name, "x") for name in SECOND))
    await asyncio.gather(*(runtime.stands(name, "two") for name in SECOND))


async def test_half_of_fifty_move(runtime: Runtime) -> None:
    """A forecast moves nobody; then those whose node has a place move, in batches, and answer the new way; the others stay
    where they are, on the version that they know."""
    await all_wait(runtime)
    target = await runtime.publish(new())
    forecast = await moving(runtime).forecast(await flow_of(runtime), target, {"one": "uno"})
    told = {(note.outcome, note.node, note.why): count for note, count in forecast.notes.items()}
    assert told == {("moved", "one", None): 25, ("stays", "two", "no_node"): 25}
    assert await runtime.rows("select id from sessions where version_id = :target", target=target) == []
    move = await moved(runtime, target, {"one": "uno"}, limit=7)
    assert await outcomes(runtime, move) == {("moved", "one"): 25, ("stays", "two"): 25}
    await asyncio.gather(*(runtime.say(name, name) for name in PEOPLE))
    await asyncio.gather(*(runtime.hears(name, "One?", f"new {name}") for name in FIRST))
    await asyncio.gather(*(runtime.hears(name, "One?", "Two?", f"old {name}") for name in SECOND))


async def test_a_reply_in_the_same_moment_is_lost_by_nobody(runtime: Runtime) -> None:
    """Everybody answers while the move is under way: each answer is taken once, by the old version or by the new."""
    await runtime.publish(old())
    await asyncio.gather(*(runtime.say(name, "go") for name in FIRST))
    await asyncio.gather(*(runtime.stands(name, "one") for name in FIRST))
    target = await runtime.publish(new())
    id, _ = await asyncio.gather(
        moved(runtime, target, {"one": "uno"}, limit=3), asyncio.gather(*(runtime.say(name, name) for name in FIRST))
    )
    handled = "select id from events where handled_at is null"
    await runtime.until(lambda: runtime.rows(handled), lambda rows: not rows)
    for name in FIRST:
        session = await runtime.session(name)
        went = "new" if session.version_id == target else "old"
        await runtime.hears(name, "One?", f"new {name}" if went == "new" else "Two?")
        assert session.status == ("completed" if went == "new" else "active")
    assert sum((await outcomes(runtime, id)).values()) <= len(FIRST)


async def test_undone_while_it_has_not_gone_on(runtime: Runtime) -> None:
    """Who has not answered yet is put back and goes the old way; who has answered stays where the answer led."""
    await runtime.publish(old())
    for name in ("ann", "bo"):
        await runtime.say(name, "go")
        await runtime.stands(name, "one")
    target = await runtime.publish(new(more=asks("More?")))
    move = await moved(runtime, target, {"one": "uno"})
    await runtime.say("bo", "hi")
    await runtime.hears("bo", "One?", "new hi")
    await moving(runtime).undo(move, 10)
    assert await outcomes(runtime, move) == {("undone", "one"): 1, ("went_on", "one"): 1}
    await runtime.say("ann", "hi")
    await runtime.hears("ann", "One?", "Two?")
    with pytest.raises(Conflict, match="undone"):
        await moving(runtime).batch(move, 10)


async def test_a_deadline_moves_along(runtime: Runtime) -> None:
    """The wait ends when it would have ended, by the arm of the new version."""
    before = {"start": keyword("go"), "ask": asks("Well?", timeout="PT3S"), "late": says("old late")}
    edges = {"start.next": "ask", "ask.timeout": "late"}
    await runtime.publish(a_document(before, edges, **TEXT))
    await runtime.say("ann", "go")
    await runtime.stands("ann", "ask")
    deadline = (await runtime.session("ann")).deadline
    after = {**before, "ask": asks("Well?", timeout="PT1H"), "late": says("new late")}
    await moved(runtime, await runtime.publish(a_document(after, edges, **TEXT)), {})
    assert (await runtime.session("ann")).deadline == deadline
    await runtime.hears("ann", "Well?", "new late")


async def test_a_blocked_session_moves_to_a_version_that_works(idle: Runtime) -> None:
    """What an author can mend is mended by moving: the reply that could not be taken is taken by the new version."""
    await idle.publish(old())
    async with idle.working(node_types=idle.with_types(ask_text={"resume": broken})):
        await idle.say("ann", "go")
        await idle.stands("ann", "one")
        await idle.say("ann", "hi")
        await idle.is_("ann", "blocked")
    move = await moved(idle, await idle.publish(new()), {"one": "uno"})
    assert await outcomes(idle, move) == {("moved", "one"): 1}
    async with idle.working():
        await unblock(idle, "ann")
        await idle.hears("ann", "One?", "new hi")


async def test_who_stays_is_looked_at_again(runtime: Runtime) -> None:
    """A move that is done can be run again: it takes those who meanwhile stand where there is a place for them. An erased
    conversation is no obstacle, and a second move does not let the first one be undone."""
    await runtime.publish(old())
    for name in ("ann", "bo"):
        await runtime.say(name, "go")
        await runtime.stands(name, "one")
    first = await runtime.publish(new())
    move = await moved(runtime, first, {})
    assert await outcomes(runtime, move) == {("stays", "one"): 2}
    middle = await moved(runtime, first, {"one": "uno"})
    assert (await moving(runtime).batch(move, 10)).status == "done"
    second = await runtime.publish(new())
    again = await moved(runtime, second, {})
    await runtime.execute("delete from conversations where address = 'bo'")
    assert await outcomes(runtime, again) == {("moved", "uno"): 1}
    await moving(runtime).undo(middle, 10)
    assert await outcomes(runtime, middle) == {("moved", "one"): 1}
    assert (await runtime.session("ann")).version_id == second


async def test_a_plan_that_cannot_be(runtime: Runtime) -> None:
    """A version of another flow, or a node that the version does not have, is refused before anybody is moved."""
    await runtime.publish(old())
    other = await runtime.publish(new(), "other")
    flow = (await runtime.rows("select id from flows where key = 'flow'"))[0].id
    with pytest.raises(NotFound):
        await moving(runtime).check(flow, other, {})
    target = await runtime.publish(new())
    with pytest.raises(Conflict, match="nowhere"):
        await moving(runtime).forecast(flow, target, {"one": "nowhere"})
