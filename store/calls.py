"""The calls that nodes make to the outside: what was asked, how often it was tried, and what came back."""

import json
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from engine import Value

_BEGIN = text("""
    update calls set attempts = attempts + 1, started_at = now()
    where id = :id and status = 'waiting'
    returning kind, request, attempts, max_attempts, timeout_seconds
""")

_ASKED = text(
    "update calls set ai = ai || cast(:exchange as jsonb) where id = :id returning jsonb_array_length(ai) - 1"
)

_ANSWERED = text("""
    update calls set ai = jsonb_set(ai, cast(:path as text[]), (ai -> cast(:index as int)) || cast(:outcome as jsonb))
    where id = :id
""")

_CHANNEL = text("select s.channel_id from calls c join sessions s on s.id = c.session_id where c.id = :id")

_EARLIER = text("""
    select m.direction, m.content ->> 'text' as text
    from calls c join messages m on m.conversation_id = c.conversation_id
    where c.id = :id and m.content ->> 'text' <> '' and m.status <> 'failed' and (m.session_id = c.session_id or m.id in (
        select e.message_id from events e join turns t on t.id = e.turn_id where t.session_id = c.session_id))
    order by m.number desc limit :limit
""")

_FINISH = text("""
    update calls set status = :status, result = :result, error = :error, detail = :detail, finished_at = now()
    where id = :id and status = 'waiting'
""").bindparams(bindparam("result", type_=JSONB(none_as_null=True)))


class CallBegun(Value):
    """``attempt`` counts from 1; over ``attempts`` it must not be made again."""

    kind: str
    request: dict[str, Any]
    attempt: int
    attempts: int
    timeout: float


class Said(Value):
    by_contact: bool
    text: str


class Calls:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def begin(self, id: UUID) -> CallBegun | None:
        """Count an attempt before it is made. None when the call is finished."""
        row = (await self._session.execute(_BEGIN, {"id": id})).one_or_none()
        if row is None:
            return None
        return CallBegun(
            kind=row.kind,
            request=row.request,
            attempt=row.attempts,
            attempts=row.max_attempts,
            timeout=row.timeout_seconds,
        )

    async def channel(self, id: UUID) -> UUID | None:
        """The channel of the conversation that makes the call."""
        found: UUID | None = await self._session.scalar(_CHANNEL, {"id": id})
        return found

    async def asked(self, id: UUID, exchange: dict[str, Any]) -> int:
        """Keep what a model is about to be asked; the number by which ``answered`` finds it again."""
        values = {"id": id, "exchange": json.dumps([exchange])}
        return int(await self._session.scalar(_ASKED, values) or 0)

    async def answered(self, id: UUID, index: int, outcome: dict[str, Any]) -> None:
        """Keep what came of it."""
        values = {"id": id, "index": index, "path": [str(index)], "outcome": json.dumps(outcome)}
        await self._session.execute(_ANSWERED, values)

    async def earlier(self, id: UUID, limit: int) -> tuple[Said, ...]:
        """The last messages of the run that makes this call, the oldest first."""
        rows = await self._session.execute(_EARLIER, {"id": id, "limit": limit})
        return tuple(Said(by_contact=row.direction == "in", text=row.text) for row in reversed([*rows]))

    async def done(self, id: UUID, result: Any) -> None:
        await self._finish(id, "done", result, None, "")

    async def failed(self, id: UUID, error: Literal["timeout", "failed"], detail: str) -> None:
        await self._finish(id, "failed", None, error, detail)

    async def _finish(self, id: UUID, status: str, result: Any, error: str | None, detail: str) -> None:
        values = {"id": id, "status": status, "result": result, "error": error, "detail": detail[:1000]}
        await self._session.execute(_FINISH, values)
