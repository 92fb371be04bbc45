"""A thousand people wait when a flow is published anew: nobody is lost, and each can be told about."""

import asyncio

from sqlalchemy import text

from tests.workflows.runtime import Runtime
from tests.workflows.test_moving import FIRST, PEOPLE, SECOND, all_wait, flow_of, moved, moving, new, outcomes

EACH = 19  # copies of each of the fifty who wait
MADE = """
    create temporary table made as
    select s.id session, s.contact_id contact, s.conversation_id conversation, copy,
        uuidv7() new_session, uuidv7() new_contact, uuidv7() new_conversation
    from sessions s, generate_series(1, :each) copy
"""
COPIES = {
    "contacts": "row.id = made.contact | 'id', made.new_contact",
    "addresses": "row.contact_id = made.contact"
    " | 'id', uuidv7(), 'contact_id', made.new_contact, 'address', row.address || '-' || copy",
    "conversations": "row.id = made.conversation | 'id', made.new_conversation, 'contact_id', made.new_contact,"
    " 'session_id', made.new_session, 'address', row.address || '-' || copy",
    "sessions": "row.id = made.session"
    " | 'id', made.new_session, 'contact_id', made.new_contact, 'conversation_id', made.new_conversation",
}


async def become_a_thousand(runtime: Runtime) -> None:
    """As if so many more had come the same way; that alone would take longer than all that this file is about."""
    async with runtime.store.transaction(runtime.workspace) as session:
        await session.execute(text(MADE), {"each": EACH})
        for table, copied in COPIES.items():
            where, _, values = copied.partition(" | ")
            row = f"jsonb_populate_record(row, jsonb_build_object({values}))"
            await session.execute(text(f"insert into {table} select ({row}).* from {table} row join made on {where}"))


async def test_a_thousand_wait_while_a_flow_is_published(runtime: Runtime) -> None:
    """Who answers before the move finishes on the old version; the move takes those whose node has a place, and lists the
    rest by node; everybody who is asked goes on where they stand."""
    await all_wait(runtime)
    await become_a_thousand(runtime)
    target = await runtime.publish(new())
    early = ["p0-1", "p1-2", "p2-3"]
    await asyncio.gather(*(runtime.say(name, name) for name in early))
    await asyncio.gather(*(runtime.hears(name, "Two?") for name in early))
    forecast = await moving(runtime).forecast(await flow_of(runtime), target, {"one": "uno"})
    told = {(note.outcome, note.node): count for note, count in forecast.notes.items()}
    assert told == {("moved", "one"): 497, ("stays", "two"): 503}
    move = await moved(runtime, target, {"one": "uno"})
    assert await outcomes(runtime, move) == told
    went = [*early, f"{FIRST[9]}-4", f"{SECOND[9]}-4", f"{PEOPLE[20]}-19"]
    await asyncio.gather(*(runtime.say(name, name) for name in went))
    await asyncio.gather(*(runtime.hears(name, "Two?", f"old {name}") for name in early))
    await runtime.hears(f"{FIRST[9]}-4", f"new {FIRST[9]}-4")
    await runtime.hears(f"{SECOND[9]}-4", f"old {SECOND[9]}-4")
    await runtime.hears(f"{PEOPLE[20]}-19", f"new {PEOPLE[20]}-19")
