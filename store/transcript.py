"""A conversation as the contact sees it: what they said, and what has been sent to them, in order."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from engine import Media, Value
from store.errors import NotFound
from store.models import ConversationRow, MessageRow
from store.pages import Page, Window, page_of
from store.records import Message

_UNSENT = ("queued", "sending")


class FileOf(Value):
    """A file in a message, and the channel on which it came or went."""

    channel: UUID
    media: Media


class Transcript:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def conversation(self, channel: UUID, address: str) -> UUID | None:
        query = select(ConversationRow.id).where(ConversationRow.channel_id == channel)
        found: UUID | None = await self._session.scalar(query.where(ConversationRow.address == address))
        return found

    async def page(self, conversation: UUID, window: Window) -> Page[Message]:
        """Everything that was said, newest first, also what could not be sent: what people have to see."""
        if await self._session.get(ConversationRow, conversation) is None:
            raise NotFound("conversation", conversation)
        query = select(MessageRow).where(MessageRow.conversation_id == conversation)
        return await page_of(self._session, query, MessageRow.id, window, Message.model_validate)

    async def after(self, conversation: UUID, number: int, limit: int) -> tuple[Message, ...]:
        """The messages that follow this one. They end before the first that is still to be sent, so none is left out."""
        query = _seen(conversation).where(MessageRow.number > number).order_by(MessageRow.number).limit(limit)
        return tuple(Message.model_validate(row) for row in await self._session.scalars(query))

    async def last(self, conversation: UUID, limit: int) -> tuple[Message, ...]:
        """The newest messages, the oldest of them first."""
        query = _seen(conversation).order_by(MessageRow.number.desc()).limit(limit)
        return tuple(Message.model_validate(row) for row in reversed([*await self._session.scalars(query)]))

    async def file(self, message: UUID, position: int) -> FileOf:
        """One of the files in a message, counted from 0."""
        row = await self._session.get(MessageRow, message)
        files = _files(row.content) if row else []
        if row is None or not 0 <= position < len(files):
            raise NotFound("file", f"{message}/{position}")
        return FileOf(channel=row.channel_id, media=Media.model_validate(files[position]))


def _files(content: dict[str, Any]) -> list[Any]:
    """A message that came in has a list of files, one that went out has one at most."""
    media = content.get("media") or []
    return media if isinstance(media, list) else [media]


def _seen(conversation: UUID) -> Select[MessageRow]:
    mine = MessageRow.conversation_id == conversation
    unsent = select(func.min(MessageRow.number)).where(mine, MessageRow.status.in_(_UNSENT)).scalar_subquery()
    before = MessageRow.number < func.coalesce(unsent, MessageRow.number + 1)
    return select(MessageRow).where(mine, before, MessageRow.status != "failed")
