"""Orders to a run: put in line with the contact's messages, so that they are decided in order like everything else."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response
from litestar.background_tasks import BackgroundTask
from sqlalchemy.ext.asyncio import AsyncSession

from api.permissions import Identity
from api.run_bodies import Cancelled
from engine import EventRefused
from engine.session import Status
from store.errors import NotFound
from store.inbox import command
from store.pages import Window
from store.records import Run
from store.runs import RunFilter, Runs
from store.sessions import Sessions
from store.states import EventKind
from workflows.client import Conversations
from workflows.flow_cache import FlowCache

OPEN: tuple[Status, ...] = ("active", "paused", "blocked")


class Ordered(msgspec.Struct, frozen=True, kw_only=True):
    """The order is in line; ``GET /runs/{id}`` shows what came of it."""

    run: UUID
    conversation: UUID


@dataclass(frozen=True, slots=True)
class Commands:
    """``identity`` gives them."""

    session: AsyncSession
    identity: Identity
    conversations: Conversations
    flow_cache: FlowCache

    async def give(
        self, id: UUID, kind: EventKind, data: dict[str, Any], allowed: Collection[str]
    ) -> Response[Ordered]:
        run = await self._run(id, allowed)
        number = await command(
            self.session, run.conversation_id, kind, {"session": str(id), "by": self.identity.by, **data}
        )
        if number is None:
            raise NotFound("conversation", run.conversation_id)
        nudge = BackgroundTask(self.conversations.nudge, self.identity.workspace, run.conversation_id, number)
        return Response(Ordered(run=id, conversation=run.conversation_id), status_code=202, background=nudge)

    async def cancel_all(self, which: dict[str, Any], reason: str, limit: int) -> Response[Cancelled]:
        """Newest first. What runs inside a run, the flows that it runs, ends with it."""
        statuses = (which.pop("status"),) if "status" in which else OPEN
        pages = [await Runs(self.session).page(Window(limit=limit), RunFilter(status=one, **which)) for one in statuses]
        found = [run for page in pages for run in page.items]
        orders = [(run.conversation_id, await self._cancel(run, reason)) for run in found[:limit]]
        more = len(found) > limit or any(page.next for page in pages)
        told = Cancelled(runs=tuple(run.id for run in found[:limit]), more=more)
        return Response(told, status_code=202, background=BackgroundTask(self._nudge_all, orders))

    async def _cancel(self, run: Run, reason: str) -> int | None:
        return await command(self.session, run.conversation_id, "cancel", {"session": str(run.id), "reason": reason})

    async def _nudge_all(self, orders: Sequence[tuple[UUID, int | None]]) -> None:
        for conversation, number in orders:
            if number is not None:
                await self.conversations.nudge(self.identity.workspace, conversation, number)

    async def hand_back(self, id: UUID, node: str | None) -> Response[Ordered]:
        if node is not None:
            await self._refuse_unknown(id, node)
        return await self.give(id, "hand_back", {"node": node}, ("paused",))

    async def retry(self, id: UUID) -> Response[Ordered]:
        run = await self._run(id, ("blocked",))
        await Sessions(self.session).unblock(id)
        look = BackgroundTask(self.conversations.look, self.identity.workspace, run.conversation_id)
        return Response(Ordered(run=id, conversation=run.conversation_id), status_code=202, background=look)

    async def _run(self, id: UUID, allowed: Collection[str]) -> Run:
        run = await Runs(self.session).get(id)
        if run.status not in allowed:
            raise EventRefused(f"the run is {run.status}, not {' or '.join(allowed)}")
        return run

    async def _refuse_unknown(self, id: UUID, node: str) -> None:
        frames = (await Runs(self.session).state(id)).get("frames", [])
        version = frames[-1]["flow"] if frames else None
        flow = (await self.flow_cache.needed(self.session, [version])).version(version) if version else None
        if flow is None or node not in flow.nodes:
            raise EventRefused(f"the flow that the run is in has no node {node!r}")
