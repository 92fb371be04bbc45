"""Runs as people look at them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from store.database import Store
from store.errors import BadCursor, NotFound
from store.models import SessionRow
from store.pages import Window
from store.runs import RunFilter, Runs
from tests.store.seed import Rows, put, seeded


async def a_run(store: Store, **columns: Any) -> Rows:
    """Another session in the workspace of ``seeded``, as the first one of its kind in the rows."""
    rows = await seeded(store)
    return await another(store, rows, **columns)


async def another(store: Store, rows: Rows, **columns: Any) -> Rows:
    async with store.transaction(rows["workspaces"]["id"]) as session:
        mine = {name: row for name, row in rows.items() if name != "sessions"}
        await put(session, mine, "sessions", columns)
    return mine


@pytest.mark.parametrize(
    ("columns", "fits", "misses"),
    [
        ({"status": "failed"}, {"status": "failed"}, {"status": "blocked"}),
        ({"node": "ask"}, {"node": "ask"}, {"node": "other"}),
    ],
)
async def test_runs_are_filtered(
    store: Store, columns: dict[str, Any], fits: dict[str, Any], misses: dict[str, Any]
) -> None:
    """By what a run is."""
    rows = await a_run(store, **columns)
    async with store.transaction(rows["workspaces"]["id"]) as session:
        found = await Runs(session).page(Window(), RunFilter(**fits))
        assert [run.id for run in found.items] == [rows["sessions"]["id"]]
        assert (await Runs(session).page(Window(), RunFilter(**misses))).items == ()


@pytest.mark.parametrize(
    ("field", "fits"),
    [
        ("flow_id", lambda one: RunFilter(flow=one)),
        ("contact_id", lambda one: RunFilter(contact=one)),
        ("channel_id", lambda one: RunFilter(channel=one)),
    ],
)
async def test_runs_are_filtered_by_what_they_belong_to(
    store: Store, field: str, fits: Callable[[UUID], RunFilter]
) -> None:
    """By flow, contact and channel."""
    rows = await seeded(store)
    run = rows["sessions"]
    async with store.transaction(rows["workspaces"]["id"]) as session:
        assert [one.id for one in (await Runs(session).page(Window(), fits(run[field]))).items] == [run["id"]]
        assert (await Runs(session).page(Window(), fits(uuid4()))).items == ()


async def test_runs_are_filtered_by_age(store: Store) -> None:
    """A run counts from when it started."""
    rows = await seeded(store)
    started = rows["sessions"]["started_at"]
    async with store.transaction(rows["workspaces"]["id"]) as session:
        runs = Runs(session)
        assert len((await runs.page(Window(), RunFilter(since=started))).items) == 1
        assert (await runs.page(Window(), RunFilter(since=started + timedelta(seconds=1)))).items == ()


async def test_runs_come_in_pages_with_their_names(store: Store) -> None:
    """Newest first; runs that start meanwhile do not shift the pages."""
    rows = await seeded(store)
    ids = [rows["sessions"]["id"]]
    for _ in range(4):
        ids.append((await another(store, rows))["sessions"]["id"])
    async with store.transaction(rows["workspaces"]["id"]) as session:
        first = await Runs(session).page(Window(limit=2))
    await another(store, rows)
    async with store.transaction(rows["workspaces"]["id"]) as session:
        second = await Runs(session).page(Window(after=first.next, limit=2))
        last = await Runs(session).page(Window(after=second.next, limit=2))
        assert [run.id for run in (*first.items, *second.items, *last.items)] == ids[::-1]
        assert last.next is None
        named = first.items[0]
        assert (named.flow_name, named.version_number) == (rows["flows"]["name"], rows["versions"]["number"])
        assert named.contact_name == rows["contacts"]["name"]
        for cursor in ("?", "c2hvcnQ", "é"):
            with pytest.raises(BadCursor):
                await Runs(session).page(Window(after=cursor))


async def test_a_run_has_all_that_happened_in_it(store: Store) -> None:
    """Turns in order with their steps, the messages that they answered and sent, calls and events; of no other run."""
    rows = await seeded(store)
    run = rows["sessions"]["id"]
    problem = {"code": "template", "message": "no such field", "severity": "error"}
    state = {"status": "active", "turn": 2}
    async with store.transaction(rows["workspaces"]["id"]) as session:
        mine = {name: rows[name] for name in ("workspaces", "conversations", "channels", "sessions")}
        turns = [
            await put(session, dict(mine), "turns", {"session_id": run, "number": n, "key": f"k{n}"}) for n in (2, 1)
        ]
        mine["turns"] = turns[0]
        for position in (1, 0):
            values = {"position": position, "entered": "next", "left": "tea", "problems": [problem]}
            await put(session, dict(mine), "steps", values)
        question = await put(session, dict(mine), "messages", {"number": 11, "direction": "out", "session_id": run})
        answer = await put(session, dict(mine), "messages", {"number": 12})
        await put(session, dict(mine), "messages", {"number": 13})
        values = {"number": 8, "turn_id": turns[0]["id"], "message_id": answer["id"]}
        event = await put(session, dict(mine), "events", values)
        call = await put(session, dict(mine), "calls", {"result": {"ok": True}, "error": "timeout"})
        await session.execute(update(SessionRow).where(SessionRow.id == run).values(state=state))
    async with store.transaction(rows["workspaces"]["id"]) as session:
        detail = await Runs(session).detail(run)
        assert detail.run == await Runs(session).get(run)
        assert [turn.number for turn in detail.turns] == [1, 2]
        assert [[step.position for step in turn.steps] for turn in detail.turns] == [[], [0, 1]]
        assert detail.turns[1].steps[0].problems[0].code == "template"
        assert [message.id for message in detail.messages] == [question["id"], answer["id"]]
        assert [one.id for one in detail.events] == [event["id"]]
        assert [(one.result, one.error) for one in detail.calls if one.id == call["id"]] == [({"ok": True}, "timeout")]
        assert await Runs(session).state(run) == detail.state == state
        for read in (Runs(session).detail, Runs(session).state):
            with pytest.raises(NotFound):
                await read(uuid4())
