"""What the conditions of triggers ask about whoever has written: read when a message may pull such a trigger."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from engine import Contact

_WHO = text("""
    select p.id, p.name, p.language, p.fields, p.tags, a.opted_out_at is not null as opted_out, exists (
        select from messages m join conversations c on c.id = m.conversation_id
        where c.channel_id = :channel and c.address = :address and m.direction = 'in'
    ) as wrote
    from addresses a join contacts p on p.id = a.contact_id
    where a.channel_kind = :kind and a.address = :address
""")
_STARTED = text("select flow_id, max(started_at) as at from sessions where contact_id = :contact group by flow_id")


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
        contact = Contact.model_validate(row, from_attributes=True)
        started = await self._session.execute(_STARTED, {"contact": row.id})
        return Known(contact, row.wrote, {row.flow_id: row.at for row in started})
