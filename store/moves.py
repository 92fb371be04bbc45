"""Moves of running sessions: what was asked for, who is still to be looked at, and what became of each."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, literal, or_, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

from engine.session import Session
from store.database import FRESH
from store.errors import NotFound
from store.models import MovedSessionRow, MoveRow, VersionRow
from store.moving import MOVED_SINCE
from store.pages import Page, Window, page_of
from store.records import Record
from store.states import OPEN_STATUSES, MoveOutcome, MoveStatus

# Neither who came after a move was prepared, nor what was published since, is a matter of it. Of each status by itself the
# index has them in their order: nobody is read who is left for later batches.
_WAITING = """
    select found.* from unnest(cast(:open as text[])) as each (status) cross join lateral (
        select s.id, s.conversation_id, s.status, s.state from sessions s
        where s.status = each.status and s.id > :after and s.started_at <= coalesce(cast(:at as timestamptz), now())
            and exists (
                select from jsonb_array_elements(s.state -> 'frames') as frame
                where frame ->> 'flow' = any (array(
                    select id::text from versions where flow_id = :flow and id <> :target
                        and published_at <= coalesce(cast(:at as timestamptz), now()))))
            and not exists ({moved})
        order by s.id limit :limit
    ) as found
    order by found.id limit :limit
"""
_CANDIDATES = text(_WAITING.format(moved=MOVED_SINCE.format(move="cast(:move as uuid)", session="s.id"))).bindparams(
    bindparam("open", list(OPEN_STATUSES), type_=ARRAY(Text()))
)
_DRAWN = text("""
    select distinct node ->> 'id' from versions, jsonb_array_elements(document -> 'nodes') as node
    where flow_id = :flow and node ->> 'id' = any (:nodes)
""").bindparams(bindparam("nodes", type_=ARRAY(Text())))
_FIRST = UUID(int=0)


class Move(Record):
    id: UUID
    flow_id: UUID
    version_id: UUID
    nodes: dict[str, str]
    status: MoveStatus
    cursor: UUID | None
    created_at: datetime


class Candidate(Record):
    """An open session that stands in another version of the flow."""

    id: UUID
    conversation_id: UUID
    session: Session


class Tally(Record):
    """How many sessions had this outcome at this node; ``example`` is one of them."""

    outcome: MoveOutcome
    why: str | None
    node: str
    detail: str | None
    count: int
    example: UUID


class RunMove(Record):
    """What a move did with one session. ``at`` is when; ``settled_at`` when it was put back, or found to have gone on.
    ``from_version`` is not known of those that stayed."""

    move_id: UUID
    outcome: MoveOutcome
    turn: int
    from_version: UUID | None
    from_node: str
    to_version: UUID
    to_node: str
    why: str | None
    detail: str | None
    at: datetime
    settled_at: datetime | None


class Moves:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, flow: UUID, version: UUID, nodes: Mapping[str, str]) -> Move:
        row = MoveRow(flow_id=flow, version_id=version, nodes=dict(nodes))
        self._session.add(row)
        await self._session.flush()
        return Move.model_validate(row)

    async def get(self, id: UUID) -> Move:
        row = await self._session.get(MoveRow, id)
        if row is None:
            raise NotFound("move", id)
        return Move.model_validate(row)

    async def page(self, flow: UUID, window: Window) -> Page[Move]:
        query = select(MoveRow).where(MoveRow.flow_id == flow)
        return await page_of(self._session, query, MoveRow.id, window, Move.model_validate)

    async def mark(self, id: UUID, status: MoveStatus, cursor: UUID | None = None) -> Move:
        """How far it has come; without a cursor the next batch begins with the oldest session again. What is being undone
        stays so: a batch that was under way has nothing to say any more."""
        statement = update(MoveRow).where(
            MoveRow.id == id, or_(MoveRow.status != "undone", literal(status == "undone"))
        )
        statement = statement.values(status=status, cursor=cursor, updated_at=func.now())
        row = await self._session.scalar(statement.returning(MoveRow), execution_options=FRESH)
        return await self.get(id) if row is None else Move.model_validate(row)

    async def others(self, flow: UUID, target: UUID, at: datetime | None = None) -> frozenset[UUID]:
        """The flow's versions but this one, and but what was published after that time."""
        query = select(VersionRow.id).where(VersionRow.flow_id == flow, VersionRow.id != target)
        return frozenset(
            await self._session.scalars(query if at is None else query.where(VersionRow.published_at <= at))
        )

    async def drawn(self, flow: UUID, nodes: Collection[str]) -> frozenset[str]:
        """Those of these nodes that a version of the flow has, whichever."""
        return frozenset(await self._session.scalars(_DRAWN, {"flow": flow, "nodes": list(nodes)}))

    async def waiting(
        self, flow: UUID, target: UUID, after: UUID | None, limit: int, move: Move | None = None
    ) -> tuple[Candidate, ...]:
        """Open sessions that stand in other versions of the flow, the oldest first. Of a move: those that it is about, and
        that neither it nor a later one has moved."""
        of = {"move": move.id if move else None, "at": move.created_at if move else None}
        values = {"flow": flow, "target": target, "after": after or _FIRST, "limit": limit, **of}
        return tuple(_candidate(row) for row in await self._session.execute(_CANDIDATES, values))

    async def moved(self, move: UUID, after: UUID | None, limit: int) -> tuple[UUID, ...]:
        """Sessions that the move has moved and that nobody has put back, but for those that a later move was found to hold."""
        query = select(MovedSessionRow.session_id).where(
            MovedSessionRow.move_id == move, MovedSessionRow.detail.is_(None)
        )
        query = query.where(MovedSessionRow.outcome == "moved", MovedSessionRow.session_id > (after or _FIRST))
        return tuple(await self._session.scalars(query.order_by(MovedSessionRow.session_id).limit(limit)))

    async def of_run(self, session: UUID) -> tuple[RunMove, ...]:
        """Every move that has looked at the session, the latest last."""
        query = select(MovedSessionRow, MoveRow).join(MoveRow, MoveRow.id == MovedSessionRow.move_id)
        query = query.where(MovedSessionRow.session_id == session).order_by(MovedSessionRow.noted_at)
        return tuple(_of_run(found, move) for found, move in await self._session.execute(query))

    async def tallies(self, move: UUID) -> tuple[Tally, ...]:
        """What became of the sessions, the most frequent outcome first."""
        row = MovedSessionRow
        columns = (row.outcome, row.why, row.node, row.detail)
        count = func.count().label("count")
        example = func.min(func.cast(row.session_id, Text)).label("example")
        query = select(*columns, count, example).where(row.move_id == move).group_by(*columns)
        return tuple(Tally.model_validate(one) for one in await self._session.execute(query.order_by(count.desc())))


def _candidate(row: Any) -> Candidate:
    state = Session.model_validate(row.state).model_copy(update={"status": row.status})
    return Candidate(id=row.id, conversation_id=row.conversation_id, session=state)


def _of_run(found: MovedSessionRow, move: MoveRow) -> RunMove:
    settled = found.outcome in {"undone", "went_on"}
    return RunMove(
        move_id=move.id,
        outcome=found.outcome,
        turn=found.at_turn,
        from_version=UUID(found.before["version"]) if found.before else None,
        from_node=found.node,
        to_version=move.version_id,
        to_node=move.nodes.get(found.node, found.node),
        why=found.why,
        detail=found.detail,
        at=found.noted_at,
        settled_at=found.updated_at if settled else None,
    )
