"""One session moved, or put back: under its conversation's lock, so that a turn sees it before or after, never between."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine import Value
from engine.session import Frame, Session
from store.database import Store
from store.hot import Connection, Query
from store.states import MoveOutcome

_READ = Query("select status, state, version_id from sessions where id = :id")
_CONVERSATION = Query("select conversation_id from sessions where id = :id")
# Of two moves, the later one is that which was prepared later, whichever ran first and whatever the clock said then.
# By the move itself, or by a later one: nobody is pulled back and forth, nor is forgotten where they were.
MOVED_SINCE = """
    select n.id from moved_sessions x join moves n on n.id = x.move_id join moves m on m.id = {move}
    where x.session_id = {session} and n.flow_id = m.flow_id and n.id >= m.id and x.outcome in ('moved', 'went_on')
"""
# Who undoes the move waits until what has the lock is through, and finds it then.
_STILL = Query("select status from moves where id = :move for share")
_MOVED_SINCE = Query(MOVED_SINCE.format(move=":move", session=":id"))
_BEFORE = Query("""
    select x.before, x.at_turn, m.version_id as target, (
        select y.move_id from moved_sessions y join moves n on n.id = y.move_id
        where y.session_id = x.session_id and n.flow_id = m.flow_id and y.outcome = 'moved' and n.id > m.id
        order by n.id limit 1) as later
    from moved_sessions x join moves m on m.id = x.move_id
    where x.move_id = :move and x.session_id = :id and x.outcome = 'moved'
""")
_STAND = Query("""
    update sessions set state = :state, node = :node, version_id = :version, updated_at = now() where id = :id
""")
# The clock, not when the transaction began: the order is that in which they had the lock.
_NOTE = Query("""
    insert into moved_sessions (move_id, session_id, outcome, why, node, detail, at_turn, before, noted_at)
    values (:move, :id, :outcome, :why, :node, :detail, :turn, cast(:before as jsonb), clock_timestamp())
    on conflict (move_id, session_id) do update set outcome = excluded.outcome, why = excluded.why,
        node = excluded.node, detail = excluded.detail, at_turn = excluded.at_turn, before = excluded.before,
        noted_at = excluded.noted_at, updated_at = now()
""")
_SETTLE = Query("""
    update moved_sessions set outcome = :outcome, detail = null, before = before - 'frames', updated_at = now()
    where move_id = :move and session_id = :id
""")
_HOLD = Query("update moved_sessions set detail = :detail where move_id = :move and session_id = :id")
_FREE = Query("""
    update moved_sessions set detail = null where session_id = :id and outcome = 'moved' and detail = :detail
""")


class Note(Value):
    """What became of a session in a move."""

    outcome: MoveOutcome
    node: str
    why: str | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A session that nobody else decides for, until the block ends, which commits."""

    connection: Connection
    id: UUID
    session: Session
    state: dict[str, Any]
    version: UUID

    async def takes(self, move: UUID) -> bool:
        """Whether the move may still have it: it is not being undone, and has not moved it already, nor has a later one."""
        row = await _STILL.row(self.connection, {"move": move})
        if row is None or row["status"] == "undone":
            return False
        return await _MOVED_SINCE.row(self.connection, {"move": move, "id": self.id}) is None

    async def move(self, move: UUID, frames: Sequence[Frame], target: UUID, note: Note) -> None:
        """Let it stand at these frames. What it waits for, and until when, stays as it is."""
        left = [old.flow for old, new in zip(self.session.frames, frames, strict=True) if old.flow != new.flow]
        before = {"version": left[-1], "root": str(self.version), "frames": self.state["frames"]}
        await self._note(move, note, before)
        moved = [frame.model_dump(mode="json") for frame in frames]
        version = target if frames[0].flow == str(target) else self.version
        await self._stand(moved, version)

    async def stay(self, move: UUID, note: Note) -> None:
        await self._note(move, note, None)

    async def put_back(self, move: UUID) -> bool:
        """The flow that was moved, where it stood before the move; other flows stay where they are. False, and a mark, if it
        has gone on since, or if a later move of the flow has to be undone before."""
        row = await _BEFORE.row(self.connection, {"move": move, "id": self.id})
        if row is None:
            return False
        same_turn = row["at_turn"] == self.session.turn and not self.session.ended
        if same_turn and row["later"]:
            await _HOLD.run(self.connection, {"move": move, "id": self.id, "detail": _held_by(row["later"])})
            return False
        here = same_turn and str(row["target"]) in {frame.flow for frame in self.session.frames}
        if here:
            await self._restore(row["before"], str(row["target"]))
        await self._settle(move, "undone" if here else "went_on")
        return here

    async def _settle(self, move: UUID, outcome: MoveOutcome) -> None:
        """For good; an earlier move may have them now."""
        await _SETTLE.run(self.connection, {"move": move, "id": self.id, "outcome": outcome})
        await _FREE.run(self.connection, {"id": self.id, "detail": _held_by(move)})

    async def _restore(self, before: dict[str, Any], target: str) -> None:
        """Within one turn the frames are as many as they were; those of other flows may have been moved since."""
        pairs = tuple(zip(before["frames"], self.state["frames"], strict=True))
        frames = [old if now["flow"] == target else now for old, now in pairs]
        version = UUID(before.get("root", before["version"])) if pairs[0][1]["flow"] == target else self.version
        await self._stand(frames, version)

    async def _stand(self, frames: list[dict[str, Any]], version: UUID) -> None:
        state = {**self.state, "frames": frames}
        values = {"id": self.id, "state": state, "node": frames[-1]["node"], "version": version}
        await _STAND.run(self.connection, values)

    async def _note(self, move: UUID, note: Note, before: dict[str, Any] | None) -> None:
        values = {**note.model_dump(), "move": move, "id": self.id, "turn": self.session.turn, "before": before}
        await _NOTE.run(self.connection, values)


@asynccontextmanager
async def standing(store: Store, workspace: UUID, session: UUID) -> AsyncIterator[Standing | None]:
    """The session under its conversation's lock; None when it has been erased."""
    async with store.hot.transaction(workspace) as connection:
        found = await _CONVERSATION.row(connection, {"id": session})
    if found is None:
        yield None
        return
    async with store.hot.transaction(workspace, lock=found["conversation_id"]) as connection:
        row = await _READ.row(connection, {"id": session})
        yield None if row is None else _standing(connection, session, row)


def _held_by(later: UUID) -> str:
    return f"the later move {later} has moved it again: undo that one first"


def _standing(connection: Connection, id: UUID, row: Any) -> Standing:
    state = Session.model_validate(row["state"]).model_copy(update={"status": row["status"]})
    return Standing(connection, id, state, row["state"], row["version_id"])
