"""The calls that nodes make to the outside: what was asked, how often it was tried, and what came back."""

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

    async def done(self, id: UUID, result: Any) -> None:
        await self._finish(id, "done", result, None, "")

    async def failed(self, id: UUID, error: Literal["timeout", "failed"], detail: str) -> None:
        await self._finish(id, "failed", None, error, detail)

    async def _finish(self, id: UUID, status: str, result: Any, error: str | None, detail: str) -> None:
        values = {"id": id, "status": status, "result": result, "error": error, "detail": detail[:1000]}
        await self._session.execute(_FINISH, values)
