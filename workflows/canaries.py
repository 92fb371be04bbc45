"""Watches canaries, and ends those whose sessions fail too often."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

import structlog

from store.canaries import Canaries
from store.database import Store
from store.directory import Directory
from store.errors import Conflict, NotFound
from workflows.away import AWAY
from workflows.rounds import safely

log = structlog.get_logger(__name__)
EVERY = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class CanaryWatch:
    """Every worker process has one; that several look at the same time does no harm."""

    store: Store

    async def run(self) -> None:
        while True:
            try:
                await self.look()
            except AWAY as error:
                log.warning("canaries cannot be watched", error=str(error))
            await asyncio.sleep(EVERY.total_seconds())

    async def look(self) -> int:
        """How many canaries were rolled back, in all workspaces."""
        async with self.store.system() as session:
            running = await Directory(session).canaries()
        return sum([await safely("canaries", workspace, partial(self._judge, id)) for workspace, id in running])

    async def _judge(self, id: UUID, workspace: UUID) -> bool:
        async with self.store.transaction(workspace) as session:
            canaries = Canaries(session)
            try:
                canary = await canaries.get(id)
                health = await canaries.health(canary)
                if not health.failed(canary.most_failing, canary.minimum):
                    return False
                reason = f"{health.failing} of {health.sessions} sessions failed or are blocked"
                await canaries.roll_back(id, reason)
            except (Conflict, NotFound):  # somebody ended it in this moment
                return False
        log.warning("a canary was rolled back", workspace=str(workspace), canary=str(id), reason=reason)
        return True
