"""Tells what happened in a workspace to those who want to know: triggers that start flows, and other systems."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from store.database import Store
from store.directory import Directory
from store.workspace_events import WorkspaceEvent, WorkspaceEvents
from workflows.away import AWAY, passing
from workflows.client import Conversations
from workflows.rounds import safely

log = structlog.get_logger(__name__)
EVERY_SECONDS = 1.0
AT_ONCE = 100


class Nudge(NamedTuple):
    """A conversation that has something new in its line, up to this number."""

    conversation: UUID
    upto: int


class Listener(Protocol):
    """Writes down what comes of an event, in the transaction that marks it as handled. It calls nobody: what is to be
    called or nudged is, once that is committed."""

    async def hear(self, session: AsyncSession, workspace: UUID, event: WorkspaceEvent) -> Sequence[Nudge]: ...


@dataclass(frozen=True, slots=True)
class Teller:
    """Every worker process has one; each event is in the hands of one of them."""

    store: Store
    conversations: Conversations
    listeners: tuple[Listener, ...]

    async def run(self) -> None:
        while True:
            try:
                told = await self.tell()
            except AWAY as error:
                told = 0
                log.warning("what happened cannot be told now", error=str(error))
            if not told:
                await asyncio.sleep(EVERY_SECONDS)

    async def tell(self) -> int:
        """How many events were handled, in all workspaces, at most ``AT_ONCE`` in each: none waits for a busy one."""
        async with self.store.system() as session:
            workspaces = await Directory(session).with_events()
        return sum([await safely("events", workspace, self._in) for workspace in workspaces])

    async def _in(self, workspace: UUID) -> int:
        nudges: list[Nudge] = []
        async with self.store.transaction(workspace) as session:
            events = WorkspaceEvents(session)
            taken = await events.take(AT_ONCE)
            for event in taken:
                nudges += await self._heard(session, workspace, event)
            await events.handled(event.id for event in taken)
        for one in nudges:
            await self.conversations.nudge(workspace, one.conversation, one.upto)
        return len(taken)

    async def _heard(self, session: AsyncSession, workspace: UUID, event: WorkspaceEvent) -> list[Nudge]:
        """A listener that breaks must not hold up the line: what it did is undone, and told to the operator. When the database
        is away, or gives another transaction the way, nothing is marked as handled, and all of it is tried again."""
        nudges: list[Nudge] = []
        for listener in self.listeners:
            try:
                async with session.begin_nested():
                    nudges += await listener.hear(session, workspace, event)
            except Exception as error:
                if passing(error):
                    raise
                log.exception(
                    "nobody was told of an event", workspace=str(workspace), kind=event.kind, id=str(event.id)
                )
        return nudges
