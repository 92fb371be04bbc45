"""Schedules of published flows, and up to when they were seen to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from store.flows import Flows
from store.models import ScheduleRow
from store.records import Record, Trigger

SCHEDULE = "schedule"  # the kind of its trigger


class DueSchedule(Record):
    trigger: Trigger
    id: UUID
    done_until: datetime


class Schedules:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def known(self) -> None:
        """Begin with those that were published since the last time, and forget those that are published no more."""
        now = {(one.flow_id, one.node) for one in await Flows(self._session).triggers() if one.kind == SCHEDULE}
        table = ScheduleRow
        gone = delete(table).where(tuple_(table.flow_id, table.node).not_in(now)) if now else delete(table)
        await self._session.execute(gone)
        for flow, node in sorted(now):
            await self._session.execute(insert(table).values(flow_id=flow, node=node).on_conflict_do_nothing())

    async def take(self) -> list[DueSchedule]:
        """Those that nobody else looks at in this moment; they stay ours until the transaction ends."""
        triggers = {(one.flow_id, one.node): one for one in await Flows(self._session).triggers()}
        rows = await self._session.scalars(select(ScheduleRow).with_for_update(skip_locked=True))
        return [_due(row, triggers[row.flow_id, row.node]) for row in rows if (row.flow_id, row.node) in triggers]

    async def done(self, id: UUID, until: datetime) -> None:
        await self._session.execute(update(ScheduleRow).where(ScheduleRow.id == id).values(done_until=until))


def _due(row: Any, trigger: Trigger) -> DueSchedule:
    return DueSchedule(trigger=trigger, id=row.id, done_until=row.done_until)
