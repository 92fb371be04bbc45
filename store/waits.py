"""Where running sessions stand in a flow, whichever of its versions they are on, and however deep inside others."""

from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

from store.states import OPEN_STATUSES

_AT = text("""
    select frame ->> 'node', count(distinct s.id)
    from sessions s, jsonb_array_elements(s.state -> 'frames') as frame
    where s.status = any (:open) and frame ->> 'flow' = any (array(
        select id::text from versions where flow_id = :flow))
    group by 1 order by 2 desc, 1
""").bindparams(bindparam("open", list(OPEN_STATUSES), type_=ARRAY(Text())))


class Waits:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def at(self, flow: UUID) -> dict[str, int]:
        """How many open sessions stand at each node of the flow, the most crowded first."""
        return {row[0]: row[1] for row in await self._session.execute(_AT, {"flow": flow})}
