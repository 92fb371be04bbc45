"""Messages of which nobody knows whether they arrived, and what is found out about them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

from engine import Value
from store.errors import Conflict, NotFound

Settlement: TypeAlias = Literal["sent", "queued", "failed"]

_OPEN = text("""
    select m.id, m.conversation_id as conversation, m.channel_id as channel, c.address, m.content, m.key,
        coalesce(m.sending_at, m.created_at) as since, now() - coalesce(m.sending_at, m.created_at) as waited
    from messages m join conversations c on c.id = m.conversation_id
    where m.status = 'in_doubt' and m.channel_id = any (array(select id from channels where kind = any (:kinds)))
        and m.created_at > now() - cast(:younger as interval)
    order by m.id limit :most
""").bindparams(bindparam("kinds", type_=ARRAY(Text())))

_SETTLE = text("""
    update messages set status = cast(:status as text), provider_id = coalesce(:provider_id, provider_id), updated_at = now(),
        sent_at = case when :status = 'sent' then coalesce(sending_at, now()) end,
        error_code = case when :status = 'failed' then 'not_sent' end,
        error = case when :status = 'failed' then 'settled by hand: it was not sent' end
    where id = :id and status = 'in_doubt'
    returning conversation_id
""")

_THERE = text("select status from messages where id = :id and direction = 'out'")


class Doubt(Value):
    """``since`` is when it was being sent, ``waited`` how long ago that is."""

    id: UUID
    conversation: UUID
    channel: UUID
    address: str
    content: dict[str, Any]
    key: str
    since: datetime
    waited: timedelta


class Doubts:
    """The workspace's messages in doubt."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def open(self, kinds: Sequence[str], younger: timedelta, most: int) -> tuple[Doubt, ...]:
        """Those on channels of these kinds, the oldest first."""
        values = {"kinds": list(kinds), "younger": younger, "most": most}
        return tuple(Doubt(**row._asdict()) for row in await self._session.execute(_OPEN, values))

    async def settled(self, id: UUID, status: Settlement, provider_id: str | None = None) -> UUID | None:
        """Its conversation; None when somebody was faster. ``queued`` sends it again."""
        values = {"id": id, "status": status, "provider_id": provider_id}
        found: UUID | None = await self._session.scalar(_SETTLE, values)
        return found

    async def settle(self, id: UUID, status: Settlement) -> UUID:
        """The same by hand: raises NotFound, and Conflict for a message that is in no doubt."""
        if conversation := await self.settled(id, status):
            return conversation
        known = await self._session.scalar(_THERE, {"id": id})
        if known is None:
            raise NotFound("message", id)
        raise Conflict("message", f"it is not in doubt, but {known}")
