"""Keeps who is in which segment: as soon as a contact changes, and by and by where only time does it."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from engine.conditions import Tree
from engine.segments import Seen, belongs
from store.database import Store
from store.directory import Directory
from store.segments import Members, Segment, Segments
from store.workspace_events import WorkspaceEvent
from workflows.away import AWAY
from workflows.rounds import safely
from workflows.telling import Nudge

log = structlog.get_logger(__name__)
EVERY = timedelta(seconds=5)
MOVING_EVERY = timedelta(minutes=5)  # docs/segments.md promises as much
AT_ONCE = 200
CHANGES = frozenset({"contact.created", "contact.tag_added", "contact.tag_removed", "contact.field_changed"})
TREE: TypeAdapter[Tree] = TypeAdapter(Tree)
_FIRST = UUID(int=0)


class SegmentKeeper:
    """A listener: who enters a segment or leaves one is told by the database, when the contact's row says so."""

    async def hear(self, session: AsyncSession, workspace: UUID, event: WorkspaceEvent) -> Sequence[Nudge]:
        if event.kind in CHANGES and event.contact_id:
            segments = await Segments(session).all()
            if segments and await reassess(session, event.contact_id, segments, event.data.get("run")):
                log.debug("a contact is in other segments", workspace=str(workspace), contact=str(event.contact_id))
        return ()


async def reassess(session: AsyncSession, contact: UUID, segments: Iterable[Segment], run: str | None = None) -> bool:
    """Whether the contact came to be in other segments; those that are not named stay as they are."""
    seen = await Members(session).one(contact)
    if seen is None:
        return False
    after = membership(seen, _conditions(segments), datetime.now(UTC))
    if after == seen.contact.segments:
        return False
    await Members(session).put(contact, after, run)
    return True


def membership(seen: Seen, conditions: Sequence[tuple[str, Tree]], now: datetime) -> tuple[str, ...]:
    """The segments of a contact after these were decided again."""
    decided = {key for key, _ in conditions}
    kept = {key for key in seen.contact.segments if key not in decided}
    return tuple(sorted(kept | {key for key, condition in conditions if belongs(condition, seen, now)}))


def _conditions(segments: Iterable[Segment]) -> list[tuple[str, Tree]]:
    return [(one.key, TREE.validate_python(one.condition)) for one in segments]


@dataclass(frozen=True, slots=True)
class SegmentSweeper:
    """Every worker process has one; each segment is in the hands of one of them. It looks through all contacts, a page in a
    transaction, for segments that are new, were redefined, or move with time."""

    store: Store
    every: timedelta = MOVING_EVERY

    async def run(self) -> None:
        while True:
            try:
                await self.sweep()
            except AWAY as error:
                log.warning("segments cannot be kept now", error=str(error))
            await asyncio.sleep(EVERY.total_seconds())

    async def sweep(self) -> int:
        """How many contacts came to be in other segments, in all workspaces."""
        async with self.store.system() as session:
            workspaces = await Directory(session).with_segments_due(self.every)
        return sum([await safely("segments", workspace, self._in) for workspace in workspaces])

    async def _in(self, workspace: UUID) -> int:
        async with self.store.transaction(workspace) as session:
            claimed = await Segments(session).claim(self.every)
        changed, after = 0, _FIRST if claimed else None
        while after is not None:
            async with self.store.transaction(workspace) as session:
                claimed = await Segments(session).held(claimed)
                count, after = await self._page(session, claimed, after) if claimed else (0, None)
                changed += count
        async with self.store.transaction(workspace) as session:
            await Segments(session).swept(claimed)
        return changed

    async def _page(self, session: AsyncSession, claimed: Sequence[Segment], after: UUID) -> tuple[int, UUID | None]:
        """How many have changed, and the last of the page. Only who seems to change is locked, and looked at again."""
        found = await Members(session).page(after, AT_ONCE)
        moved = await asyncio.to_thread(_moved, found, claimed)
        changed = sum([await reassess(session, contact, claimed) for contact in moved])
        return changed, found[-1].contact.id if len(found) == AT_ONCE else None


def _moved(found: Sequence[Seen], claimed: Sequence[Segment]) -> list[UUID]:
    conditions, now = _conditions(claimed), datetime.now(UTC)
    return [one.contact.id for one in found if membership(one, conditions, now) != one.contact.segments]
