"""Works off bulk starts: a few contacts of each workspace at a time, so that nobody waits behind a large one."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from engine.audience import Audience
from engine.errors import EngineError
from store.bulk_line import BulkLine, Taken
from store.bulk_starts import BulkStarts
from store.database import Store
from store.directory import Directory
from store.errors import StoreError
from store.inbox import Person, command, ensure_conversation
from workflows.away import AWAY
from workflows.client import BULK, Conversations
from workflows.entering import Entry, entry
from workflows.flow_cache import FlowCache
from workflows.rounds import safely
from workflows.telling import Nudge

log = structlog.get_logger(__name__)
EVERY_SECONDS = 0.5
LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class Pace:
    """Of one workspace: starts a second, and how many may wait for a worker at the same time."""

    per_second: int
    in_line: int


@dataclass(frozen=True, slots=True)
class BulkStarter:
    """Every worker process has one; each workspace is in the hands of one of them. A round takes a few of every workspace."""

    store: Store
    conversations: Conversations
    flow_cache: FlowCache
    pace: Pace

    async def run(self) -> None:
        while True:
            try:
                moved = await self.round()
            except AWAY as error:
                moved = 0
                log.warning("bulk starts wait for the database", error=str(error))
            if not moved:
                await asyncio.sleep(EVERY_SECONDS)

    async def round(self) -> int:
        """How many contacts were put in line, or batches of an audience gathered, in all workspaces."""
        async with self.store.system() as session:
            workspaces = await Directory(session).with_bulk_starts()
        return sum([await safely("bulk starts", one, self._in) for one in workspaces])

    async def _in(self, workspace: UUID) -> int:
        async with self.store.transaction(workspace) as session:
            line = BulkLine(session)
            if not await line.mine():
                return 0
            await line.settle()
            gathered = await _gather(session, line)
            room = await line.room(self.pace.per_second, self.pace.in_line)
            nudges = await _Batch(session, line, self.flow_cache).start(await line.take(room) if room else [])
            await line.finish()
        for one in nudges:
            await self.conversations.nudge(workspace, one.conversation, one.upto, urgency=BULK)
        return gathered + len(nudges)


async def _gather(session: AsyncSession, line: BulkLine) -> bool:
    """Look for the next of an audience; whether there was one to look for."""
    bulk = await line.to_gather()
    if bulk is None:
        return False
    audience, now = bulk.audience or Audience(), datetime.now(UTC)
    wanted = [one for one in await line.look(bulk, LOOKED_AT) if audience.has(one.contact, one.channel, now)]
    await BulkStarts(session).add_recipients(bulk.id, [one.recipient for one in wanted])
    return True


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some recipients of one workspace, put in line in one transaction."""

    session: AsyncSession
    line: BulkLine
    flow_cache: FlowCache
    entries: dict[UUID, Entry | None] = field(default_factory=dict)

    async def start(self, taken: list[Taken]) -> list[Nudge]:
        found = [await self._start(one) for one in taken]
        return [nudge for nudge in found if nudge]

    async def _start(self, one: Taken) -> Nudge | None:
        into = await self._entry(one)
        if into is None:
            await self.line.again(one.id)
        elif one.channel_kind is None:
            await self.line.failed(one.id, "the channel was removed")
        elif one.stopped:
            await self.line.skip(one.id, "they have opted out of messages on this channel")
        else:
            return await self._put(one, one.channel_kind, into)
        return None

    async def _entry(self, one: Taken) -> Entry | None:
        """None when the flow cannot start: then the bulk start pauses, for somebody to mend it and let it go on."""
        if one.bulk_start_id not in self.entries:
            try:
                self.entries[one.bulk_start_id] = await entry(self.session, self.flow_cache, one.flow_id, one.node)
            except (StoreError, EngineError) as error:
                self.entries[one.bulk_start_id] = None
                await BulkStarts(self.session).turn(one.bulk_start_id, "paused", str(error))
        return self.entries[one.bulk_start_id]

    async def _put(self, one: Taken, kind: str, into: Entry) -> Nudge | None:
        try:
            async with self.session.begin_nested():
                person = Person(one.channel_id, kind, one.address, one.name)
                conversation = await ensure_conversation(self.session, person)
                order = into.order(one.inputs, interrupt=one.interrupt, patient=True)
                number = await command(self.session, conversation, "start", order) or 0
                await self.line.in_line(one.id, conversation, number)
        except IntegrityError:
            await self.line.again(one.id)
            return None
        return Nudge(conversation, number)
