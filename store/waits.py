"""Where running sessions stand in a flow, whichever of its versions they are on, and however deep inside others."""

from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

from store.records import Record
from store.states import OPEN_STATUSES

# ``anew`` is the engine's ``Waiting.anew``. The kinds are looked up once for each node of a version, however many stand there.
_AT = text("""
    with stands as (
        select s.id, frame ->> 'flow' as version, frame ->> 'node' as node,
            place = jsonb_array_length(s.state -> 'frames') and coalesce((s.state -> 'waiting' ->> 'taken')::bool, false)
                and s.state -> 'waiting' ->> 'happened' is null
                and not coalesce((s.state -> 'waiting' ->> 'begun')::bool, false) as anew
        from sessions s, jsonb_array_elements(s.state -> 'frames') with ordinality as each (frame, place)
        where s.status = any (:open) and frame ->> 'flow' = any (array(
            select id::text from versions where flow_id = :flow))
    ), drawn as (
        select v.id::text as version, node ->> 'id' as node, node ->> 'type' as kind
        from versions v, jsonb_array_elements(v.document -> 'nodes') as node
        where v.flow_id = :flow and v.id::text in (select version from stands)
    )
    select stands.node, case when not anew then kind end as kind, count(distinct id) as waiting
    from stands left join drawn using (version, node) group by 1, 2 order by 3 desc, 1, 2
""").bindparams(bindparam("open", list(OPEN_STATUSES), type_=ARRAY(Text())))


class Stand(Record):
    """How many open sessions stand at this node, of this kind. Without a kind people have interrupted them, and the node is
    entered anew whatever it is then."""

    node: str
    kind: str | None
    waiting: int


class Waits:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def at(self, flow: UUID) -> tuple[Stand, ...]:
        """Where open sessions stand in the flow, the most crowded first."""
        return tuple(Stand.model_validate(row) for row in await self._session.execute(_AT, {"flow": flow}))
