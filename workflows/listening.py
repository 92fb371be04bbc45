"""Starts flows because of what happened in the workspace: the order to start goes into the line of the contact's conversation,
as an order over the API does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from engine import News
from engine.canary import order_for
from engine.listeners import Heard, Listener, heard, link
from engine.triggers import trigger_table
from nodes import NodeType
from store.canaries import Canaries
from store.flows import Flows
from store.inbox import command
from store.occasions import Occasions
from store.records import Trigger
from store.triggered import TriggerLog
from store.workspace_events import WorkspaceEvent
from workflows.telling import Nudge

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class TriggerListener:
    """What a trigger heard and could not start is in its log, so that nothing is lost silently."""

    node_types: Mapping[str, NodeType[Any]]

    async def hear(self, session: AsyncSession, workspace: UUID, event: WorkspaceEvent) -> Sequence[Nudge]:
        """Events are told one after the other: the second finds what the first has put in line."""
        news = News(kind=event.kind, data=event.data)
        asked = [one for one in await self._listeners(session, workspace) if one.match(news)]
        if not asked or event.contact_id is None:
            return ()
        return await self.start(session, asked, news, event.contact_id, event.conversation_id)

    async def start(
        self, session: AsyncSession, asked: Sequence[Listener], news: News, contact: UUID, conversation: UUID | None
    ) -> Sequence[Nudge]:
        """Start the first of these that is meant for the contact, in this conversation or in the one that was active last."""
        known = await Occasions(session).reachable(contact, conversation)
        if known is None:
            return ()
        chain = await _chain(session, news)
        nudges: list[Nudge] = []
        for one in heard(asked, news, known, chain, datetime.now(UTC)):
            nudge = await self._ordered(session, one, news, chain) if one.outcome == "started" else None
            await TriggerLog(session).add(one, news.kind, contact, nudge.upto if nudge else None)
            nudges += [nudge] if nudge else []
        return nudges

    async def _ordered(self, session: AsyncSession, found: Heard, news: News, chain: tuple[str, ...]) -> Nudge | None:
        """Put the start in line behind what the contact said before."""
        if found.reach is None:
            return None
        trigger, conversation = found.trigger, found.reach.conversation
        canary = order_for((await Canaries(session).running()).get(trigger.flow_id), trigger.node)
        order = {
            **({"canary": canary} if canary else {}),
            "flow": str(trigger.flow_id),
            "version": str(trigger.version_id),
            "node": trigger.node,
            "interrupt": trigger.when_busy == "interrupt",
            "news": news.model_dump(mode="json"),
            "chain": [*chain, link(trigger)],
        }
        number = await command(session, conversation, "start", order)
        return None if number is None else Nudge(conversation, number)

    async def _listeners(self, session: AsyncSession, workspace: UUID) -> tuple[Listener, ...]:
        kinds = {kind for kind, node in self.node_types.items() if node.hears}
        return self.compiled(workspace, await Flows(session).triggers(kinds))

    def compiled(self, workspace: UUID, triggers: Iterable[Trigger]) -> tuple[Listener, ...]:
        """Those of these triggers that their types still take, in the order in which they are asked."""
        table = trigger_table(triggers, self.node_types)
        for problem in table.problems:
            log.warning("a trigger is left out", workspace=str(workspace), problem=str(problem))
        return table.listeners


async def _chain(session: AsyncSession, news: News) -> tuple[str, ...]:
    """How it came to this, if a run did it."""
    run = news.data.get("run")
    return await TriggerLog(session).chain(UUID(run)) if run else ()
