"""Moving running sessions to another version of their flow: asked beforehand, done in batches, put back if need be."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from engine import CompiledFlow, FlowInvalid, Session
from engine.moving import MovePlan, Stays, misnamed, moved, pins
from store.database import Store
from store.errors import Conflict, NotFound
from store.flows import Flows
from store.moves import Candidate, Move, Moves
from store.moving import Note, Standing, standing
from workflows.flow_cache import FlowCache

AT_ONCE = 500
MOST_LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a move would do. ``complete`` is False if there are more sessions than were looked at."""

    notes: Mapping[Note, int]
    complete: bool


@dataclass(frozen=True, slots=True)
class Moving:
    """Safe to call again, and at once from several processes: every session is moved by itself, under its
    conversation's lock, and one that was moved already is not there to be moved."""

    store: Store
    flow_cache: FlowCache
    workspace: UUID

    async def forecast(self, flow: UUID, target: UUID, nodes: Mapping[str, str]) -> Forecast:
        """Nothing is moved."""
        plan = await self._checked(flow, target, nodes)
        notes: Counter[Note] = Counter()
        after: UUID | None = None
        while notes.total() < MOST_LOOKED_AT:
            found = await self._waiting(flow, target, after, AT_ONCE)
            notes.update(_note(one.session, plan) for one in found)
            if len(found) < AT_ONCE:
                return Forecast(notes, complete=True)
            after = found[-1].id
        return Forecast(notes, complete=False)

    async def check(self, flow: UUID, target: UUID, nodes: Mapping[str, str]) -> None:
        """Raises NotFound or Conflict for a move that cannot be."""
        await self._checked(flow, target, nodes)

    async def batch(self, id: UUID, limit: int) -> Move:
        """Move the next sessions, the oldest first. A move that is done begins again, for those that stayed; one that is undone
        meanwhile ends here."""
        async with self.store.transaction(self.workspace) as session:
            move = await Moves(session).get(id)
        if move.status == "undone":
            raise Conflict("move", "it was undone; start another one")
        plan = await self._plan(move.flow_id, move.version_id, move.nodes, move.created_at)
        found = await self._waiting(move.flow_id, move.version_id, move.cursor, limit, move)
        for one in found:
            await self._move(move, one.id, plan)
        return await self._mark(id, found[-1].id if len(found) == limit else None)

    async def undo(self, id: UUID, limit: int) -> Move:
        """Put back the next sessions, as long as they stand where the move has put them."""
        async with self.store.transaction(self.workspace) as session:
            await Moves(session).mark(id, "undone")
            found = await Moves(session).moved(id, None, limit)
        for one in found:
            async with standing(self.store, self.workspace, one) as there:
                if there:
                    await there.put_back(id)
        async with self.store.transaction(self.workspace) as session:
            return await Moves(session).get(id)

    async def _move(self, move: Move, session: UUID, plan: MovePlan) -> None:
        async with standing(self.store, self.workspace, session) as there:
            stands = there and not there.session.ended and any(map(plan.moves, there.session.frames))
            if there and stands and await there.takes(move.id):
                await _take(move, there, plan)

    async def _mark(self, id: UUID, cursor: UUID | None) -> Move:
        async with self.store.transaction(self.workspace) as session:
            return await Moves(session).mark(id, "open" if cursor else "done", cursor)

    async def _waiting(
        self, flow: UUID, target: UUID, after: UUID | None, limit: int, move: Move | None = None
    ) -> tuple[Candidate, ...]:
        async with self.store.transaction(self.workspace) as session:
            return await Moves(session).waiting(flow, target, after, limit, move)

    async def _checked(self, flow: UUID, target: UUID, nodes: Mapping[str, str]) -> MovePlan:
        """A plan in which no name is a slip; of one that has begun already, that is not asked again."""
        plan = await self._plan(flow, target, nodes)
        async with self.store.transaction(self.workspace) as session:
            known = await Moves(session).drawn(flow, nodes)
        if slips := tuple(misnamed(nodes, known, plan.target)):
            raise Conflict("move", slips[0].message, slips)
        return plan

    async def _plan(self, flow: UUID, target: UUID, nodes: Mapping[str, str], at: datetime | None = None) -> MovePlan:
        async with self.store.transaction(self.workspace) as session:
            version = await Flows(session).version(target)
            if version.flow_id != flow:
                raise NotFound("version", target)
            key = (await Flows(session).get(flow)).key
            others, around = await Moves(session).others(flow, target, at), await Moves(session).around(flow)
        there = await self._compiled(target)
        if there is None:
            raise Conflict("version", "it needs a node type that is not installed")
        callers = [one for id in around if (one := await self._compiled(id))]
        pinned = frozenset(place for one in callers for place in pins(one, key, version.number))
        return MovePlan(there, {str(id): await self._compiled(id) for id in others}, nodes, pinned)

    async def _compiled(self, version: UUID) -> CompiledFlow | None:
        async with self.store.transaction(self.workspace) as session:
            try:
                return (await self.flow_cache.needed(session, [str(version)])).version(str(version))
            except FlowInvalid:
                return None


async def _take(move: Move, there: Standing, plan: MovePlan) -> None:
    note = _note(there.session, plan)
    if note.outcome == "moved":
        await there.move(move.id, moved(there.session, plan), move.version_id, note)
    else:
        await there.stay(move.id, note)


def _note(session: Session, plan: MovePlan) -> Note:
    """What would become of the session, by the node where it stands in the flow that is moved."""
    try:
        moved(session, plan)
    except Stays as why:
        return Note(outcome="stays", node=why.node, why=why.why, detail=str(why))
    return Note(outcome="moved", node=_last(frame.node for frame in session.frames if plan.moves(frame)))


def _last(nodes: Iterable[str]) -> str:
    *_, last = nodes
    return last
