"""Throws away what nobody will ask for again: old webhooks, what was told and read, and answers to repeated requests."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from store.ai_spend import AiSpend
from store.database import Store
from store.deliveries import Deliveries
from store.directory import Directory
from store.flow_hooks import FlowHookCalls
from store.hook_events import HookEvents
from store.idempotency import Idempotency
from store.integration_events import IntegrationEvents
from store.notifications import Notifications
from store.occurrences import Occurrences
from store.triggered import TriggerLog
from store.workspace_events import WorkspaceEvents
from workflows.away import AWAY
from workflows.rounds import safely

log = structlog.get_logger(__name__)
EVERY = timedelta(hours=1)
KEEP_EVENTS = timedelta(days=7)
KEEP_TRIGGERED = timedelta(days=30)  # docs/triggers.md promises as much
KEEP_NOTIFICATIONS = timedelta(days=90)  # docs/people.md promises as much
KEEP_ANSWERS = timedelta(hours=24)  # docs/api.md promises as much


@dataclass(frozen=True, slots=True)
class Housekeeper:
    """Every worker process has one; that several look at the same time does no harm."""

    store: Store
    keep_webhooks: timedelta

    async def run(self) -> None:
        while True:
            try:
                await self.clean()
            except AWAY as error:
                log.warning("cannot throw old webhooks away", error=str(error))
            await asyncio.sleep(EVERY.total_seconds())

    async def clean(self) -> int:
        """How many webhooks were thrown away, in all workspaces."""
        async with self.store.system() as session:
            workspaces = await Directory(session).workspaces()
        return sum([await safely("what is old", workspace, self._in) for workspace in workspaces])

    async def _in(self, workspace: UUID) -> int:
        async with self.store.transaction(workspace) as session:
            return await forget(session, self.keep_webhooks)


async def forget(session: AsyncSession, keep_webhooks: timedelta) -> int:
    """All that is old in a workspace; how many webhooks there were among it."""
    await Idempotency(session).forget(KEEP_ANSWERS)
    await WorkspaceEvents(session).forget(KEEP_EVENTS)
    await TriggerLog(session).forget(KEEP_TRIGGERED)
    await Occurrences(session).forget(KEEP_TRIGGERED)
    await Notifications(session).forget(KEEP_NOTIFICATIONS)
    await AiSpend(session).forget()
    webhooks = (HookEvents, IntegrationEvents, FlowHookCalls, Deliveries)
    return sum([await kept(session).forget(keep_webhooks) for kept in webhooks])
