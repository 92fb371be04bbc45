"""Segments, and who is in them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from engine import Contact
from engine.segments import Seen
from store.database import FRESH
from store.errors import Conflict, NotFound
from store.models import ContactRow, SegmentRow
from store.pages import Page, Window, page_of
from store.records import Record

MOST = 100  # in a workspace: each change of a contact is compared with all of them
_LEASE = timedelta(minutes=10)
_SEEN = """
    select p.id, p.name, p.language, p.fields, p.tags, p.segments, p.created_at, (
        select max(last.created_at) from conversations c cross join lateral (
            select m.created_at from messages m where m.conversation_id = c.id and m.direction = 'in'
            order by m.number desc limit 1
        ) last where c.contact_id = p.id
    ) as wrote
    from contacts p
"""
_ONE = text(f"{_SEEN} where p.id = :id for no key update of p")
_PAGE = text(f"{_SEEN} where p.id > :after order by p.id limit :limit")
_DELETED = text("""
    update contacts set segments = array_remove(segments, :key) where segments @> array[:key] and segments <> '{}'
""")


class Segment(Record):
    id: UUID
    key: str
    name: str
    condition: dict[str, Any]
    moving: bool
    swept_at: datetime | None
    claimed_at: datetime | None
    created_at: datetime
    updated_at: datetime


class Segments:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, key: str, name: str, condition: Mapping[str, Any], *, moving: bool) -> Segment:
        """Nobody is in it until the contacts were looked through."""
        if (await self._session.scalar(select(func.count()).select_from(SegmentRow)) or 0) >= MOST:
            raise Conflict("segment", f"a workspace has at most {MOST}: remove one that is not used any more")
        values = {"key": key, "name": name, "condition": dict(condition), "moving": moving}
        row = await self._session.scalar(
            insert(SegmentRow).values(values).on_conflict_do_nothing().returning(SegmentRow)
        )
        if row is None:
            raise Conflict("segment", f"there is a segment {key!r} already")
        return Segment.model_validate(row)

    async def all(self) -> tuple[Segment, ...]:
        rows = await self._session.scalars(select(SegmentRow).order_by(SegmentRow.id))
        return tuple(map(Segment.model_validate, rows))

    async def page(self, window: Window) -> Page[Segment]:
        return await page_of(self._session, select(SegmentRow), SegmentRow.id, window, Segment.model_validate)

    async def get(self, id: UUID) -> Segment:
        row = await self._session.get(SegmentRow, id)
        if row is None:
            raise NotFound("segment", id)
        return Segment.model_validate(row)

    async def members(self, key: str) -> int:
        return await self._session.scalar(select(func.count()).select_from(ContactRow).where(within(key))) or 0

    async def rename(self, id: UUID, name: str) -> Segment:
        return await self._change(id, name=name)

    async def redefine(self, id: UUID, condition: Mapping[str, Any], *, moving: bool) -> Segment:
        """All contacts are looked through again; a sweep that is under way does not count."""
        return await self._change(id, condition=dict(condition), moving=moving, swept_at=None, claimed_at=None)

    async def remove(self, id: UUID) -> None:
        """Nobody is in it any more, and nobody has left it: nothing is told."""
        key = await self._session.scalar(delete(SegmentRow).where(SegmentRow.id == id).returning(SegmentRow.key))
        if key is None:
            raise NotFound("segment", id)
        await self._session.execute(_DELETED, {"key": key})

    async def claim(self, every: timedelta) -> tuple[Segment, ...]:
        """Those for which all contacts are to be looked through; nobody else gets them meanwhile."""
        free = or_(SegmentRow.claimed_at.is_(None), SegmentRow.claimed_at < func.now() - _LEASE)
        statement = update(SegmentRow).where(due(every), free).values(claimed_at=func.now()).returning(SegmentRow)
        rows = await self._session.scalars(statement, execution_options=FRESH)
        return tuple(map(Segment.model_validate, rows))

    async def held(self, claimed: Iterable[Segment]) -> tuple[Segment, ...]:
        """Those of them that are still ours, and were not redefined; their lease begins anew."""
        found: list[Segment] = []
        for one in claimed:
            own = (SegmentRow.id == one.id, SegmentRow.claimed_at == one.claimed_at)
            again = update(SegmentRow).where(*own).values(claimed_at=func.clock_timestamp()).returning(SegmentRow)
            found += map(Segment.model_validate, await self._session.scalars(again, execution_options=FRESH))
        return tuple(found)

    async def swept(self, claimed: Iterable[Segment]) -> None:
        """All contacts were looked through; one that was redefined meanwhile stays due."""
        for one in claimed:
            own = (SegmentRow.id == one.id, SegmentRow.claimed_at == one.claimed_at)
            await self._session.execute(update(SegmentRow).where(*own).values(swept_at=func.now(), claimed_at=None))

    async def _change(self, id: UUID, **values: Any) -> Segment:
        statement = update(SegmentRow).where(SegmentRow.id == id).values(**values).returning(SegmentRow)
        row = await self._session.scalar(statement, execution_options=FRESH)
        if row is None:
            raise NotFound("segment", id)
        return Segment.model_validate(row)


class Members:
    """Contacts as segments see them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def one(self, id: UUID) -> Seen | None:
        """Locked, so that nobody else decides about them meanwhile."""
        row = (await self._session.execute(_ONE, {"id": id})).one_or_none()
        return _seen(row) if row else None

    async def page(self, after: UUID, limit: int) -> list[Seen]:
        """In the order of their ids."""
        return [_seen(row) for row in await self._session.execute(_PAGE, {"after": after, "limit": limit})]

    async def put(self, id: UUID, keys: Sequence[str], run: str | None = None) -> None:
        """The contact is in exactly these. ``run`` is the run that has changed the contact, if one did."""
        await self._session.execute(text("select set_config('app.run', :run, true)"), {"run": run or ""})
        await self._session.execute(update(ContactRow).where(ContactRow.id == id).values(segments=list(keys)))
        await self._session.execute(text("select set_config('app.run', '', true)"))


def within(key: str) -> ColumnElement[bool]:
    """As the index has it, which leaves out contacts that are in no segment."""
    return ContactRow.segments.contains([key]) & (ContactRow.segments != [])


def due(every: timedelta) -> ColumnElement[bool]:
    return or_(SegmentRow.swept_at.is_(None), SegmentRow.moving & (SegmentRow.swept_at < func.now() - every))


def _seen(row: Any) -> Seen:
    contact = Contact(
        id=row.id,
        name=row.name,
        language=row.language,
        fields=row.fields,
        tags=tuple(row.tags),
        segments=tuple(row.segments),
    )
    return Seen(contact, row.created_at, row.wrote)
