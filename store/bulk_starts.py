"""Flows started for many contacts: what was asked for, for whom, and what became of each of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from engine.audience import Audience
from store.database import FRESH
from store.errors import Conflict, NotFound
from store.models import BulkRecipientRow, BulkStartRow, SessionRow
from store.pages import Page, Window, page_of
from store.records import Record
from store.states import BulkStatus, RecipientStatus, SessionStatus

AT_ONCE = 1_000
ORDINARY = 50  # priority, of 0 to 100
_BEFORE: Mapping[BulkStatus, tuple[BulkStatus, ...]] = {
    "paused": ("running",),
    "running": ("paused",),
    "cancelled": ("running", "paused"),
}


class NewBulkStart(Record):
    """``channels`` in the order in which a contact is reached on them; ``inputs`` are for everybody. Those of the highest
    ``priority`` go first. With the same ``occasion`` there is only one in the workspace."""

    flow_id: UUID
    channels: tuple[UUID, ...]
    node: str | None = None
    name: str = ""
    inputs: dict[str, Any] = {}
    interrupt: bool = False
    priority: int = ORDINARY
    audience: Audience | None = None
    occasion: str | None = None


class BulkStart(NewBulkStart):
    """``gathered`` says that its audience was looked for to the end; ``error`` why it had to pause."""

    id: UUID
    status: BulkStatus
    gathered: bool
    cursor: UUID | None
    error: str | None
    created_at: datetime
    ended_at: datetime | None


class NewRecipient(Record):
    channel_id: UUID
    address: str
    name: str = ""
    inputs: dict[str, Any] = {}


class Recipient(NewRecipient):
    """``run_status`` is that of the run which was started for them."""

    id: UUID
    status: RecipientStatus
    error: str | None
    conversation_id: UUID | None
    session_id: UUID | None
    run_status: SessionStatus | None = None


class BulkStarts:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, new: NewBulkStart) -> BulkStart | None:
        """None when there was one for this occasion already."""
        values = new.model_dump(exclude={"audience", "channels"}) | {"channels": list(new.channels)}
        audience = new.audience.model_dump(mode="json", by_alias=True) if new.audience else None
        statement = insert(BulkStartRow).values(**values, audience=audience, gathered=new.audience is None)
        row = await self._session.scalar(statement.on_conflict_do_nothing().returning(BulkStartRow))
        return BulkStart.model_validate(row) if row else None

    async def add_recipients(self, id: UUID, recipients: Sequence[NewRecipient]) -> int:
        """How many were not there before: each is one once."""
        count = 0
        for first in range(0, len(recipients), AT_ONCE):
            rows = [{"bulk_start_id": id, **one.model_dump()} for one in recipients[first : first + AT_ONCE]]
            statement = insert(BulkRecipientRow).values(rows).on_conflict_do_nothing().returning(BulkRecipientRow.id)
            count += len((await self._session.scalars(statement)).all())
        return count

    async def get(self, id: UUID) -> BulkStart:
        row = await self._session.get(BulkStartRow, id, populate_existing=True)
        if row is None:
            raise NotFound("bulk start", id)
        return BulkStart.model_validate(row)

    async def page(self, window: Window) -> Page[BulkStart]:
        return await page_of(self._session, select(BulkStartRow), BulkStartRow.id, window, BulkStart.model_validate)

    async def turn(self, id: UUID, status: BulkStatus, error: str | None = None) -> BulkStart:
        """Pause it, let it go on, or cancel it. Whom it has put in line before is started nevertheless."""
        ended = {"ended_at": func.now()} if status == "cancelled" else {}
        statement = (
            update(BulkStartRow)
            .where(BulkStartRow.id == id, BulkStartRow.status.in_(_BEFORE[status]))
            .values(status=status, error=error, **ended)
        )
        row = await self._session.scalar(statement.returning(BulkStartRow), execution_options=FRESH)
        if row is None:
            raise Conflict("bulk start", f"it is {(await self.get(id)).status}, so it cannot be {status}")
        if status == "cancelled":
            await self._cancel_waiting(id)
        return BulkStart.model_validate(row)

    async def counts(self, id: UUID) -> dict[str, int]:
        """How many recipients are how far."""
        table = BulkRecipientRow
        query = select(table.status, func.count()).where(table.bulk_start_id == id).group_by(table.status)
        return {row[0]: row[1] for row in await self._session.execute(query)}

    async def runs(self, id: UUID) -> dict[str, int]:
        """How the runs stand that it has started."""
        query = select(SessionRow.status, func.count()).join(
            BulkRecipientRow, BulkRecipientRow.session_id == SessionRow.id
        )
        query = query.where(BulkRecipientRow.bulk_start_id == id).group_by(SessionRow.status)
        return {row[0]: row[1] for row in await self._session.execute(query)}

    async def recipients(self, id: UUID, window: Window, status: RecipientStatus | None = None) -> Page[Recipient]:
        query = select(BulkRecipientRow, SessionRow.status).outerjoin(
            SessionRow, SessionRow.id == BulkRecipientRow.session_id
        )
        query = query.where(BulkRecipientRow.bulk_start_id == id)
        if status is not None:
            query = query.where(BulkRecipientRow.status == status)
        return await page_of(self._session, query, BulkRecipientRow.id, window, _recipient)

    async def _cancel_waiting(self, id: UUID) -> None:
        waiting = (BulkRecipientRow.bulk_start_id == id, BulkRecipientRow.status == "waiting")
        await self._session.execute(update(BulkRecipientRow).where(*waiting).values(status="cancelled"))


def _recipient(row: BulkRecipientRow, run: SessionStatus | None) -> Recipient:
    return Recipient.model_validate(row).model_copy(update={"run_status": run})
