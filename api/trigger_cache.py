"""What each workspace listens to, read at most once a second: webhooks come far more often than flows are published."""

from uuid import UUID

from api.remembered import Remembered
from engine import MessageReceived
from engine.triggers import choose
from store.database import Store
from store.flows import Flows
from store.records import Trigger

FRESH_SECONDS = 1.0


class TriggerCache:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._tables: Remembered[UUID, tuple[Trigger, ...]] = Remembered(self._read, FRESH_SECONDS)

    async def table(self, workspace: UUID) -> tuple[Trigger, ...]:
        return await self._tables.get(workspace)

    def forget(self, workspace: UUID) -> None:
        """After publishing: this process knows at once, the others within a second."""
        self._tables.forget(workspace)

    async def _read(self, workspace: UUID) -> tuple[Trigger, ...]:
        async with self._store.transaction(workspace) as session:
            return tuple(await Flows(session).triggers())
