"""Runs that came through a flow, as their own or inside another one."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from store.database import Store
from store.runs import Runs
from tests.store.seed import Rows, put, seeded


async def within(store: Store, rows: Rows, version: UUID, entered: str = "started", times: int = 1) -> UUID:
    """A run of another flow that came through a version."""
    async with store.transaction(rows["workspaces"]["id"]) as session:
        mine = {name: row for name, row in rows.items() if name != "sessions"}
        run = await put(session, mine, "sessions", {"flow_id": uuid4()})
        for position in range(times):
            await put(session, dict(mine), "steps", {"flow_version": version, "entered": entered, "position": position})
    found: UUID = run["id"]
    return found


async def through(store: Store, rows: Rows, most: int = 50, **over: Any) -> list[UUID]:
    async with store.transaction(rows["workspaces"]["id"]) as session:
        return list(await Runs(session).through(rows["flows"]["id"], most, **over))


async def test_a_flows_own_runs_and_those_that_ran_it(store: Store) -> None:
    """The latest first, each once, in whatever version; one that only knows another flow is not among them."""
    rows = await seeded(store)
    own, version = rows["sessions"]["id"], rows["versions"]["id"]
    async with store.transaction(rows["workspaces"]["id"]) as session:
        mine = {name: row for name, row in rows.items() if name != "versions"}
        newer = await put(session, mine, "versions", {"number": 7})
        assert await Runs(session).versions_of(rows["flows"]["id"]) == {version, newer["id"]}
    runs = [await within(store, rows, version, times=3), await within(store, rows, newer["id"])]
    await within(store, rows, uuid4())
    assert await through(store, rows) == [*runs[::-1], own]


async def test_no_more_than_are_asked_for(store: Store) -> None:
    """The limit counts runs, and not how often one of them came through the flow."""
    rows = await seeded(store)
    version = rows["versions"]["id"]
    first, second = [await within(store, rows, version, times=3) for _ in range(2)]
    assert await through(store, rows, 1) == [second]
    assert await through(store, rows, 2) == [second, first]
    assert await through(store, rows, 3) == [second, first, rows["sessions"]["id"]]


async def test_runs_through_a_flow_count_from_when_they_started(store: Store) -> None:
    """At that moment, and not a second later."""
    rows = await seeded(store)
    started = rows["sessions"]["started_at"]
    assert await through(store, rows, since=started) == [rows["sessions"]["id"]]
    assert await through(store, rows, since=started + timedelta(seconds=1)) == []


async def test_runs_of_another_workspace_are_not_seen(store: Store) -> None:
    """Not even by the id of its flow, nor are the versions."""
    theirs, ours = await seeded(store), await seeded(store)
    await within(store, theirs, theirs["versions"]["id"])
    async with store.transaction(ours["workspaces"]["id"]) as session:
        assert await Runs(session).through(theirs["flows"]["id"], 50) == ()
        assert await Runs(session).versions_of(theirs["flows"]["id"]) == frozenset()
