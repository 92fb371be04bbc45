"""Notes that people, and flows, write on a conversation for each other; the contact never sees them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from store.agents import Agents
from store.errors import NotFound
from store.models import ConversationRow, NoteRow
from store.pages import Page, Window, page_of
from store.records import Record


class Note(Record):
    """``agent_id`` is None where a flow wrote it, in the run ``session_id``, or a program."""

    id: UUID
    agent_id: UUID | None
    session_id: UUID | None
    text: str
    created_at: datetime


class Notes:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, conversation: UUID, window: Window) -> Page[Note]:
        await self._known(conversation)
        query = select(NoteRow).where(NoteRow.conversation_id == conversation)
        return await page_of(self._session, query, NoteRow.id, window, Note.model_validate)

    async def add(self, conversation: UUID, text: str, agent: UUID | None) -> Note:
        await self._known(conversation)
        if agent is not None:
            await Agents(self._session).get(agent)
        row = NoteRow(conversation_id=conversation, agent_id=agent, text=text)
        self._session.add(row)
        await self._session.flush()
        return Note.model_validate(row)

    async def _known(self, conversation: UUID) -> None:
        if await self._session.get(ConversationRow, conversation) is None:
            raise NotFound("conversation", conversation)
