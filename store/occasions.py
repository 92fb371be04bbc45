"""What triggers ask about a contact: read when something may pull one that has conditions, or that no message pulls."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from engine import Channel, Contact
from engine.listeners import Known as Reachable
from engine.listeners import Reach

_WHO = text("""
    select p.id, p.name, p.language, p.fields, p.tags, p.segments, a.opted_out_at is not null as opted_out, exists (
        select from messages m join conversations c on c.id = m.conversation_id
        where c.channel_id = :channel and c.address = :address and m.direction = 'in'
    ) as wrote
    from addresses a join contacts p on p.id = a.contact_id
    where a.channel_kind = :kind and a.address = :address
""")
_STARTED = text("select flow_id, max(started_at) as at from sessions where contact_id = :contact group by flow_id")


_PERSON = text("select id, name, language, fields, tags, segments from contacts where id = :contact")
_REACHES = text("""
    select c.id, c.channel_id, h.kind, h.name,
        exists (select from messages m where m.conversation_id = c.id and m.direction = 'in') as wrote,
        c.session_id is not null or exists (
            select from events e where e.conversation_id = c.id and e.kind = 'start' and e.handled_at is null) as busy
    from conversations c join channels h on h.id = c.channel_id
    where c.contact_id = :contact and c.id = coalesce(:conversation, c.id)
    order by h.status = 'disconnected', c.last_message_at desc nulls last, c.id desc
    limit 100
""")


class Known(NamedTuple):
    """A contact; whether they wrote before on this channel; and when each flow was last started for them."""

    contact: Contact
    wrote: bool
    started: Mapping[UUID, datetime]


class Occasions:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def known(self, channel: UUID, kind: str, address: str) -> Known | None:
        """None for a stranger."""
        values = {"channel": channel, "kind": kind, "address": address}
        row: Any = (await self._session.execute(_WHO, values)).one_or_none()
        if row is None:
            return None
        return Known(_person(row), row.wrote, await self._started(row.id))

    async def reachable(self, contact: UUID, conversation: UUID | None = None) -> Reachable | None:
        """The contact with all their conversations, or with this one; None when they have been erased."""
        found: Any = (await self._session.execute(_PERSON, {"contact": contact})).one_or_none()
        if found is None:
            return None
        values = {"contact": contact, "conversation": conversation}
        reaches = [
            Reach(row.id, Channel(id=row.channel_id, kind=row.kind, name=row.name), row.wrote, row.busy)
            for row in await self._session.execute(_REACHES, values)
        ]
        return Reachable(_person(found), tuple(reaches), await self._started(contact))

    async def _started(self, contact: UUID) -> Mapping[UUID, datetime]:
        rows = await self._session.execute(_STARTED, {"contact": contact})
        return {row.flow_id: row.at for row in rows}


def _person(row: Any) -> Contact:
    return Contact.model_validate(row, from_attributes=True)
