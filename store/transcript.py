"""A conversation as the contact sees it: what they said, and what has been sent to them, in order."""

from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from store.models import ConversationRow, MessageRow
from store.records import Message

_UNSENT = ("queued", "sending")


class Transcript:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def conversation(self, channel: UUID, address: str) -> UUID | None:
        query = select(ConversationRow.id).where(ConversationRow.channel_id == channel)
        found: UUID | None = await self._session.scalar(query.where(ConversationRow.address == address))
        return found

    async def after(self, conversation: UUID, number: int, limit: int) -> tuple[Message, ...]:
        """The messages that follow this one. They end before the first that is still to be sent, so none is left out."""
        query = _seen(conversation).where(MessageRow.number > number).order_by(MessageRow.number).limit(limit)
        return tuple(Message.model_validate(row) for row in await self._session.scalars(query))

    async def last(self, conversation: UUID, limit: int) -> tuple[Message, ...]:
        """The newest messages, the oldest of them first."""
        query = _seen(conversation).order_by(MessageRow.number.desc()).limit(limit)
        return tuple(Message.model_validate(row) for row in reversed([*await self._session.scalars(query)]))


def _seen(conversation: UUID) -> Select[MessageRow]:
    mine = MessageRow.conversation_id == conversation
    unsent = select(func.min(MessageRow.number)).where(mine, MessageRow.status.in_(_UNSENT)).scalar_subquery()
    before = MessageRow.number < func.coalesce(unsent, MessageRow.number + 1)
    return select(MessageRow).where(mine, before, MessageRow.status != "failed")
