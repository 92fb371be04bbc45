"""Finds what was committed but not nudged, within seconds: the webhook's process died, or Temporal was away."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import structlog

from store.database import Store
from store.directory import Directory
from store.line import Line
from store.records import Unhandled
from workflows.away import AWAY
from workflows.client import Conversations, urgency_of

log = structlog.get_logger(__name__)
OLDER_THAN = timedelta(seconds=3)
AT_ONCE = 500
REMEMBERED = 10_000
PATIENCE_SECONDS = 600.0


@dataclass(slots=True)
class Sweeper:
    """What was nudged is left alone for a while: its events may wait on purpose, behind a call or in a blocked session.
    The look goes further by as many as are left alone, so that they never hide one that was forgotten."""

    store: Store
    conversations: Conversations
    every: timedelta
    nudged: OrderedDict[UUID, tuple[int, float]] = field(default_factory=OrderedDict)

    async def run(self) -> None:
        while True:
            try:
                await self.sweep()
            except AWAY as error:
                log.warning("the sweeper cannot reach the database", error=str(error))
            await asyncio.sleep(self.every.total_seconds())

    async def sweep(self) -> int:
        """How many conversations were nudged."""
        async with self.store.system() as session:
            found = await Directory(session).unhandled(OLDER_THAN, AT_ONCE + len(self.nudged))
        count = 0
        for one in found:
            count += await self._nudge(one)
        return count

    async def _nudge(self, found: Unhandled) -> bool:
        upto, at = self.nudged.get(found.conversation_id, (0, 0.0))
        if upto == found.upto and time.monotonic() - at < PATIENCE_SECONDS:
            return False
        urgency = urgency_of(patient=await self._is_patient(found))
        done = await self.conversations.nudge(found.workspace_id, found.conversation_id, found.upto, urgency=urgency)
        if done:
            self.nudged[found.conversation_id] = (found.upto, time.monotonic())
            self.nudged.move_to_end(found.conversation_id)
        while len(self.nudged) > REMEMBERED:
            self.nudged.popitem(last=False)
        return done

    async def _is_patient(self, found: Unhandled) -> bool:
        async with self.store.transaction(found.workspace_id) as session:
            return await Line(session).is_patient(found.conversation_id)
