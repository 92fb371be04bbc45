"""What happened in a workspace: written with what it tells of, and told from here to whoever wants to know."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from store.ages import id_of_age
from store.models import WorkspaceEventRow
from store.records import Record


class WorkspaceEvent(Record):
    """``kind`` is written like ``contact.tag_added``; ``data`` says the rest."""

    id: UUID
    kind: str
    contact_id: UUID | None
    conversation_id: UUID | None
    data: dict[str, Any]
    created_at: datetime


class WorkspaceEvents:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(
        self, kind: str, data: dict[str, Any], *, contact: UUID | None = None, conversation: UUID | None = None
    ) -> None:
        self._session.add(WorkspaceEventRow(kind=kind, contact_id=contact, conversation_id=conversation, data=data))
        await self._session.flush()

    async def take(self, limit: int) -> list[WorkspaceEvent]:
        """The oldest that nobody handles at this moment: they stay ours until the transaction ends."""
        waiting = select(WorkspaceEventRow).where(WorkspaceEventRow.handled_at.is_(None))
        query = waiting.order_by(WorkspaceEventRow.id).limit(limit).with_for_update(skip_locked=True)
        return [WorkspaceEvent.model_validate(row) for row in await self._session.scalars(query)]

    async def handled(self, ids: Iterable[UUID]) -> None:
        named = WorkspaceEventRow.id.in_(tuple(ids))
        await self._session.execute(update(WorkspaceEventRow).where(named).values(handled_at=func.now()))

    async def forget(self, older_than: timedelta) -> int:
        """Throw away what happened so long ago, if everybody was told; how many."""
        old = (WorkspaceEventRow.id < id_of_age(older_than), WorkspaceEventRow.handled_at.is_not(None))
        gone = await self._session.scalars(delete(WorkspaceEventRow).where(*old).returning(WorkspaceEventRow.id))
        return len(gone.all())
