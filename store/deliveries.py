"""What webhooks are told: each event once for each, attempted until it has arrived or is given up."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from store.ages import id_of_age
from store.database import FRESH
from store.errors import Conflict, NotFound
from store.models import DeliveryRow
from store.pages import Page, Window, page_of
from store.records import Record
from store.states import DeliveryStatus
from store.workspace_events import WorkspaceEvent

_TAKE = text("""
    update deliveries d set attempts = attempts + 1, next_at = now() + cast(:lease as interval)
    where id in (
        select id from deliveries where webhook_id = :webhook and status = 'waiting' and next_at <= now()
        order by next_at limit :limit for update skip locked)
    returning d.id, d.webhook_id, d.event_id, d.kind, d.body, d.attempts
""")


class Outbound(Record):
    """A delivery whose turn it is; ``attempts`` counts this one too."""

    id: UUID
    webhook_id: UUID
    event_id: UUID
    kind: str
    body: str = Field(repr=False)
    attempts: int


class Attempt(Record):
    """What came of one: the status that was answered, or why there is none."""

    at: datetime
    status: int | None = None
    error: str | None = None

    @property
    def arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - HTTP's own numbers


class Delivery(Record):
    id: UUID
    webhook_id: UUID
    event_id: UUID
    kind: str
    body: str = Field(repr=False)
    status: DeliveryStatus
    error: str | None
    attempts: int
    log: tuple[Attempt, ...]
    next_at: datetime
    created_at: datetime
    ended_at: datetime | None


class Deliveries:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def give_up(self, webhook: UUID, why: str) -> None:
        """All that waits for it."""
        waiting = (DeliveryRow.webhook_id == webhook, DeliveryRow.status == "waiting")
        ended = {"status": "failed", "error": why, "ended_at": func.now()}
        await self._session.execute(update(DeliveryRow).where(*waiting).values(ended))

    async def add(self, webhook: UUID, event: WorkspaceEvent, body: str, refused: str | None = None) -> None:
        """To be sent as soon as it can, unless it is ``refused``. Repeating it changes nothing."""
        values = {"webhook_id": webhook, "event_id": event.id, "kind": event.kind, "contact_id": event.contact_id}
        how = {"status": "failed", "error": refused, "ended_at": func.now()} if refused else {"status": "waiting"}
        await self._session.execute(insert(DeliveryRow).values(**values, body=body, **how).on_conflict_do_nothing())

    async def take(self, webhook: UUID, limit: int, lease: timedelta) -> list[Outbound]:
        """Those whose time has come. Who does not tell what became of it within the lease has died: it is tried again."""
        rows = await self._session.execute(_TAKE, {"webhook": webhook, "limit": limit, "lease": lease})
        return [Outbound.model_validate(row) for row in rows]

    async def arrived(self, id: UUID, attempt: Attempt) -> None:
        await self._log(id, attempt, status="delivered", error=None, ended_at=func.now())

    async def again(self, id: UUID, attempt: Attempt, after: timedelta) -> None:
        await self._log(id, attempt, next_at=func.now() + after, error=attempt.error)

    async def given_up(self, id: UUID, attempt: Attempt) -> None:
        await self._log(id, attempt, status="failed", error=attempt.error, ended_at=func.now())

    async def repeat(self, webhook: UUID, id: UUID) -> Delivery:
        """Send it once more, from the first attempt on."""
        statement = (
            update(DeliveryRow)
            .where(DeliveryRow.id == id, DeliveryRow.webhook_id == webhook, DeliveryRow.status != "waiting")
            .values(status="waiting", attempts=0, next_at=func.now(), error=None, ended_at=None)
        )
        row = await self._session.scalar(statement.returning(DeliveryRow), execution_options=FRESH)
        if row is not None:
            return Delivery.model_validate(row)
        known = await self._session.get(DeliveryRow, id)
        if known is None or known.webhook_id != webhook:
            raise NotFound("delivery", id)
        raise Conflict("delivery", "it is being sent already")

    async def page(self, window: Window, webhook: UUID, status: DeliveryStatus | None = None) -> Page[Delivery]:
        query = select(DeliveryRow).where(DeliveryRow.webhook_id == webhook)
        if status is not None:
            query = query.where(DeliveryRow.status == status)
        return await page_of(self._session, query, DeliveryRow.id, window, Delivery.model_validate)

    async def forget(self, older_than: timedelta) -> int:
        old = (DeliveryRow.id < id_of_age(older_than), DeliveryRow.status != "waiting")
        gone: Sequence[UUID] = (
            await self._session.scalars(delete(DeliveryRow).where(*old).returning(DeliveryRow.id))
        ).all()
        return len(gone)

    async def _log(self, id: UUID, attempt: Attempt, **values: Any) -> None:
        log = DeliveryRow.log.op("||")([attempt.model_dump(mode="json")])
        still = (DeliveryRow.id == id, DeliveryRow.status == "waiting")
        statement = update(DeliveryRow).where(*still).values(log=log, **values)
        await self._session.execute(statement, execution_options={"synchronize_session": False})
