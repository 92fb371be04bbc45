"""The order that puts a contact into a flow: which version, at which trigger, and whether a canary may draw them."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from engine import CompiledFlow
from engine.canary import order_for
from engine.leaving import when_busy
from engine.placing import urgency
from engine.triggers import ordered_at
from store.bulk_starts import ORDINARY
from store.canaries import Canaries
from store.errors import StoreError
from store.flows import Flows
from workflows.flow_cache import FlowCache


class NothingPublished(StoreError):
    """The flow cannot start now; the text says what to do."""


class NoSuchTrigger(StoreError):
    def __init__(self, node: str) -> None:
        super().__init__(f"the flow has no trigger {node!r}")


class Entry(NamedTuple):
    """Where a flow is entered at this moment; ``interrupts`` is what the trigger says of contacts who are inside a flow, and
    ``priority`` its place among others that start flows for many."""

    flow: UUID
    compiled: CompiledFlow
    node: str
    canary: Mapping[str, Any] | None
    interrupts: bool = False
    priority: int = ORDINARY

    def order(
        self, inputs: Mapping[str, Any], *, interrupt: bool | None = None, patient: bool = False, **more: Any
    ) -> dict[str, Any]:
        """What is put into the line of a conversation, as an event of kind ``start``. What is ``patient`` comes behind people who
        have just written; it says so itself, for whoever finds it when nobody was told of it in time."""
        return {
            **({"patient": True} if patient else {}),
            **({"canary": self.canary} if self.canary else {}),
            "flow": str(self.flow),
            "version": self.compiled.id,
            "node": self.node,
            "inputs": dict(inputs),
            "interrupt": self.interrupts if interrupt is None else interrupt,
            **more,
        }


async def entry(session: AsyncSession, cache: FlowCache, flow: UUID, node: str | None = None) -> Entry:
    """The published version's trigger ``node``, or its first. Raises NothingPublished or NoSuchTrigger."""
    found = await Flows(session).get(flow)
    if found.archived_at is not None:
        raise NothingPublished("the flow is archived: bring it back before it is started")
    if found.published_id is None:
        raise NothingPublished("publish the flow before it is started")
    version = str(found.published_id)
    compiled = (await cache.needed(session, [version])).version(version)
    at = _node(compiled, node)
    canary = order_for((await Canaries(session).running()).get(flow), at)
    ordered, interrupts = ordered_at(compiled, at), when_busy(compiled.nodes[at].params) == "interrupt"
    priority = urgency(ordered.params if ordered else None, ORDINARY)
    return Entry(flow, compiled, at, canary, interrupts, priority)


def _node(flow: CompiledFlow, node: str | None) -> str:
    if node is not None and node not in {trigger.id for trigger in flow.triggers}:
        raise NoSuchTrigger(node)
    if at := node or flow.entry:
        return at
    raise NothingPublished("the flow has no trigger to start from")
