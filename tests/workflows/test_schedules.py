"""Flows that start by the clock: each moment once, for those who belong to the audience then."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from store.contacts import Contacts
from store.flows import Flows
from tests.make import a_document
from tests.workflows.flows import says
from tests.workflows.runtime import Runtime
from workflows.schedules import Scheduler

HOUR = timedelta(hours=1)
NINE = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)  # later than the flows of these tests are published


def daily(cron: str = "0 9 * * *", **over: Any) -> dict[str, Any]:
    data = {"cron": cron, "audience": "contact.tags contains 'vip'", **over}
    return a_document(
        {"start": ("schedule", data), "say": says("Good morning {{ contact.name }}")}, {"start.next": "say"}
    )


async def looked(runtime: Runtime, *at: datetime, look_back: timedelta = HOUR) -> list[int]:
    return [await Scheduler(runtime.store, look_back).look(moment) for moment in at]


async def begun(runtime: Runtime, at: datetime = NINE - HOUR) -> None:
    """The schedule has been looked at up to then."""
    assert await looked(runtime, datetime.now(UTC)) == [0]
    await runtime.execute("update schedules set done_until = :at", at=at)


async def names(runtime: Runtime) -> list[str]:
    return [row.name for row in await runtime.rows("select name from bulk_starts order by id")]


async def test_each_moment_once(idle: Runtime) -> None:
    """However often it is looked at, also by several workers at once."""
    await idle.publish(daily("0 9,10 * * *"))
    await begun(idle)
    before, at, after = NINE - timedelta(seconds=1), NINE, NINE + timedelta(seconds=2)
    assert await looked(idle, before, at, after, NINE + HOUR) == [0, 1, 0, 1]
    await idle.execute("update schedules set done_until = :at", at=before)
    scheduler = Scheduler(idle.store, HOUR)
    assert sum(await asyncio.gather(*(scheduler.look(after) for _ in range(4)))) == 0
    assert await names(idle) == ["start at 2030-01-07 09:00 UTC", "start at 2030-01-07 10:00 UTC"]


async def test_the_trigger_says_how_urgent_it_is(idle: Runtime) -> None:
    """Of two schedules that come at the same moment the one of the higher priority is first in line."""
    await idle.publish(daily(), key="news")
    await idle.publish(daily(priority=70), key="reminder")
    await begun(idle)
    assert await looked(idle, NINE) == [2]
    query = "select key, priority from bulk_starts b join flows f on f.id = flow_id order by priority"
    assert [(row.key, row.priority) for row in await idle.rows(query)] == [("news", 50), ("reminder", 70)]


@pytest.mark.parametrize(
    ("down", "look_back", "made"),
    [
        (timedelta(minutes=20), HOUR, ["start at 2030-01-07 09:15 UTC"]),
        (timedelta(hours=5), HOUR, ["start at 2030-01-07 13:45 UTC"]),
        (timedelta(minutes=20), timedelta(minutes=4), []),
        (timedelta(minutes=10), HOUR, ["start at 2030-01-07 09:00 UTC"]),
    ],
)
async def test_after_downtime(idle: Runtime, down: timedelta, look_back: timedelta, made: list[str]) -> None:
    """Of what was missed the last is made up for, unless it is too old: nobody gets a day's messages in a row."""
    await idle.publish(daily("*/15 * * * *"))
    await begun(idle, NINE - timedelta(minutes=1))
    await looked(idle, NINE - timedelta(minutes=1) + down, look_back=look_back)
    assert await names(idle) == made


async def test_published_again(idle: Runtime) -> None:
    """A moment that passes while the flow is published anew is not lost; one that passed while it was unpublished is."""
    await idle.publish(daily())
    await begun(idle)
    await idle.publish(daily())
    assert await looked(idle, NINE) == [1]
    async with idle.store.transaction(idle.workspace) as session:
        await Flows(session).unpublish(await _flow(idle))
    assert await looked(idle, NINE + timedelta(days=1)) == [0]
    assert await idle.rows("select id from schedules") == []


async def test_for_the_audience(idle: Runtime) -> None:
    """On the real run time: those who belong to it when it comes, on the channels of the schedule."""
    await idle.publish(daily(channels=[str(idle.channel)]))
    await begun(idle)
    async with idle.store.transaction(idle.workspace) as session:
        for name, tags in (("ann", ("vip",)), ("bo", ()), ("cy", ("vip",))):
            await Contacts(session).add("webchat", name, name=name.title(), tags=tags)
    assert await looked(idle, NINE) == [1]
    async with idle.working():
        await idle.hears("ann", "Good morning Ann")
        await idle.hears("cy", "Good morning Cy")
        done = "select status from bulk_starts where status = 'done'"
        await idle.until(lambda: idle.rows(done), lambda rows: len(rows) == 1)
    assert await idle.heard("bo") == []


async def _flow(runtime: Runtime) -> UUID:
    found: UUID = (await runtime.rows("select id from flows"))[0].id
    return found
