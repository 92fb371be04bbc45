"""A call of a node's ``perform``: counted before it is made, its outcome kept for the next turn."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from pydantic import TypeAdapter
from temporalio import activity
from temporalio.exceptions import ApplicationError

from nodes import Io, IoFailed, IoTimeout, NodeType
from nodes.calling import filled
from store.calls import CallBegun, Calls
from store.database import Store
from workflows.heartbeat import heartbeating
from workflows.io import IoFactory
from workflows.model import CallRequest
from workflows.storable import storable

log = structlog.get_logger(__name__)
JSON: TypeAdapter[Any] = TypeAdapter(Any)


@dataclass(frozen=True, slots=True)
class CallActivities:
    store: Store
    node_types: Mapping[str, NodeType[Any]]
    io: IoFactory

    @activity.defn(name="call")
    async def call(self, request: CallRequest) -> None:
        async with self.store.transaction(request.workspace) as session:
            begun = await Calls(session).begin(request.call)
        if begun is None:
            return
        if begun.attempt > begun.attempts:
            await self._failed(request, "failed", "the worker died while the call was made; it may not be repeated")
            return
        async with heartbeating():
            await self._make(request, begun)

    async def _make(self, request: CallRequest, begun: CallBegun) -> None:
        try:
            async with asyncio.timeout(begun.timeout):
                result = await perform(self.node_types, begun, self.io.of(request.workspace, request.call))
        except (TimeoutError, IoTimeout):
            await self._again_or(request, begun, "timeout", f"no answer within {begun.timeout:g} s")
        except IoFailed as error:
            await self._again_or(request, begun, "failed", str(error), error.after)
        except Exception as error:  # a bug in a node is the node's failed call, not the conversation's end
            log.exception("a call failed", kind=begun.kind)
            await self._again_or(request, begun, "failed", f"{type(error).__name__}: {error}")
        else:
            async with self.store.transaction(request.workspace) as session:
                await Calls(session).done(request.call, result)

    async def _again_or(
        self, request: CallRequest, begun: CallBegun, error: str, detail: str, after: float | None = None
    ) -> None:
        if begun.attempt < begun.attempts:
            log.info("a call failed", kind=begun.kind, attempt=begun.attempt, of=begun.attempts, detail=detail)
            pause = None if after is None else timedelta(seconds=after)
            words = f"attempt {begun.attempt} of {begun.attempts}: {error}"
            # without its cause: a trace of it would take what people said into Temporal's history
            raise ApplicationError(words, type="CallFailed", next_retry_delay=pause) from None
        await self._failed(request, error, detail)

    async def _failed(self, request: CallRequest, error: str, detail: str) -> None:
        async with self.store.transaction(request.workspace) as session:
            await Calls(session).failed(request.call, "timeout" if error == "timeout" else "failed", detail)


async def perform(node_types: Mapping[str, NodeType[Any]], begun: CallBegun, io: Io) -> Any:
    """Run the node type's ``perform`` and give its result as plain JSON."""
    node = node_types.get(begun.kind)
    if node is None or node.perform is None:
        raise IoFailed(f"node type {begun.kind!r} is not installed in this worker")
    result = await node.perform(filled(node, begun.request), io)
    return storable(JSON.dump_python(result, mode="json"))
