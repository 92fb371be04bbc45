"""Moving running sessions to another version of their flow: asked beforehand, done in batches, put back if need be."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from engine import CompiledFlow, FlowInvalid, Frame, Session
from engine.moving import MovePlan, Stays, misnamed, moved, pins
from store.database import Store
from store.errors import Conflict, NotFound
from store.flows import Flows
from store.moves import Candidate, Move, Moves
from store.moving import Note, Standing, standing
from store.records import Version
from workflows.flow_cache import FlowCache

AT_ONCE = 500
MOST_LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a move would do. ``complete`` is False if there are more sessions than were looked at."""

    notes: Mapping[Note, int]
    complete: bool


@dataclass(frozen=True, slots=True)
class Course:
    """A plan that grows with what was seen: of all versions of the flow that a move ``leaves``, and of the flows around them,
    only those are read that somebody stands in who is looked at."""

    plan: MovePlan
    flow: Version
    key: str
    leaves: frozenset[str]
    seen: frozenset[str] = frozenset()

    def unseen(self, *sessions: Session) -> frozenset[str]:
        return frozenset(frame.flow for session in sessions for frame in session.frames) - self.seen

    def having(self, flows: Mapping[str, CompiledFlow | None]) -> "Course":
        left = {id: flow for id, flow in flows.items() if id in self.leaves}
        places = (place for flow in flows.values() if flow for place in pins(flow, self.key, self.flow.number))
        sources, pinned = {**self.plan.sources, **left}, frozenset((*self.plan.pinned, *places))
        return replace(self, plan=replace(self.plan, sources=sources, pinned=pinned), seen=self.seen | flows.keys())


@dataclass(frozen=True, slots=True)
class Moving:
    """Safe to call again, and at once from several processes: every session is moved by itself, under its
    conversation's lock, and one that was moved already is not there to be moved."""

    store: Store
    flow_cache: FlowCache
    workspace: UUID

    async def forecast(self, flow: UUID, target: UUID, nodes: Mapping[str, str]) -> Forecast:
        """Nothing is moved."""
        course = await self._checked(flow, target, nodes)
        notes: Counter[Note] = Counter()
        after: UUID | None = None
        while notes.total() < MOST_LOOKED_AT:
            found = await self._waiting(flow, target, after, AT_ONCE)
            course = await self._seeing(course, *(one.session for one in found))
            notes.update(_decided(one.session, course.plan)[0] for one in found if course.plan.concerns(one.session))
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
        found = await self._waiting(move.flow_id, move.version_id, move.cursor, limit, move)
        course = await self._course(move.flow_id, move.version_id, move.nodes, move.created_at)
        course = await self._seeing(course, *(one.session for one in found))
        for one in found:
            course = await self._move(move, one.id, course)
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

    async def _move(self, move: Move, session: UUID, course: Course) -> Course:
        """Where it got to since it was found is read while nobody holds it, and then it is looked at again."""
        async with standing(self.store, self.workspace, session) as there:
            if there is None:
                return course
            if not course.unseen(there.session):
                await _take(move, there, course.plan)
                return course
        return await self._move(move, session, await self._seeing(course, there.session))

    async def _mark(self, id: UUID, cursor: UUID | None) -> Move:
        async with self.store.transaction(self.workspace) as session:
            return await Moves(session).mark(id, "open" if cursor else "done", cursor)

    async def _waiting(
        self, flow: UUID, target: UUID, after: UUID | None, limit: int, move: Move | None = None
    ) -> tuple[Candidate, ...]:
        async with self.store.transaction(self.workspace) as session:
            return await Moves(session).waiting(flow, target, after, limit, move)

    async def _checked(self, flow: UUID, target: UUID, nodes: Mapping[str, str]) -> Course:
        """One in which no name is a slip; of a move that has begun already, that is not asked again."""
        course = await self._course(flow, target, nodes)
        async with self.store.transaction(self.workspace) as session:
            known = await Moves(session).drawn(flow, nodes)
        if slips := tuple(misnamed(nodes, known, course.plan.target)):
            raise Conflict("move", slips[0].message, slips)
        return course

    async def _course(self, flow: UUID, target: UUID, nodes: Mapping[str, str], at: datetime | None = None) -> Course:
        """Before anybody was looked at."""
        async with self.store.transaction(self.workspace) as session:
            version = await Flows(session).version(target)
            if version.flow_id != flow:
                raise NotFound("version", target)
            key = (await Flows(session).get(flow)).key
            leaves = frozenset(map(str, await Moves(session).others(flow, target, at)))
            there = await self._compiled(session, str(target))
        if there is None:
            raise Conflict("version", "it needs a node type that is not installed")
        return Course(MovePlan(there, {}, nodes), version, key, leaves)

    async def _seeing(self, course: Course, *sessions: Session) -> Course:
        """With all that these sessions stand in."""
        if not (unseen := course.unseen(*sessions)):
            return course
        async with self.store.transaction(self.workspace) as session:
            return course.having({id: await self._compiled(session, id) for id in unseen})

    async def _compiled(self, session: AsyncSession, version: str) -> CompiledFlow | None:
        try:
            return (await self.flow_cache.needed(session, [version])).version(version)
        except FlowInvalid:
            return None


async def _take(move: Move, there: Standing, plan: MovePlan) -> None:
    if not plan.concerns(there.session) or not await there.takes(move.id):
        return
    note, frames = _decided(there.session, plan)
    if frames:
        await there.move(move.id, frames, move.version_id, note)
    else:
        await there.stay(move.id, note)


def _decided(session: Session, plan: MovePlan) -> tuple[Note, tuple[Frame, ...]]:
    """What becomes of the session, by the node where it stands in the flow that is moved; and its frames if it moves."""
    try:
        frames = moved(session, plan)
    except Stays as why:
        return Note(outcome="stays", node=why.node, why=why.why, detail=str(why)), ()
    return Note(outcome="moved", node=_last(frame.node for frame in session.frames if plan.moves(frame))), frames


def _last(nodes: Iterable[str]) -> str:
    *_, last = nodes
    return last
