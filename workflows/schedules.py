"""Starts flows at set times: each moment of a schedule becomes one bulk start for its audience."""

import asyncio
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from uuid import UUID

import structlog

from engine.audience import Audience
from nodes.cron import moments
from nodes.schedule import Params
from store.bulk_starts import BulkStarts, NewBulkStart
from store.database import Store
from store.directory import Directory
from store.schedules import DueSchedule, Schedules
from workflows.away import AWAY
from workflows.rounds import safely

log = structlog.get_logger(__name__)
EVERY_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Scheduler:
    """Every worker process has one; each schedule is in the hands of one of them, and a moment of it makes one bulk start
    however many see it. Of those that passed while no worker ran, the last is made up for if it is not too old."""

    store: Store
    look_back: timedelta

    async def run(self) -> None:
        while True:
            try:
                await self.look(datetime.now(UTC))
            except AWAY as error:
                log.warning("schedules cannot be looked at", error=str(error))
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self, now: datetime) -> int:
        """How many bulk starts were made, in all workspaces."""
        async with self.store.system() as session:
            workspaces = await Directory(session).with_schedules()
        return sum([await safely("schedules", one, lambda workspace: self._in(workspace, now)) for one in workspaces])

    async def _in(self, workspace: UUID, now: datetime) -> int:
        async with self.store.transaction(workspace) as session:
            await Schedules(session).known()
        count = 0
        async with self.store.transaction(workspace) as session:
            for due in await Schedules(session).take():
                new = self._due(due, now)
                count += new is not None and await BulkStarts(session).add(new) is not None
                await Schedules(session).done(due.id, max(now, due.done_until))
        return count

    def _due(self, due: DueSchedule, now: datetime) -> NewBulkStart | None:
        try:
            params = Params.model_validate(due.trigger.params)
        except ValueError:
            log.exception("a schedule cannot be read", flow=str(due.trigger.flow_id), node=due.trigger.node)
            return None
        after = max(due.done_until, now - self.look_back)
        passed = deque(takewhile(lambda moment: moment <= now, moments(params.cron, params.zone, after)), maxlen=1)
        return _bulk_start(due, params, passed[0]) if passed else None


def _bulk_start(due: DueSchedule, params: Params, moment: datetime) -> NewBulkStart:
    trigger = due.trigger
    return NewBulkStart(
        flow_id=trigger.flow_id,
        node=trigger.node,
        name=f"{trigger.node} at {moment:%Y-%m-%d %H:%M} UTC",
        channels=trigger.channels,
        interrupt=params.when_busy == "interrupt",
        priority=params.priority,
        audience=Audience(condition=params.audience),
        occasion=f"schedule/{trigger.flow_id}/{trigger.node}/{moment:%Y-%m-%dT%H:%M}",
    )
