"""Webhooks as they came in: kept to look at, and to play again."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from store.ages import id_of_age
from store.database import FRESH
from store.errors import NotFound
from store.inbox import RawHook
from store.models import HookEventRow
from store.pages import Page, Window, page_of
from store.records import HookEvent
from store.states import HookStatus


class HookEvents:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, raw: RawHook, error: str | None = None) -> UUID:
        """Keep a webhook that brought no message: those that did are kept together with what they brought."""
        row = HookEventRow(
            channel_id=raw.channel,
            headers=raw.headers,
            body=raw.body,
            status=raw.status,
            error=error,
            handled_at=_ended(raw.status),
        )
        self._session.add(row)
        await self._session.flush()
        return row.id

    async def mark(self, id: UUID, status: HookStatus, error: str | None = None) -> None:
        """What came of one more attempt to handle it."""
        values = {"status": status, "error": error, "handled_at": _ended(status), "attempts": HookEventRow.attempts + 1}
        statement = update(HookEventRow).where(HookEventRow.id == id).values(values).returning(HookEventRow)
        if await self._session.scalar(statement, execution_options=FRESH) is None:
            raise NotFound("webhook", id)

    async def forget(self, older_than: timedelta) -> int:
        """How many were thrown away. Their ids carry the time, so the oldest lie together."""
        statement = delete(HookEventRow).where(HookEventRow.id < id_of_age(older_than)).returning(HookEventRow.id)
        return len((await self._session.scalars(statement)).all())

    async def get(self, id: UUID) -> HookEvent:
        row = await self._session.get(HookEventRow, id)
        if row is None:
            raise NotFound("webhook", id)
        return HookEvent.model_validate(row)

    async def page(
        self, window: Window, *, channel: UUID | None = None, status: HookStatus | None = None
    ) -> Page[HookEvent]:
        query = select(HookEventRow)
        if channel is not None:
            query = query.where(HookEventRow.channel_id == channel)
        if status is not None:
            query = query.where(HookEventRow.status == status)
        return await page_of(self._session, query, HookEventRow.id, window, HookEvent.model_validate)


def _ended(status: HookStatus) -> Any:
    return func.now() if status in {"handled", "ignored"} else None
