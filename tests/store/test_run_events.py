"""That a run starts and ends is told once each, to workspaces in which a webhook listens to it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from store.database import Store
from store.models import WebhookRow
from store.workspace_events import WorkspaceEvents
from tests.store.seed import Rows, put, seeded

ENDS = "update sessions set status = :status, reason = :reason, ended_at = now() where id = :id"
GOES_ON = "update sessions set turn = turn + 1, updated_at = now() where id = :id"


async def listened(session: AsyncSession, kinds: Sequence[str], *, active: bool = True) -> None:
    await session.execute(
        insert(WebhookRow).values(name="Shop", url="https://a.example", sealed="", kinds=list(kinds), active=active)
    )


async def a_run(session: AsyncSession, rows: Rows, **columns: Any) -> dict[str, Any]:
    mine = {name: row for name, row in rows.items() if name != "sessions"}
    return await put(session, mine, "sessions", columns)


async def told(session: AsyncSession) -> list[tuple[str, dict[str, Any]]]:
    events = await WorkspaceEvents(session).take(99)
    return [(one.kind, one.data) for one in events if one.kind.startswith("run.")]


@pytest.mark.parametrize("status", ["completed", "failed", "cancelled"])
async def test_a_run_is_told_twice_in_its_life(store: Store, status: str) -> None:
    """When it begins and when it is over, with what became of it; the turns between, and what is changed later, are not."""
    rows = await seeded(store)
    async with store.transaction(rows["workspaces"]["id"]) as session:
        await listened(session, ["run.*"])
        run = await a_run(session, rows, status="active")
        ending = {"id": run["id"], "status": status, "reason": "because"}
        for statement in (GOES_ON, ENDS, GOES_ON, ENDS):
            await session.execute(text(statement), ending if statement == ENDS else {"id": run["id"]})
        of = {"run": str(run["id"]), "flow": rows["flows"]["key"], "version": rows["versions"]["number"]}
        assert await told(session) == [
            ("run.started", of),
            ("run.ended", {**of, "outcome": status, "reason": "because"}),
        ]
        first = (await WorkspaceEvents(session).take(99))[-1]
        assert (first.contact_id, first.conversation_id) == (run["contact_id"], run["conversation_id"])


async def test_a_run_of_one_turn(store: Store) -> None:
    """It is stored when it is over already: both are told."""
    rows = await seeded(store)
    async with store.transaction(rows["workspaces"]["id"]) as session:
        await listened(session, ["*"])
        await a_run(session, rows, status="completed", ended_at=datetime.now(UTC))
        assert sorted(kind for kind, _ in await told(session)) == ["run.ended", "run.started"]


@pytest.mark.parametrize(
    ("kinds", "active", "heard"),
    [
        (["run.started"], True, ["run.started"]),
        (["flow.emitted", "run.ended"], True, ["run.ended"]),
        (["*.ended"], True, ["run.ended"]),
        (["conversation.*"], True, []),
        (["run"], True, []),
        (["*"], False, []),
        ([], True, []),
    ],
)
async def test_only_where_somebody_listens(store: Store, kinds: list[str], *, active: bool, heard: list[str]) -> None:
    """What nobody wants to know costs no row."""
    rows = await seeded(store)
    async with store.transaction(rows["workspaces"]["id"]) as session:
        await listened(session, kinds, active=active)
        run = await a_run(session, rows, status="active")
        await session.execute(text(ENDS), {"id": run["id"], "status": "completed", "reason": None})
        assert [kind for kind, _ in await told(session)] == heard


async def test_what_another_workspace_wants_to_know(store: Store) -> None:
    """It is told of its own runs only."""
    mine, others = await seeded(store), await seeded(store)
    async with store.transaction(others["workspaces"]["id"]) as session:
        await listened(session, ["*"])
    async with store.transaction(mine["workspaces"]["id"]) as session:
        await a_run(session, mine, status="active")
        assert await told(session) == []
    async with store.transaction(others["workspaces"]["id"]) as session:
        assert await told(session) == []
