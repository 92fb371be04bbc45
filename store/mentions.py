"""Where a name occurs in flows that are drawn or published: candidates, for a closer look by those who understand flows."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from store.models import IntegrationRow
from store.records import Record

_FLOWS = text("""
    select f.id as flow_id, f.key, f.name, null::uuid as version_id, false as canary, d.document
    from flows f join drafts d on d.flow_id = f.id where not :live and strpos(lower(d.document::text), lower(:part)) > 0
    union all
    select f.id, f.key, f.name, v.id, false, v.document
    from flows f join versions v on v.id = f.published_id
    where strpos(lower(v.document::text), lower(:part)) > 0 and not (:live and f.archived_at is not null)
    union all
    select f.id, f.key, f.name, v.id, true, v.document
    from canaries c join flows f on f.id = c.flow_id join versions v on v.id = c.version_id
    where c.status = 'running' and strpos(lower(v.document::text), lower(:part)) > 0
        and not (:live and f.archived_at is not null)
    order by 2, 4 nulls first
""")


class Mention(Record):
    """A document that has the name somewhere: a published version, a canary, or, without ``version_id``, a draft."""

    flow_id: UUID
    key: str
    name: str
    version_id: UUID | None
    canary: bool
    document: dict[str, Any]


class Mentions:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def flows(self, name: str, *, live: bool = False) -> tuple[Mention, ...]:
        """Of a name with several words the longest one is looked for: a document may have other spaces between them,
        and other capitals.
        ``live``: only in what people can enter now."""
        word = max(name.split(), key=len, default=name)
        part = json.dumps(word, ensure_ascii=False)[1:-1]
        rows = await self._session.execute(_FLOWS, {"part": part, "live": live})
        return tuple(Mention.model_validate(row) for row in rows)

    async def integrations(self, flow: UUID) -> dict[UUID, str]:
        """The integrations whose events start the flow, with their names."""
        query = select(IntegrationRow.id, IntegrationRow.name).where(IntegrationRow.flow_id == flow)
        return {row[0]: row[1] for row in await self._session.execute(query.order_by(IntegrationRow.id))}
