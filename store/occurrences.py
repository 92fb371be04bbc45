"""Contacts whose date comes, each once for a day."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, func, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from store.models import OccurrenceRow

_DATED = text("""
    select p.id, p.fields ->> :field, p.fields ->> :zone, array(
        select o.day from occurrences o where o.flow_id = :flow and o.node = :node and o.contact_id = p.id)
    from contacts p
    where p.id > :after and jsonb_typeof(p.fields -> :field) = 'string'
        and case when :yearly then substr(p.fields ->> :field, 6, 5) else left(p.fields ->> :field, 10) end = any (:days)
    order by p.id limit :limit
""")
_SINCE = text("""
    select uuid_extract_timestamp(id) from triggers where flow_id = :flow and node = :node
""")


class Dated(NamedTuple):
    """A contact whose field holds one of the dates that are asked for; ``done`` are the days that they were told of."""

    contact: UUID
    value: str
    zone: str | None
    done: tuple[str, ...]


class Wanted(NamedTuple):
    """Which contacts a trigger may be for: by the beginning of the date in this field, or by month and day."""

    flow: UUID
    node: str
    field: str
    zone: str
    yearly: bool
    days: Sequence[str]


class Occurrences:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def dated(self, wanted: Wanted, after: UUID, limit: int) -> list[Dated]:
        """In the order of their ids. Every contact of the workspace is looked at: fields have no index."""
        values = {**wanted._asdict(), "days": list(wanted.days), "after": after, "limit": limit}
        rows = await self._session.execute(_DATED, values)
        return [Dated(row[0], row[1], row[2], tuple(row[3])) for row in rows]

    async def listens_since(self, flow: UUID, node: str) -> datetime | None:
        """When this trigger was published; None if it is not any more."""
        since: datetime | None = await self._session.scalar(_SINCE, {"flow": flow, "node": node})
        return since

    async def claim(self, flow: UUID, node: str, contact: UUID, day: str) -> bool:
        """Whether nobody else tells this contact of this day; who is quicker is waited for."""
        values = {"flow_id": flow, "node": node, "contact_id": contact, "day": day}
        statement = insert(OccurrenceRow).values(values).on_conflict_do_nothing().returning(OccurrenceRow.day)
        return await self._session.scalar(statement) is not None

    async def forget(self, older_than: timedelta) -> int:
        """Throw away what nobody looks back on any more; how many."""
        old = OccurrenceRow.created_at < func.now() - older_than
        gone = await self._session.scalars(delete(OccurrenceRow).where(old).returning(OccurrenceRow.day))
        return len(gone.all())
