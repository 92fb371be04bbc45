"""Where running sessions stand, as publishing tells beforehand, and as a move finds them."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from engine.events import Happened
from engine.session import Frame, Session, Waiting
from store.database import Store
from store.flows import Flows
from store.moves import Moves
from store.waits import Stand, Waits
from tests.make import a_document
from tests.store.seed import Rows, put, seeded

ASKS = a_document({"start": ("keyword", {"words": ["go"]}), "ask": ("ask_text", {"question": "?"})})


async def stands(session: AsyncSession, rows: Rows, version: UUID, **over: Any) -> None:
    """A session that waits at the question of this version."""
    state = Session(frames=(Frame(flow=str(version), node="ask"),), **over)
    values = {"status": state.status, "version_id": version, "state": state.model_dump(mode="json")}
    await put(session, rows, "sessions", values)


@pytest.mark.parametrize(
    "waiting",
    [
        Waiting(kind="reply"),
        Waiting(kind="reply", begun=True),
        Waiting(kind="agent"),
        Waiting(kind="agent", taken=True),
        Waiting(kind="agent", taken=True, begun=True),
        Waiting(kind="agent", taken=True, happened=Happened(key="paid")),
    ],
    ids=lambda one: f"{one.kind} {one.taken} {one.begun} {one.happened is not None}",
)
async def test_a_stand_has_a_kind_unless_its_node_is_entered_anew(store: Store, waiting: Waiting) -> None:
    """The count before publishing goes by the same rule as the engine that goes on: ``Waiting.anew``."""
    rows = await seeded(store)
    async with store.transaction(rows["sessions"]["workspace_id"]) as session:
        flow = await Flows(session).add("asks", "Asks", ASKS)
        version = await Flows(session).publish(flow.id, ASKS, "hash")
        await stands(session, rows, version.id, waiting=waiting)
        kind = None if waiting.anew else "ask_text"
        assert await Waits(session).at(flow.id) == (Stand(node="ask", kind=kind, waiting=1),)


async def test_a_move_reads_those_whose_turn_it_is(store: Store) -> None:
    """Batch by batch, the oldest first, whatever their status; those of later batches cost an earlier one nothing."""
    rows = await seeded(store)
    async with store.transaction(rows["sessions"]["workspace_id"]) as session:
        flow = await Flows(session).add("asks", "Asks", ASKS)
        version = await Flows(session).publish(flow.id, ASKS, "hash")
        for status in ("active", "paused", "blocked", *["completed"] * 9) * 40:
            await stands(session, rows, version.id, status=status)
        target = await Flows(session).publish(flow.id, ASKS, "hash")
    found: list[UUID] = []
    for _ in range(13):
        async with store.transaction(rows["sessions"]["workspace_id"]) as session:
            before = await read(session)
            batch = await Moves(session).waiting(flow.id, target.id, found[-1] if found else None, 10)
            found += [one.id for one in batch]
            assert await read(session) - before <= 4 * 10
    assert len(found) == len(set(found)) == 120
    assert found == sorted(found)


async def read(session: AsyncSession) -> int:
    """How many sessions this connection has looked at."""
    counted = "select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables where relname = 'sessions'"
    return int((await session.execute(text(counted))).scalar_one())
