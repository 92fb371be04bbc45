"""One attempt to send one message, and what became of it. Used by the turn itself and by ``deliver``."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Protocol, TypeAlias
from uuid import UUID

import httpx
import structlog

from channels import ContactStopped, Refused, SendError, Throttled, Uncertain, Unreachable, fitted
from engine import SendMessage
from store.addresses import Addresses
from store.database import Store
from store.outbox import Held, Outbox, Outgoing
from workflows.away import AWAY
from workflows.channel_cache import ChannelCache, Connection
from workflows.config import Worker

log = structlog.get_logger(__name__)
TYPING_FOR_SECONDS = 3
RECORD_FOR_SECONDS = 30


class Announce(Protocol):
    """Tells open screens of a conversation, as a hint that may be lost."""

    async def __call__(self, workspace: UUID, conversation: UUID, *, typing: bool = False) -> None: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """``done``: the conversation's ``next`` message may follow; else try again ``after`` so many seconds (None: back off).
    Temporal shows the ``code``; what the provider said stays with the message."""

    done: bool
    code: str = ""
    after: float | None = None
    next: Outgoing | Held | None = None


DONE = Outcome(done=True)
Next: TypeAlias = Outgoing | Held | None
Record: TypeAlias = Literal["queued_again", "failed", "in_doubt"]


@dataclass(frozen=True, slots=True)
class Sender:
    """Holds the clients."""

    store: Store
    channels: ChannelCache
    http: httpx.AsyncClient
    settings: Worker
    announce: Announce
    slots: asyncio.Semaphore

    async def send_all(self, workspace: UUID, conversation: UUID, bound: timedelta) -> Outcome:
        """Send what the conversation has queued, in order, until all is done or one must wait."""
        async with self.slots:  # taken before a message is marked: a kill leaves no more in doubt than slots
            return await self.send_from(workspace, await self._take(workspace, conversation), bound)

    async def send_from(self, workspace: UUID, message: Outgoing | Held | None, bound: timedelta) -> Outcome:
        """So, from a message that is marked as being sent. Hold a slot around the mark and this."""
        while isinstance(message, Outgoing):
            outcome = await self._attempt(workspace, message, bound)
            if not outcome.done:
                return outcome
            message = outcome.next
        return Outcome(done=False, code="under_way", after=2) if message else DONE

    async def show_typing(self, workspace: UUID, conversation: UUID, channel: UUID, address: str) -> None:
        """Nobody misses it: it is asked for once, and not waited for long."""
        connection = await self.channels.get(workspace, channel)
        if connection is None or connection.adapter.typing is None:
            return
        await self.announce(workspace, conversation, typing=True)
        with suppress(TimeoutError, SendError):
            async with asyncio.timeout(TYPING_FOR_SECONDS):
                await connection.adapter.typing(self.http, connection.config, address)

    async def _take(self, workspace: UUID, conversation: UUID) -> Outgoing | Held | None:
        async with self.store.hot.transaction(workspace) as connection:
            return await Outbox(connection).take(conversation, self.settings.lease)

    async def _attempt(self, workspace: UUID, message: Outgoing, bound: timedelta) -> Outcome:
        connection = await self.channels.get(workspace, message.channel)
        if connection is None:
            return await self._back(workspace, message, "failed", "no_channel", "the channel is not connected any more")
        if message.stopped:
            return await self._back(workspace, message, "failed", "contact_stopped", "the contact has opted out")
        if message.age > self.settings.deliver_for:
            return await self._back(workspace, message, "failed", "gave_up", "it could not be sent in time")
        if message.doubtful and not may_repeat(connection):
            return await self._back(
                workspace, message, "in_doubt", "in_doubt", "the sending process died: not repeated"
            )
        try:
            async with asyncio.timeout(bound.total_seconds()):
                provider_id = await self._send(connection, message)
        except TimeoutError:
            return await self._failed(
                workspace, message, connection, Uncertain("timeout", "the provider did not answer")
            )
        except SendError as error:
            return await self._failed(workspace, message, connection, error)
        conversation, lease = message.conversation, self.settings.lease
        following = await self._record(
            workspace, lambda outbox: outbox.sent(message.id, provider_id, conversation, lease)
        )
        await self.announce(workspace, conversation)
        return Outcome(done=True, next=following)

    async def _send(self, connection: Connection, message: Outgoing) -> str:
        adapter = connection.adapter
        content = fitted(SendMessage.model_validate(message.content), adapter.capabilities)
        return await adapter.send(self.http, connection.config, message.address, content, message.key)

    async def _failed(self, workspace: UUID, message: Outgoing, connection: Connection, error: SendError) -> Outcome:
        match error:
            case ContactStopped():
                await self._stop(workspace, connection, message)
                return await self._back(workspace, message, "failed", "contact_stopped", error.detail)
            case Refused():
                return await self._back(workspace, message, "failed", error.code, error.detail)
            case Uncertain() if not may_repeat(connection):
                return await self._back(workspace, message, "in_doubt", error.code, error.detail)
            case Throttled(after=after):
                return await self._back(workspace, message, "queued_again", error.code, error.detail, after)
            case Uncertain() | Unreachable():
                return await self._back(workspace, message, "queued_again", error.code, error.detail)
            case _:
                return await self._back(workspace, message, "failed", error.code, error.detail)

    async def _stop(self, workspace: UUID, connection: Connection, message: Outgoing) -> None:
        async with self.store.transaction(workspace) as session:
            await Addresses(session).stop(connection.adapter.kind, message.address)

    async def _back(
        self, workspace: UUID, message: Outgoing, how: Record, code: str, detail: str, after: float | None = None
    ) -> Outcome:
        async def write(outbox: Outbox) -> Next:
            match how:
                case "queued_again":
                    await outbox.queued_again(message.id, code, detail)
                    return None
                case "failed":
                    await outbox.failed(message.id, code, detail)
                case "in_doubt":
                    await outbox.in_doubt(message.id, detail)
            return await outbox.take(message.conversation, self.settings.lease)

        log.info("message not sent", message=str(message.id), how=how, code=code, detail=detail)
        following = await self._record(workspace, write)
        return Outcome(done=how != "queued_again", code=code, after=after, next=following)

    async def _record(self, workspace: UUID, write: Callable[[Outbox], Awaitable[Next]]) -> Next:
        """What the provider did is known only here: hold on to it while the database is away."""
        for attempt in range(RECORD_FOR_SECONDS * 2):
            try:
                async with self.store.hot.transaction(workspace) as connection:
                    return await write(Outbox(connection))
            except AWAY:
                log.warning("cannot record what became of a message; trying again", attempt=attempt)
                await asyncio.sleep(0.5)
        raise TimeoutError("the database did not come back")


def may_repeat(connection: Connection) -> bool:
    """Whether a message that may have arrived is sent again: the provider knows our key, or its owner prefers twice."""
    return connection.adapter.capabilities.send_key or connection.at_least_once
