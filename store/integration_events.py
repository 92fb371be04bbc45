"""What integrations delivered: kept to look at and to play again, and each event handled once."""

from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from store.ages import id_of_age
from store.errors import NotFound
from store.integration_records import IntegrationEvent
from store.models import IntegrationEventRow
from store.pages import Page, Window, page_of
from store.states import HookStatus


class Delivered(NamedTuple):
    """A webhook as it came in."""

    headers: dict[str, str]
    body: bytes


class IntegrationEvents:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def keep(self, integration: UUID, raw: Delivered, status: HookStatus, error: str | None = None) -> UUID:
        """A webhook that brought no event: nobody knows the sender's id of it."""
        row = IntegrationEventRow(
            integration_id=integration, **raw._asdict(), status=status, error=error, handled_at=_ended(status)
        )
        self._session.add(row)
        await self._session.flush()
        return row.id

    async def claim(self, integration: UUID, event: str, kind: str, raw: Delivered) -> UUID | None:
        """Take an event to handle it, until the transaction ends; None when that was done before.

        One that failed or was ignored may be taken again. It is *failed* until ``mark`` says otherwise.
        """
        table = IntegrationEventRow
        values = {"kind": kind, **raw._asdict()}
        statement = (
            insert(table)
            .values(integration_id=integration, event_id=event, status="failed", attempts=0, **values)
            .on_conflict_do_update(
                index_elements=[table.integration_id, table.event_id],
                set_=values,
                where=table.status.in_(("failed", "ignored")),
            )
        )
        id: UUID | None = await self._session.scalar(statement.returning(table.id))
        return id

    async def mark(
        self, id: UUID, status: HookStatus, error: str | None = None, conversation: UUID | None = None
    ) -> None:
        """What came of one more attempt to handle it."""
        table = IntegrationEventRow
        values = {"status": status, "error": error, "conversation_id": conversation, "handled_at": _ended(status)}
        statement = update(table).where(table.id == id).values(**values, attempts=table.attempts + 1)
        found = await self._session.scalar(
            statement.returning(table.id), execution_options={"synchronize_session": False}
        )
        if found is None:
            raise NotFound("event", id)

    async def forget(self, older_than: timedelta) -> int:
        """How many were thrown away. Their ids carry the time, so the oldest lie together."""
        table = IntegrationEventRow
        statement = delete(table).where(table.id < id_of_age(older_than)).returning(table.id)
        return len((await self._session.scalars(statement)).all())

    async def get(self, id: UUID) -> IntegrationEvent:
        row = await self._session.get(IntegrationEventRow, id, populate_existing=True)
        if row is None:
            raise NotFound("event", id)
        return IntegrationEvent.model_validate(row)

    async def page(
        self, window: Window, integration: UUID, *, status: HookStatus | None = None
    ) -> Page[IntegrationEvent]:
        query = select(IntegrationEventRow).where(IntegrationEventRow.integration_id == integration)
        if status is not None:
            query = query.where(IntegrationEventRow.status == status)
        return await page_of(self._session, query, IntegrationEventRow.id, window, IntegrationEvent.model_validate)


def _ended(status: HookStatus) -> Any:
    return func.now() if status in {"handled", "ignored"} else None
