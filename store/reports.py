"""What platforms tell of our messages wakes the sessions that wait for it.

A session that begins to wait reads the message's state in a turn of its own, after the wait is committed; a report looks for
such sessions after it is committed. So one of the two sees the other, whichever comes first.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from store.hot import Connection, Query
from store.inbox import Received

_WAKE = """
    waiting as (
        select c.id from conversations c join sessions s on s.id = c.session_id
        where c.id in (select id from told) and s.waiting = 'delivery' and s.status = 'active'
        order by c.id for update of c
    ), line as (
        update conversations c set last_event = last_event + 1 from waiting where c.id = waiting.id
        returning c.id, c.contact_id, c.last_event
    ), event as (
        insert into events (conversation_id, number, kind) select id, last_event, 'reported' from line
    )
    select id, contact_id, last_event from line
"""

_BY_MESSAGE = Query(f"""
    with told as (
        select conversation_id as id from messages
        where channel_id = :channel and provider_id = any (cast(:ids as text[])) and direction = 'out'
    ), {_WAKE}
""")  # noqa: S608 - a constant of this module

_BY_CONVERSATION = Query(f"with told as (select cast(:conversation as uuid) as id), {_WAKE}")

_SEEN = Query("""
    update messages set status = :status, updated_at = now()
    where conversation_id = :conversation and number > :upto - 200 and number <= :upto and direction = 'out'
        and status = any (array['sent', 'in_doubt', case when :status = 'read' then 'delivered' end])
    returning id
""")


async def seen(connection: Connection, conversation: UUID, upto: int, status: str) -> bool:
    """The contact has got, or read, everything up to this number; whether that is news."""
    values = {"conversation": conversation, "upto": upto, "status": status}
    return await _SEEN.row(connection, values) is not None


async def wake(connection: Connection, channel: UUID, provider_ids: Sequence[str]) -> list[Received]:
    """Put it into the line of each conversation that waits for one of these; to be nudged. In a transaction of its own."""
    return _received(await _BY_MESSAGE.rows(connection, {"channel": channel, "ids": list(provider_ids)}))


async def wake_conversation(connection: Connection, conversation: UUID) -> list[Received]:
    """The same, of one whose messages have changed."""
    return _received(await _BY_CONVERSATION.rows(connection, {"conversation": conversation}))


def _received(rows: list[Any]) -> list[Received]:
    return [Received(conversation=row[0], contact=row[1], number=row[2], due=True) for row in rows]
