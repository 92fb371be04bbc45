"""The line of a conversation: what came in for the bot to handle, and what became of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from store.errors import NotFound
from store.models import ConversationRow, EventRow, TurnRow
from store.pages import Page, Window, page_of
from store.records import Record
from store.states import EventKind


class Lined(Record):
    """``handled_at`` is None while it waits for its turn. ``run`` is the run that took it; without one, ``problems`` may say
    why nothing came of it."""

    id: UUID
    number: int
    kind: EventKind
    message_id: UUID | None
    created_at: datetime
    handled_at: datetime | None
    run: UUID | None = None
    problems: tuple[dict[str, Any], ...] = ()


class Line:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, conversation: UUID, window: Window) -> Page[Lined]:
        """The newest first."""
        if await self._session.get(ConversationRow, conversation) is None:
            raise NotFound("conversation", conversation)
        query = select(EventRow, TurnRow).outerjoin(TurnRow, TurnRow.id == EventRow.turn_id)
        query = query.where(EventRow.conversation_id == conversation)
        return await page_of(self._session, query, EventRow.id, window, _lined)

    async def is_patient(self, conversation: UUID) -> bool:
        """Whether all that waits there are orders that may come behind people who have just written."""
        waits = (EventRow.conversation_id == conversation, EventRow.handled_at.is_(None))
        found = await self._session.scalar(select(func.bool_and(EventRow.data.has_key("patient"))).where(*waits))
        return bool(found)


def _lined(event: EventRow, turn: TurnRow | None) -> Lined:
    found = Lined.model_validate(event)
    return found.model_copy(update={"run": turn.session_id, "problems": tuple(turn.problems)}) if turn else found
