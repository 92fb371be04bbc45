"""Starts flows on the dates that contacts have in their fields."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from engine import News
from engine.listeners import Listener
from nodes import date_reached
from store.database import Store
from store.directory import Directory
from store.flows import Flows
from store.occurrences import Dated, Occurrences, Wanted
from store.records import Trigger
from workflows.away import AWAY
from workflows.client import Conversations
from workflows.listening import TriggerListener
from workflows.rounds import safely
from workflows.telling import Nudge

log = structlog.get_logger(__name__)
EVERY = timedelta(seconds=30)
AT_ONCE = 200
LOOK_BACK = timedelta(hours=24)  # docs/triggers.md promises as much
GRACE = timedelta(minutes=10)  # what came due just before a flow was published again is not lost
_FIRST = UUID(int=0)


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class DateWatch:
    """Every worker process has one; each contact is told of a day by one of them. After a downtime it looks back 24 hours, and
    never further than to when the trigger was published."""

    store: Store
    conversations: Conversations
    listener: TriggerListener
    now: Callable[[], datetime] = utc_now

    async def run(self) -> None:
        while True:
            try:
                await self.look()
            except AWAY as error:
                log.warning("dates cannot be looked at now", error=str(error))
            await asyncio.sleep(EVERY.total_seconds())

    async def look(self) -> int:
        """For how many contacts a day has come, in all workspaces."""
        async with self.store.system() as session:
            workspaces = await Directory(session).with_triggers(date_reached.node.kind)
        return sum([await safely("dates", workspace, self._in) for workspace in workspaces])

    async def _in(self, workspace: UUID) -> int:
        async with self.store.transaction(workspace) as session:
            triggers = await Flows(session).triggers({date_reached.node.kind})
        watched = [_Watched(one, listener) for one in triggers for listener in self.listener.compiled(workspace, [one])]
        return sum([await self._through(workspace, one) for one in watched])

    async def _through(self, workspace: UUID, watched: "_Watched") -> int:
        """A page of contacts in a transaction."""
        count, after = 0, _FIRST
        while True:
            async with self.store.transaction(workspace) as session:
                page = await self._page(session, watched, after)
            for nudge in page.nudges:
                await self.conversations.nudge(workspace, nudge.conversation, nudge.upto)
            count += page.due
            if page.last is None:
                return count
            after = page.last

    async def _page(self, session: AsyncSession, watched: "_Watched", after: UUID) -> "_Page":
        now, occurrences = self.now(), Occurrences(session)
        since = await occurrences.listens_since(watched.trigger.flow_id, watched.trigger.node)
        found = await occurrences.dated(watched.wanted(now), after, AT_ONCE) if since else []
        due = [(one, day) for one in found if since and (day := watched.day(one, since, now))]
        page = _Page(nudges=[], due=0, last=found[-1].contact if len(found) == AT_ONCE else None)
        for one, day in due:
            if await occurrences.claim(watched.trigger.flow_id, watched.trigger.node, one.contact, day):
                news = News(kind=date_reached.KIND, data={"field": watched.params.field, "date": day})
                nudges = await self.listener.start(session, [watched.listener], news, one.contact, None)
                page = page._replace(nudges=[*page.nudges, *nudges], due=page.due + 1)
        return page


class _Page(NamedTuple):
    nudges: list[Nudge]
    due: int
    last: UUID | None


class _Watched(NamedTuple):
    """A trigger that waits for dates."""

    trigger: Trigger
    listener: Listener

    @property
    def params(self) -> date_reached.Params:
        return date_reached.Params.model_validate(self.trigger.params)

    def wanted(self, now: datetime) -> Wanted:
        """Whose dates are to be looked at."""
        params = self.params
        return Wanted(
            flow=self.trigger.flow_id,
            node=self.trigger.node,
            field=params.field,
            zone=params.contact_zone or "",
            yearly=params.repeats == "every_year",
            days=date_reached.beginnings(params, now),
        )

    def day(self, one: Dated, since: datetime, now: datetime) -> str | None:
        """The day that has come for this contact, unless they were told."""
        after = max(since - GRACE, now - LOOK_BACK)
        day = date_reached.occurrence(self.params, one.value, one.zone, after, now)
        return day.isoformat() if day and day.isoformat() not in one.done else None
