"""What each workspace listens to, read at most once a second: webhooks come far more often than flows are published."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

import structlog

from api.remembered import Remembered
from channels import Inbound
from engine import Channel, Contact, MessageReceived, Occasion
from engine.canary import Canary, order_for
from engine.triggers import Chosen, CompiledTrigger, candidates, choose, trigger_table
from nodes import NodeType
from store.canaries import Canaries
from store.database import Store
from store.flows import Flows
from store.occasions import Known, Occasions
from workflows.channel_cache import Connection

log = structlog.get_logger(__name__)
FRESH_SECONDS = 1.0
NOBODY = UUID(int=0)
Trigger: TypeAlias = CompiledTrigger[MessageReceived]


class TriggerCache:
    def __init__(self, store: Store, node_types: Mapping[str, NodeType[Any]]) -> None:
        self._store, self._node_types = store, node_types
        self._tables: Remembered[UUID, Table] = Remembered(self._read, FRESH_SECONDS)

    async def chosen(self, workspace: UUID, connection: Connection, inbound: Inbound) -> Chosen:
        """What this message starts: the contact is looked up only if a trigger that takes it has conditions."""
        asked = tuple(candidates((await self._tables.get(workspace)).triggers, inbound.message, connection.id))
        if all(one.admit is None for one in asked):
            return choose(asked, _unasked)
        async with self._store.transaction(workspace) as session:
            known = await Occasions(session).known(connection.id, connection.adapter.kind, inbound.address)
        now = datetime.now(UTC)
        return choose(asked, lambda trigger: _occasion(trigger, connection, inbound, known, now))

    async def canary(self, workspace: UUID, flow: UUID, node: str) -> dict[str, Any] | None:
        """What an order to start the flow at this trigger says of a canary, if one is running."""
        return order_for((await self._tables.get(workspace)).canaries.get(flow), node)

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
    triggers: tuple[Trigger, ...]
    canaries: Mapping[UUID, Canary]


def _unasked(trigger: Trigger) -> Occasion:
    raise LookupError(trigger.node)


def _occasion(
    trigger: Trigger, connection: Connection, inbound: Inbound, known: Known | None, now: datetime
) -> Occasion:
    stranger = Contact(id=NOBODY, name=inbound.name, language=inbound.language)
    return Occasion(
        now=now,
        contact=known.contact if known else stranger,
        channel=Channel(id=connection.id, kind=connection.adapter.kind, name=connection.name),
        message=inbound.message,
        first=not (known and known.wrote),
        started=known.started.get(trigger.flow_id) if known else None,
    )
