"""Changes of sessions from outside their turns: blocked, and let go again."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_BLOCK = text("update sessions set status = 'blocked', reason = :reason, updated_at = now() where id = :id")
_UNBLOCK = text("""
    update sessions set status = state ->> 'status', reason = null, updated_at = now()
    where id = :id and status = 'blocked' returning conversation_id
""")


class Sessions:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def block(self, id: UUID, reason: str) -> None:
        """Stop deciding for this session until somebody has mended what is broken. Its state stays as it was."""
        await self._session.execute(_BLOCK, {"id": id, "reason": reason[:2000]})

    async def unblock(self, id: UUID) -> UUID | None:
        """The conversation to look at again; None when the session is not blocked."""
        row = (await self._session.execute(_UNBLOCK, {"id": id})).first()
        return row[0] if row else None
