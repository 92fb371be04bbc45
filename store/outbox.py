"""What goes out: a message is queued, then being sent, then sent; every change names the state it may come from."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from engine import Value
from store.hot import Connection, Query

_TAKE = Query("""
    with head as (
        select id, status, sending_at from messages
        where conversation_id = :conversation and status = any (array['queued', 'sending'])
        order by number limit 1 for update
    ), taken as (
        update messages m set status = 'sending', sending_at = now(), attempts = attempts + 1, updated_at = now()
        from head
        where m.id = head.id and (head.status = 'queued' or head.sending_at < now() - cast(:lease as interval))
        returning m.*, head.status = 'sending' as doubtful
    )
    select head.id as head, taken.id, taken.content, taken.key, taken.doubtful, now() - taken.created_at as age,
        c.channel_id, c.address, a.opted_out_at is not null as stopped
    from head join conversations c on c.id = :conversation
    join channels h on h.id = c.channel_id
    left join taken on true
    left join addresses a on a.channel_kind = h.kind and a.address = c.address
""")

_SENT = Query("""
    update messages set status = 'sent', provider_id = :provider_id, sent_at = now(), updated_at = now(), error = null,
        error_code = null
    where id = :id and status = any (array['sending', 'in_doubt'])
""")

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


class Outgoing(Value):
    """A message taken for one attempt. ``doubtful`` says that an earlier attempt began and nobody saw its end;
    ``stopped`` that the contact has opted out."""

    id: UUID
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
        values = {"conversation": conversation, "lease": lease}
        row = await _TAKE.row(self._connection, values)
        if row is None:
            return None
        if row["id"] is None:
            return Held(id=row["head"])
        return Outgoing(
            id=row["id"],
            channel=row["channel_id"],
            address=row["address"],
            content=row["content"],
            key=row["key"],
            age=row["age"],
            doubtful=row["doubtful"],
            stopped=row["stopped"],
        )

    async def sent(self, id: UUID, provider_id: str) -> None:
        await _SENT.run(self._connection, {"id": id, "provider_id": provider_id})

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
