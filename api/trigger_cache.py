"""What each workspace listens to, read at most once a second: webhooks come far more often than flows are published."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

import structlog

from api.remembered import Remembered
from engine import MessageReceived
from engine.canary import Canary
from engine.triggers import CompiledTrigger, choose, trigger_table
from nodes import NodeType
from store.canaries import Canaries
from store.database import Store
from store.flows import Flows

log = structlog.get_logger(__name__)
FRESH_SECONDS = 1.0


class TriggerCache:
    def __init__(self, store: Store, node_types: Mapping[str, NodeType[Any]]) -> None:
        self._store, self._node_types = store, node_types
        self._tables: Remembered[UUID, Table] = Remembered(self._read, FRESH_SECONDS)

    async def chosen(self, workspace: UUID, channel: UUID, message: MessageReceived) -> CompiledTrigger | None:
        """What this message starts if nobody waits for it, or, with an interrupting trigger, even then."""
        return choose((await self._tables.get(workspace)).triggers, message, channel)

    async def canary(self, workspace: UUID, flow: UUID, node: str) -> dict[str, Any] | None:
        """What an order to start the flow at this trigger says of a canary, if one is running."""
        return canary_order((await self._tables.get(workspace)).canaries.get(flow), node)

    def forget(self, workspace: UUID) -> None:
        """After publishing: this process knows at once, the others within a second."""
        self._tables.forget(workspace)

    async def _read(self, workspace: UUID) -> "Table":
        async with self._store.transaction(workspace) as session:
            rows = await Flows(session).triggers()
            canaries = await Canaries(session).running()
        table = trigger_table(rows, self._node_types)
        for problem in table.problems:
            log.warning("a trigger is left out", workspace=str(workspace), problem=str(problem))
        return Table(table.triggers, canaries)


class Table(NamedTuple):
    triggers: tuple[CompiledTrigger, ...]
    canaries: Mapping[UUID, Canary]


def canary_order(canary: Canary | None, node: str) -> dict[str, Any] | None:
    """The turn that begins the session draws, by the contact; an entry that the canary lacks is not for it."""
    if canary is None or node not in canary.entries:
        return None
    return {"id": str(canary.id), "version": str(canary.version), "percent": canary.percent}
