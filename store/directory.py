"""Looked up by the system role: before the workspace is known, or across all of them."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from store.models import (
    ApiKeyRow,
    BulkRecipientRow,
    BulkStartRow,
    CanaryRow,
    ChannelRow,
    DeliveryRow,
    EventRow,
    FlowHookRow,
    IntegrationRow,
    ScheduleRow,
    SegmentRow,
    TriggerRow,
    WorkspaceEventRow,
    WorkspaceRow,
)
from store.records import ApiKey, ChannelPlace, Unhandled
from store.schedules import SCHEDULE
from store.segments import due


class Directory:
    """Takes a session of ``Store.system``."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def channel(self, id: UUID) -> ChannelPlace | None:
        row = await self._session.get(ChannelRow, id)
        return ChannelPlace.model_validate(row) if row else None

    async def integration(self, id: UUID) -> UUID | None:
        """The workspace that it belongs to."""
        return await self._session.scalar(select(IntegrationRow.workspace_id).where(IntegrationRow.id == id))

    async def key(self, digest: bytes) -> ApiKey | None:
        """The key with this digest, unless it was revoked."""
        query = select(ApiKeyRow).where(ApiKeyRow.digest == digest, ApiKeyRow.revoked_at.is_(None))
        row = await self._session.scalar(query)
        return ApiKey.model_validate(row) if row else None

    async def flow_hook(self, digest: bytes) -> tuple[UUID, UUID] | None:
        """Workspace and id of the trigger's address with this digest."""
        query = select(FlowHookRow.workspace_id, FlowHookRow.id).where(FlowHookRow.digest == digest)
        row = (await self._session.execute(query)).one_or_none()
        return (row[0], row[1]) if row else None

    async def with_deliveries(self) -> tuple[tuple[UUID, UUID], ...]:
        """Workspace and id of every webhook that there is something to tell to now."""
        due = (DeliveryRow.status == "waiting", DeliveryRow.next_at <= func.now())
        query = select(DeliveryRow.workspace_id, DeliveryRow.webhook_id).where(*due).distinct()
        return tuple((row[0], row[1]) for row in await self._session.execute(query))

    async def workspaces(self) -> tuple[UUID, ...]:
        return tuple(await self._session.scalars(select(WorkspaceRow.id).order_by(WorkspaceRow.id)))

    async def with_channels(self, kinds: Collection[str]) -> tuple[UUID, ...]:
        """Workspaces that have a channel of one of these kinds."""
        query = select(ChannelRow.workspace_id).where(ChannelRow.kind.in_(kinds)).distinct()
        return tuple(await self._session.scalars(query))

    async def canaries(self) -> tuple[tuple[UUID, UUID], ...]:
        """Workspace and id of every canary that is running."""
        query = select(CanaryRow.workspace_id, CanaryRow.id).where(CanaryRow.status == "running")
        return tuple((row[0], row[1]) for row in await self._session.execute(query))

    async def with_events(self) -> tuple[UUID, ...]:
        """Workspaces in which something happened that not everybody was told yet."""
        query = select(WorkspaceEventRow.workspace_id).where(WorkspaceEventRow.handled_at.is_(None)).distinct()
        return tuple(await self._session.scalars(query))

    async def with_bulk_starts(self) -> tuple[UUID, ...]:
        """Workspaces that have a bulk start to work off, or somebody in line of one that was paused or cancelled since."""
        running = select(BulkStartRow.workspace_id).where(BulkStartRow.status == "running")
        in_line = select(BulkRecipientRow.workspace_id).where(BulkRecipientRow.status == "in_line")
        return tuple(await self._session.scalars(union(running, in_line)))

    async def with_schedules(self) -> tuple[UUID, ...]:
        """Workspaces in which something starts at set times, or did until now."""
        published = select(TriggerRow.workspace_id).where(TriggerRow.kind == SCHEDULE)
        return tuple(await self._session.scalars(union(published, select(ScheduleRow.workspace_id))))

    async def with_segments_due(self, every: timedelta) -> tuple[UUID, ...]:
        """Workspaces in which all contacts are to be looked through for a segment."""
        return tuple(await self._session.scalars(select(SegmentRow.workspace_id).where(due(every)).distinct()))

    async def with_triggers(self, kind: str) -> tuple[UUID, ...]:
        """Workspaces with a published trigger of this type."""
        return tuple(
            await self._session.scalars(select(TriggerRow.workspace_id).where(TriggerRow.kind == kind).distinct())
        )

    async def unhandled(self, older_than: timedelta, limit: int) -> list[Unhandled]:
        """Conversations with events that nobody took for so long: who waits longest comes first."""
        query = (
            select(EventRow.workspace_id, EventRow.conversation_id, func.max(EventRow.number).label("upto"))
            .where(EventRow.handled_at.is_(None), EventRow.created_at < func.now() - older_than)
            .group_by(EventRow.workspace_id, EventRow.conversation_id)
            .order_by(func.min(EventRow.created_at))
            .limit(limit)
        )
        return [Unhandled(*row) for row in await self._session.execute(query)]
