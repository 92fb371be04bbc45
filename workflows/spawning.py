"""Puts the flows that flows start for contacts into the line of the conversations that they are for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from engine import StartFlow
from engine.errors import EngineError
from store.addresses import Addresses
from store.channel_kinds import kind_of
from store.errors import NotFound, StoreError
from store.flows import Flows
from store.inbox import Person, command, ensure_conversation
from store.workspace_events import WorkspaceEvent, WorkspaceEvents
from workflows.entering import entry
from workflows.flow_cache import FlowCache
from workflows.telling import Nudge

log = structlog.get_logger(__name__)
ATTEMPTS = 5
REQUESTED, FAILED = "flow.start_requested", "flow.start_failed"


@dataclass(frozen=True, slots=True)
class Spawner:
    """Hears ``flow.start_requested``. What cannot be started becomes ``flow.start_failed``, with the reason."""

    flow_cache: FlowCache

    async def hear(self, session: AsyncSession, workspace: UUID, event: WorkspaceEvent) -> Sequence[Nudge]:
        if event.kind != REQUESTED:
            return ()
        start = StartFlow.model_validate(event.data["start"])
        try:
            return (await self._put(session, start, event),)
        except (StoreError, EngineError) as error:
            log.info("a flow was not started", workspace=str(workspace), flow=start.flow, why=str(error))
            await _told(session, event, str(error))
            return ()

    async def _put(self, session: AsyncSession, start: StartFlow, event: WorkspaceEvent) -> Nudge:
        flow = await Flows(session).find(start.flow)
        if flow is None:
            raise NotFound("flow", start.flow)
        into = await entry(session, self.flow_cache, flow.id)
        conversation = await _conversation(session, start, event.contact_id)
        order = into.order(start.inputs, interrupt=start.interrupt, depth=start.depth)
        number = await command(session, conversation, "start", order)
        return Nudge(conversation, number or 0)


async def _conversation(session: AsyncSession, start: StartFlow, contact: UUID | None) -> UUID:
    channel = UUID(start.channel)
    kind = await kind_of(session, channel)
    address = start.address or await _address(session, contact, channel, kind)
    for _ in range(ATTEMPTS - 1):
        try:
            async with session.begin_nested():
                return await ensure_conversation(session, Person(channel, kind, address, start.name))
        except IntegrityError:  # somebody made the same contact in this instant
            continue
    return await ensure_conversation(session, Person(channel, kind, address, start.name))


async def _address(session: AsyncSession, contact: UUID | None, channel: UUID, kind: str) -> str:
    reached = await Addresses(session).reached([contact] if contact else [], {channel: kind})
    if contact is None or contact not in reached:
        raise NotFound(f"{kind} address of contact", contact)
    return reached[contact][1]


async def _told(session: AsyncSession, event: WorkspaceEvent, why: str) -> None:
    data: dict[str, Any] = {**event.data, "error": why}
    await WorkspaceEvents(session).add(FAILED, data, contact=event.contact_id, conversation=event.conversation_id)
