"""What goes out: a message is queued, then being sent, then sent; every change names the state it may come from."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from engine import Value
from store.hot import Connection, Query

# Joins by a known id are written as subqueries with a limit: whatever the statistics say of a young table, its key is used.
_NEXT = """
    head as (
        select id, status, sending_at from messages
        where conversation_id = :conversation and id <> :id and status = any (array['queued', 'sending'])
        order by number limit 1 for update
    ), taken as (
        update messages m set status = 'sending', sending_at = now(), attempts = attempts + 1, updated_at = now()
        where m.id = (
            select id from head where status = 'queued' or sending_at < now() - cast(:lease as interval) limit 1)
        returning m.id, m.content, m.key, m.created_at, m.turn_id, (select status = 'sending' from head) as doubtful
    )
    select head.id as head, taken.id, taken.content, taken.key, taken.doubtful, now() - taken.created_at as age,
        c.channel_id, c.address, exists (
            select from addresses a
            where a.channel_kind = (select kind from channels h where h.id = c.channel_id limit 1)
                and a.address = c.address and a.opted_out_at is not null and (a.opted_out_turn = taken.turn_id) is not true
        ) as stopped
    from head
    join lateral (select channel_id, address from conversations where id = :conversation limit 1) c on true
    left join taken on true
"""

_TAKE = Query(f"with {_NEXT}")

_SENT = Query(f"""
    with sent as (
        update messages set status = 'sent', provider_id = :provider_id, sent_at = now(), updated_at = now(),
            error = null, error_code = null
        where id = :id and status = any (array['sending', 'in_doubt'])
    ), {_NEXT}
""")  # noqa: S608 - a constant of this module

_BACK = Query("""
    update messages set status = :status, error_code = :code, error = :error, updated_at = now()
    where id = :id and status = 'sending'
""")

_REPORT = Query("""
    with ranks (status, rank) as (values ('sending', 1), ('in_doubt', 1), ('sent', 2), ('delivered', 3), ('read', 4))
    update messages set status = :status, error = coalesce(:error, error), updated_at = now()
    where channel_id = :channel and provider_id = :provider_id and direction = 'out'
        and (select rank from ranks where ranks.status = messages.status)
            < coalesce((select rank from ranks where ranks.status = :status), 3)
    returning conversation_id
""")

_NOBODY = UUID(int=0)


class Outgoing(Value):
    """A message taken for one attempt. ``doubtful`` says that an earlier attempt began and nobody saw its end;
    ``stopped`` that the contact has opted out, and not in the turn that says this: a farewell still goes out."""

    id: UUID
    conversation: UUID
    channel: UUID
    address: str
    content: dict[str, Any]
    key: str
    age: timedelta = timedelta(0)
    doubtful: bool = False
    stopped: bool = False


class Held(Value):
    """The next message is in somebody else's hands at this moment."""

    id: UUID


class Outbox:
    """The outbound messages of the workspace."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def take(self, conversation: UUID, lease: timedelta) -> Outgoing | Held | None:
        """The conversation's next message, marked as being sent; an attempt older than ``lease`` has died."""
        values = {"conversation": conversation, "lease": lease, "id": _NOBODY}
        return _taken(conversation, await _TAKE.row(self._connection, values))

    async def sent(self, id: UUID, provider_id: str, conversation: UUID, lease: timedelta) -> Outgoing | Held | None:
        """This message has gone out: the next one, as ``take`` gives it, in the same statement."""
        values = {"id": id, "provider_id": provider_id, "conversation": conversation, "lease": lease}
        return _taken(conversation, await _SENT.row(self._connection, values))

    async def queued_again(self, id: UUID, code: str, error: str) -> None:
        await self._back(id, "queued", code, error)

    async def failed(self, id: UUID, code: str, error: str) -> None:
        await self._back(id, "failed", code, error)

    async def in_doubt(self, id: UUID, error: str) -> None:
        await self._back(id, "in_doubt", "in_doubt", error)

    async def report(self, channel: UUID, provider_id: str, status: str, error: str | None) -> UUID | None:
        """What the provider says became of it. Moves forward only: a late 'delivered' never overwrites 'read'."""
        values = {"channel": channel, "provider_id": provider_id, "status": status, "error": error}
        row = await _REPORT.row(self._connection, values)
        return row[0] if row else None

    async def _back(self, id: UUID, status: str, code: str, error: str) -> None:
        values = {"id": id, "status": status, "code": code, "error": error}
        await _BACK.run(self._connection, values)


def _taken(conversation: UUID, row: Any) -> Outgoing | Held | None:
    if row is None:
        return None
    if row["id"] is None:
        return Held(id=row["head"])
    return Outgoing(
        id=row["id"],
        conversation=conversation,
        channel=row["channel_id"],
        address=row["address"],
        content=row["content"],
        key=row["key"],
        age=row["age"],
        doubtful=row["doubtful"],
        stopped=row["stopped"],
    )
