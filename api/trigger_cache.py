"""What each workspace listens to, read at most once a second: webhooks come far more often than flows are published."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import structlog

from api.remembered import Remembered
from engine import MessageReceived
from engine.triggers import CompiledTrigger, choose, trigger_table
from nodes import NodeType
from store.database import Store
from store.flows import Flows

log = structlog.get_logger(__name__)
FRESH_SECONDS = 1.0


class TriggerCache:
    def __init__(self, store: Store, node_types: Mapping[str, NodeType[Any]]) -> None:
        self._store, self._node_types = store, node_types
        self._tables: Remembered[UUID, tuple[CompiledTrigger, ...]] = Remembered(self._read, FRESH_SECONDS)

    async def chosen(self, workspace: UUID, channel: UUID, message: MessageReceived) -> CompiledTrigger | None:
        """What this message starts if nobody waits for it, or, with an interrupting trigger, even then."""
        return choose(await self._tables.get(workspace), message, channel)

    def forget(self, workspace: UUID) -> None:
        """After publishing: this process knows at once, the others within a second."""
        self._tables.forget(workspace)

    async def _read(self, workspace: UUID) -> tuple[CompiledTrigger, ...]:
        async with self._store.transaction(workspace) as session:
            rows = await Flows(session).triggers()
        table = trigger_table(rows, self._node_types)
        for problem in table.problems:
            log.warning("a trigger is left out", workspace=str(workspace), problem=str(problem))
        return table.triggers
