"""The line of those for whom bulk starts of a workspace start a flow: who is next, and what became of who was."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from engine import Channel, Contact
from store.bulk_starts import BulkStart, NewRecipient
from store.models import BulkRecipientRow, BulkStartRow
from store.records import Record

_MINE = text("select pg_try_advisory_xact_lock(hashtextextended(current_setting('app.workspace') || '/bulk', 0))")
_SETTLE = text("""
    update bulk_recipients r set session_id = t.session_id,
        status = case when t.session_id is null then 'skipped' else 'started' end,
        error = case when t.session_id is null
            then coalesce(t.problems -> 0 ->> 'message', 'nothing came of it') end
    from events e left join turns t on t.id = e.turn_id
    where r.status = 'in_line' and e.conversation_id = r.conversation_id and e.number = r.event and e.handled_at is not null
""")
_ROOM = text("""
    select least(
        :rate - (select count(*) from bulk_recipients where taken_at > now() - interval '1 second'),
        :window - (select count(*) from bulk_recipients
            where status = 'in_line' and taken_at > now() - interval '1 minute'))
""")
_TAKE = text("""
    with next as (
        select r.id, row_number() over (partition by b.id order by r.id) as place from bulk_starts b
        cross join lateral (
            select id from bulk_recipients where bulk_start_id = b.id and status = 'waiting' order by id limit :limit
        ) r
        where b.status = 'running' and not exists (
            select from bulk_starts u where u.status = 'running' and not u.gathered and u.priority > b.priority)
        order by b.priority desc, place, b.id limit :limit
    )
    update bulk_recipients r set status = 'in_line', taken_at = now()
    from next, bulk_starts b
    where r.id = next.id and r.status = 'waiting' and b.id = r.bulk_start_id
    returning r.id, r.bulk_start_id, b.flow_id, b.node, b.interrupt, b.priority, b.inputs || r.inputs as inputs, r.channel_id,
        (select kind from channels where id = r.channel_id) as channel_kind, r.address, r.name, exists (
            select from addresses a join channels c on c.kind = a.channel_kind
            where c.id = r.channel_id and a.address = r.address and a.opted_out_at is not null) as stopped
""")
_FINISH = text("""
    update bulk_starts b set status = 'done', ended_at = now()
    where status = 'running' and gathered and not exists (
        select from bulk_recipients where bulk_start_id = b.id and status = any (array['waiting', 'in_line']))
""")
_PEOPLE = text("""
    select p.id, p.name, p.language, p.fields, p.tags, a.address, a.channel_id, a.kind, a.channel_name
    from contacts p
    left join lateral (
        select address, c.id as channel_id, c.kind, c.name as channel_name from addresses join channels c on c.kind = channel_kind
        where contact_id = p.id and opted_out_at is null
            and (c.id = any (cast(:channels as uuid[])) or cardinality(cast(:channels as uuid[])) = 0)
        order by array_position(cast(:channels as uuid[]), c.id), addresses.id limit 1
    ) a on true
    where p.id > :after order by p.id limit :limit
""")
FIRST = UUID(int=0)


class Taken(Record):
    """A recipient whose turn it is. Without ``channel_kind`` the channel is gone."""

    id: UUID
    bulk_start_id: UUID
    flow_id: UUID
    node: str | None
    interrupt: bool
    priority: int
    inputs: dict[str, Any]
    channel_id: UUID
    channel_kind: str | None
    address: str
    name: str
    stopped: bool


class Reached(NamedTuple):
    """A contact, and where they are reached."""

    contact: Contact
    channel: Channel
    address: str

    @property
    def recipient(self) -> NewRecipient:
        return NewRecipient(channel_id=self.channel.id, address=self.address, name=self.contact.name)


class BulkLine:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def mine(self) -> bool:
        """Whether nobody else works on this workspace's line until the transaction ends."""
        return await self._session.scalar(_MINE) is True

    async def settle(self) -> None:
        """See what became of those who were in line."""
        await self._session.execute(_SETTLE)

    async def room(self, rate: int, window: int) -> int:
        """How many may be put in line now. Who waits there for longer than a minute counts no more: a conversation that
        cannot be answered must not stop the others."""
        found: int = (await self._session.execute(_ROOM, {"rate": rate, "window": window})).scalar_one()
        return max(0, found)

    async def take(self, limit: int) -> list[Taken]:
        """The next, of each bulk start of the highest priority in turn."""
        rows = await self._session.execute(_TAKE, {"limit": limit})
        return sorted(map(Taken.model_validate, rows), key=lambda one: (-one.priority, one.id))

    async def in_line(self, id: UUID, conversation: UUID, event: int) -> None:
        await self._mark(id, conversation_id=conversation, event=event)

    async def again(self, id: UUID) -> None:
        """Somebody else has made the same contact in this moment: it is their turn once more."""
        await self._mark(id, status="waiting", taken_at=None)

    async def skip(self, id: UUID, why: str) -> None:
        await self._mark(id, status="skipped", error=why)

    async def failed(self, id: UUID, why: str) -> None:
        await self._mark(id, status="failed", error=why)

    async def finish(self) -> None:
        """End those bulk starts that have nobody left."""
        await self._session.execute(_FINISH)

    async def to_gather(self) -> BulkStart | None:
        """The most urgent whose audience is not gathered, of those the oldest."""
        query = select(BulkStartRow).where(BulkStartRow.status == "running", BulkStartRow.gathered.is_(False))
        row = await self._session.scalar(query.order_by(BulkStartRow.priority.desc(), BulkStartRow.id).limit(1))
        return BulkStart.model_validate(row) if row else None

    async def look(self, bulk: BulkStart, limit: int) -> list[Reached]:
        """Those among the workspace's next contacts who are reached on one of the channels. After the last contact it is
        marked as gathered."""
        values = {"channels": list(bulk.channels), "after": bulk.cursor or FIRST, "limit": limit}
        rows = (await self._session.execute(_PEOPLE, values)).all()
        after = {"cursor": rows[-1].id} if len(rows) == limit else {"gathered": True}
        await self._session.execute(update(BulkStartRow).where(BulkStartRow.id == bulk.id).values(**after))
        return [_reached(row) for row in rows if row.address is not None]

    async def _mark(self, id: UUID, **values: Any) -> None:
        await self._session.execute(update(BulkRecipientRow).where(BulkRecipientRow.id == id).values(**values))


def _reached(row: Any) -> Reached:
    contact = Contact(id=row.id, name=row.name, language=row.language, fields=row.fields, tags=tuple(row.tags))
    return Reached(contact, Channel(id=row.channel_id, kind=row.kind, name=row.channel_name), row.address)
