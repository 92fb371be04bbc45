"""Who is in a segment follows from what contacts are, at once where they change and soon where time does it."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from engine.segments import moves
from store.contacts import Contacts
from store.segments import Segments
from tests.make import a_document
from tests.workflows.flows import says
from tests.workflows.runtime import Runtime
from tests.workflows.test_listening import CIRCLE, logged, met
from workflows.segmenting import TREE, SegmentKeeper, SegmentSweeper
from workflows.telling import Teller

OF_AGE = {"left": "contact.fields.age", "op": "gte", "right": "18"}
SILENT = {"left": "contact.days_silent", "op": "gte", "right": "30"}
TOLD = "select kind, data ->> 'segment' as segment from workspace_events where kind like 'segment.%' order by id"
MEMBERS = "select id from contacts where segments @> array[:key]"


async def segment(runtime: Runtime, key: str, condition: dict[str, Any]) -> UUID:
    async with runtime.store.transaction(runtime.workspace) as session:
        moving = moves(TREE.validate_python(condition))
        return (await Segments(session).add(key, key, condition, moving=moving)).id


async def people(runtime: Runtime, count: int) -> None:
    """Contacts of all ages below a hundred."""
    await runtime.execute(
        "insert into contacts (fields) select jsonb_build_object('age', n % 100) from generate_series(1, :count) n",
        count=count,
    )


async def change(runtime: Runtime, contact: UUID, **fields: Any) -> None:
    async with runtime.store.transaction(runtime.workspace) as session:
        await Contacts(session).update(contact, fields=fields)


async def tell(runtime: Runtime) -> None:
    """Until there is nothing more to tell."""
    teller = Teller(runtime.store, runtime.conversations, (SegmentKeeper(),))
    while await teller.tell():
        pass


async def told(runtime: Runtime) -> list[tuple[str, str]]:
    return [(row.kind, row.segment) for row in await runtime.rows(TOLD)]


async def test_a_thousand_contacts(idle: Runtime) -> None:
    """All who fit enter it, each once; looking again changes nothing, and nobody looks again before it is time."""
    await people(idle, 1_000)
    await segment(idle, "of_age", OF_AGE)
    sweeper = SegmentSweeper(idle.store)
    assert await sweeper.sweep() == 820
    assert len(await idle.rows(MEMBERS, key="of_age")) == 820
    assert await told(idle) == [("segment.entered", "of_age")] * 820
    await idle.execute("update segments set swept_at = null")
    assert (await sweeper.sweep(), await sweeper.sweep(), len(await told(idle))) == (0, 0, 820)


async def test_two_workers_at_once(idle: Runtime) -> None:
    """Nobody enters twice."""
    await people(idle, 300)
    await segment(idle, "of_age", OF_AGE)
    found = await asyncio.gather(*(SegmentSweeper(idle.store).sweep() for _ in range(3)))
    assert (sum(found), len(await told(idle))) == (246, 246)


async def test_a_contact_who_changes(idle: Runtime) -> None:
    """Enters and leaves without anybody looking through all contacts; a new contact does, too."""
    await segment(idle, "of_age", OF_AGE)
    async with idle.store.transaction(idle.workspace) as session:
        ann = await Contacts(session).add("webchat", "ann", fields={"age": 17})
        await Contacts(session).add("webchat", "bea", fields={"age": 40})
    await tell(idle)
    assert len(await idle.rows(MEMBERS, key="of_age")) == 1
    for age in (18, 19, 3):
        await change(idle, ann.id, age=age)
        await tell(idle)
    entered, left = ("segment.entered", "of_age"), ("segment.left", "of_age")
    assert await told(idle) == [entered, entered, left]


async def test_time_passes(idle: Runtime) -> None:
    """Who has been silent for long enough enters without doing anything; who writes again leaves."""
    await segment(idle, "silent", SILENT)
    await met(idle)
    sweeper = SegmentSweeper(idle.store, timedelta(0))
    assert await sweeper.sweep() == 0
    await idle.execute("update messages set created_at = now() - interval '31 days'")
    assert await sweeper.sweep() == 1
    await idle.say("ann", "I am back", nudge=False)
    assert await sweeper.sweep() == 1
    assert [kind for kind, _ in await told(idle)] == ["segment.entered", "segment.left"]


async def test_another_condition(idle: Runtime) -> None:
    """All are looked through again, also when somebody was about to finish with the old one."""
    await people(idle, 100)
    id, sweeper = await segment(idle, "of_age", OF_AGE), SegmentSweeper(idle.store)
    async with idle.store.transaction(idle.workspace) as session:
        claimed = await Segments(session).claim(timedelta(0))
    async with idle.store.transaction(idle.workspace) as session:
        await Segments(session).redefine(id, {**OF_AGE, "right": "60"}, moving=False)
    async with idle.store.transaction(idle.workspace) as session:
        await Segments(session).swept(claimed)
    assert await sweeper.sweep() == 40


async def test_a_segment_that_is_removed(idle: Runtime) -> None:
    """Nobody is in it any more, and no flow hears that anybody left."""
    await people(idle, 100)
    id = await segment(idle, "of_age", OF_AGE)
    await segment(idle, "old", {**OF_AGE, "right": "60"})
    await SegmentSweeper(idle.store).sweep()
    async with idle.store.transaction(idle.workspace) as session:
        await Segments(session).remove(id)
    assert (len(await idle.rows(MEMBERS, key="of_age")), len(await idle.rows(MEMBERS, key="old"))) == (0, 40)
    assert {kind for kind, _ in await told(idle)} == {"segment.entered"}


async def test_a_flow_that_listens(runtime: Runtime) -> None:
    """From the change to the words that the contact reads, with the segment among what the flow knows of them."""
    text = "Welcome to {{ result.start.segment }}, {{ contact.segments | join: ' and ' }}"
    nodes = {"start": ("segment_changed", {"segments": ["of_age"]}), "said": says(text)}
    await runtime.publish(a_document(nodes, {"start.next": "said"}))
    await segment(runtime, "of_age", OF_AGE)
    await change(runtime, await met(runtime), age=18)
    await runtime.hears("ann", "Welcome to of_age, of_age")
    await logged(runtime, ("segment.entered", "started", True))


async def test_no_circle_by_way_of_a_segment(runtime: Runtime) -> None:
    """A flow that makes the contact leave its segment, and listens to that, does not start itself."""
    younger = ("set_contact_field", {"name": "age", "value": "{{ 25 | minus: contact.fields.age }}"})
    nodes = {"start": ("segment_changed", {"what": "either"}), "said": says("{{ contact.fields.age }}"), "set": younger}
    await runtime.publish(a_document(nodes, {"start.next": "said", "said.next": "set"}))
    await segment(runtime, "of_age", OF_AGE)
    await change(runtime, await met(runtime), age=18)
    await logged(runtime, ("segment.entered", "started", True), ("segment.left", CIRCLE, False))
    await runtime.hears("ann", "18")


async def test_a_sweep_that_takes_long(idle: Runtime) -> None:
    """Keeps its segments from page to page, and lets go of one that was redefined: that one is looked through anew."""
    kept, redefined = await segment(idle, "of_age", OF_AGE), await segment(idle, "silent", SILENT)
    every = timedelta(minutes=5)
    async with idle.store.transaction(idle.workspace) as session:
        claimed = await Segments(session).claim(every)
    async with idle.store.transaction(idle.workspace) as session:
        await Segments(session).redefine(redefined, OF_AGE, moving=False)
    async with idle.store.transaction(idle.workspace) as session:
        (held,) = await Segments(session).held(claimed)
        before = next(one.claimed_at for one in claimed if one.id == kept)
        assert held.id == kept
        assert before
        assert held.claimed_at
        assert before < held.claimed_at
    async with idle.store.transaction(idle.workspace) as session:
        await Segments(session).swept(claimed)
        assert {one.id: one.swept_at is None for one in await Segments(session).all()} == {kept: True, redefined: True}
        await Segments(session).swept([held])
        assert {one.id: one.swept_at is None for one in await Segments(session).all()} == {kept: False, redefined: True}
