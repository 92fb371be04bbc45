"""Canaries: started, watched, and ended one way or another."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from engine.canary import Canary, Health
from store.database import FRESH
from store.errors import Conflict, NotFound
from store.models import CanaryRow, FlowRow
from store.records import Record
from store.states import CanaryStatus

_HEALTH = text("""
    with begun as (
        select id from sessions where version_id = :version and started_at >= :since
        union select session_id from steps where flow_version = :version and entered = 'started' and created_at >= :since
    ), failing as (
        select id from begun join sessions using (id) where status = any (array['failed', 'blocked'])
            and (version_id = :version or state -> 'frames' -> -1 ->> 'flow' = cast(:version as uuid)::text)
        union select after.session_id from steps after join steps last
            on last.session_id = after.session_id and last.turn_id = after.turn_id and last.position = after.position - 1
        where after.entered = 'flow_ended' and after."left" = 'failed' and after.created_at >= :since
            and last.flow_version = :version and (last.flow_version, last.node) <> (after.flow_version, after.node)
    )
    select count(*), count(*) filter (where id in (select id from failing)) from begun
""")


class Limits(Record):
    """It is given up when more than ``most_failing`` of at least ``minimum`` sessions fail."""

    percent: int
    most_failing: float
    minimum: int


class CanaryRecord(Limits):
    id: UUID
    flow_id: UUID
    version_id: UUID
    status: CanaryStatus
    reason: str | None
    started_at: datetime
    ended_at: datetime | None


class Canaries:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def start(self, flow: UUID, version: UUID, entries: Sequence[str], limits: Limits) -> CanaryRecord:
        row = CanaryRow(flow_id=flow, version_id=version, entries=list(entries), **limits.model_dump())
        self._session.add(row)
        await self._session.flush()
        return CanaryRecord.model_validate(row)

    async def running(self) -> dict[UUID, Canary]:
        """The canaries of the workspace by flow."""
        rows = await self._session.scalars(select(CanaryRow).where(CanaryRow.status == "running"))
        return {row.flow_id: _canary(row) for row in rows}

    async def of_keys(self, keys: Collection[str]) -> dict[str, Canary]:
        """Those of these flows that are running, by the flow's key."""
        query = select(FlowRow.key, CanaryRow).join(CanaryRow, CanaryRow.flow_id == FlowRow.id)
        query = query.where(FlowRow.key.in_(keys), CanaryRow.status == "running")
        return {key: _canary(row) for key, row in await self._session.execute(query)}

    async def get(self, id: UUID) -> CanaryRecord:
        row = await self._session.get(CanaryRow, id)
        if row is None:
            raise NotFound("canary", id)
        return CanaryRecord.model_validate(row)

    async def latest(self, flow: UUID) -> CanaryRecord:
        query = select(CanaryRow).where(CanaryRow.flow_id == flow).order_by(CanaryRow.id.desc()).limit(1)
        row = await self._session.scalar(query)
        if row is None:
            raise NotFound("canary of flow", flow)
        return CanaryRecord.model_validate(row)

    async def health(self, canary: CanaryRecord) -> Health:
        """Of the sessions in which the version was started since the canary was, by itself or by another flow. One that goes on
        after the version has failed within it, by the other flow's output for that, counts as failing, too."""
        since = {"version": canary.version_id, "since": canary.started_at}
        row = (await self._session.execute(_HEALTH, since)).one()
        return Health(sessions=row[0], failing=row[1])

    async def widen(self, flow: UUID, percent: int) -> CanaryRecord:
        return await self._change(CanaryRow.flow_id == flow, percent=percent)

    async def end(self, flow: UUID, status: CanaryStatus) -> CanaryRecord:
        """Nobody new starts with it; who did goes on with it. Raises Conflict if none is running."""
        return await self._change(CanaryRow.flow_id == flow, status=status, ended_at=func.now())

    async def roll_back(self, id: UUID, reason: str) -> CanaryRecord:
        return await self._change(CanaryRow.id == id, status="rolled_back", reason=reason, ended_at=func.now())

    async def _change(self, which: ColumnElement[bool], **values: object) -> CanaryRecord:
        statement = update(CanaryRow).where(which, CanaryRow.status == "running").values(**values)
        row = await self._session.scalar(statement.returning(CanaryRow), execution_options=FRESH)
        if row is None:
            raise Conflict("canary", "none is running")
        return CanaryRecord.model_validate(row)


def _canary(row: CanaryRow) -> Canary:
    return Canary(id=row.id, version=row.version_id, percent=row.percent, entries=frozenset(row.entries))
