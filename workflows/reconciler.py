"""Finds out what became of messages in doubt, where the platform can be asked: a message is sent again only when the
platform knows nothing of it.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import httpx
import structlog

from channels import SendError, Sought, adapters, fitted
from engine import SendMessage
from store.database import Store
from store.directory import Directory
from store.doubts import Doubt, Doubts, Settlement
from store.inbox import Received
from store.reports import wake_conversation
from workflows.away import AWAY
from workflows.channel_cache import ChannelCache
from workflows.client import Conversations
from workflows.rounds import safely

log = structlog.get_logger(__name__)
EVERY, PATIENCE = timedelta(seconds=15), timedelta(seconds=10)
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Reconciler:
    """Every worker process has one; that several ask at the same time does no harm. ``sure``: a platform that knows nothing of
    a message so long after it was sent will never hear of it. Older ones than ``within`` are left for people."""

    store: Store
    channels: ChannelCache
    http: httpx.AsyncClient
    conversations: Conversations
    within: timedelta
    sure: timedelta = timedelta(minutes=2)

    async def run(self) -> None:
        while True:
            try:
                await self.look()
            except AWAY as error:
                log.warning("messages in doubt cannot be looked at", error=str(error))
            await asyncio.sleep(EVERY.total_seconds())

    async def look(self) -> int:
        """How many were settled, in all workspaces."""
        kinds = [adapter.kind for adapter in adapters().values() if adapter.find]
        if not kinds:
            return 0
        async with self.store.system() as session:
            workspaces = await Directory(session).with_channels(kinds)
        return sum([await safely("doubts", one, lambda workspace: self._in(workspace, kinds)) for one in workspaces])

    async def _in(self, workspace: UUID, kinds: Sequence[str]) -> int:
        async with self.store.transaction(workspace) as session:
            found = await Doubts(session).open(kinds, self.within, AT_ONCE)
        return sum([await self._settle(workspace, doubt) for doubt in found])

    async def _settle(self, workspace: UUID, doubt: Doubt) -> bool:
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                provider_id = await self._found(workspace, doubt)
        except (SendError, TimeoutError) as error:
            log.info("a message stays in doubt", message=str(doubt.id), error=str(error)[:200])
            return False
        except AWAY:
            raise
        except Exception:  # an adapter may be anybody's: its mistake with this message is not that of the next one
            log.exception("a message stays in doubt", message=str(doubt.id))
            return False
        if provider_id is None and doubt.waited < self.sure:
            return False
        return await settled(
            self.store, self.conversations, workspace, doubt.id, "sent" if provider_id else "queued", provider_id
        )

    async def _found(self, workspace: UUID, doubt: Doubt) -> str | None:
        connection = await self.channels.get(workspace, doubt.channel)
        if connection is None or connection.adapter.find is None:
            raise TimeoutError("the channel is not connected any more")
        message = fitted(SendMessage.model_validate(doubt.content), connection.adapter.capabilities)
        sought = Sought(address=doubt.address, message=message, key=doubt.key, since=doubt.since)
        return await connection.adapter.find(self.http, connection.config, sought)


async def settled(
    store: Store,
    conversations: Conversations,
    workspace: UUID,
    id: UUID,
    status: Settlement,
    provider_id: str | None = None,
) -> bool:
    """Write down what was found out, and let the conversation go on: send it again, or hear of it."""
    async with store.transaction(workspace) as session:
        conversation = await Doubts(session).settled(id, status, provider_id)
    if conversation is None:
        return False
    log.info("a message is in doubt no more", message=str(id), status=status)
    await go_on(store, conversations, workspace, conversation)
    return True


async def go_on(store: Store, conversations: Conversations, workspace: UUID, conversation: UUID) -> None:
    woken: list[Received] = []
    async with store.hot.transaction(workspace) as connection:
        woken = await wake_conversation(connection, conversation)
    for one in woken:
        await conversations.nudge(workspace, one.conversation, one.number)
    if not woken:
        await conversations.look(workspace, conversation)
