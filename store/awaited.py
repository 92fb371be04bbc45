"""The sessions that wait for something to happen elsewhere."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from engine import Value

_FOR = text("""
    select id, conversation_id from sessions
    where waits_for = :key and status in ('active', 'blocked', 'paused') order by id limit :most
""")


class Awaiting(Value):
    session: UUID
    conversation: UUID


async def waiting_for(session: AsyncSession, key: str, most: int) -> tuple[Awaiting, ...]:
    """The oldest first. A blocked session gets it when it is let go again, one that an agent has when they give it back."""
    rows = await session.execute(_FOR, {"key": key, "most": most})
    return tuple(Awaiting(session=row[0], conversation=row[1]) for row in rows)
