"""Flows that start on the dates of contacts: once for each, also with several workers and after a downtime."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from store.contacts import Contacts
from tests.make import a_document
from tests.workflows.flows import says
from tests.workflows.runtime import Runtime
from tests.workflows.test_listening import logged, met, outcomes
from workflows.dates import DateWatch
from workflows.listening import TriggerListener

BORN = "1990-06-15"
MORNING = datetime(2027, 6, 15, 9, 0, tzinfo=UTC)
STARTED, NOWHERE = [("contact.date_reached", outcome, outcome == "started") for outcome in ("started", "nowhere")]


@dataclass
class Clock:
    """Shows what it is set to."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now


def watch(runtime: Runtime, clock: Clock) -> DateWatch:
    return DateWatch(runtime.store, runtime.conversations, TriggerListener(runtime.node_types), clock)


async def birthdays(runtime: Runtime, published: datetime = MORNING - timedelta(days=9), **over: Any) -> None:
    """A flow that congratulates, as if it had been published then."""
    params = {"field": "birthday", "repeats": "every_year", **over}
    nodes = {"start": ("date_reached", params), "said": says("Happy birthday, {{ contact.name }}!")}
    await runtime.publish(a_document(nodes, {"start.next": "said"}))
    await runtime.execute("update triggers set id = uuidv7(:ago)", ago=published - datetime.now(UTC))


async def born(runtime: Runtime, address: str = "ann", **fields: Any) -> None:
    """A contact who has written once, with these fields."""
    contact = await met(runtime, address)
    async with runtime.store.transaction(runtime.workspace) as session:
        await Contacts(session).update(contact, fields={"birthday": BORN, **fields})


async def test_a_birthday(runtime: Runtime) -> None:
    """The contact hears of it once in the year, at the hour; and in the next year again."""
    await birthdays(runtime)
    await born(runtime)
    clock = Clock(MORNING - timedelta(seconds=1))
    found = []
    for moment in (clock.now, MORNING, MORNING + timedelta(hours=3), datetime(2028, 6, 15, 9, 1, tzinfo=UTC)):
        clock.now = moment
        found.append(await watch(runtime, clock).look())
        await runtime.until(
            lambda: outcomes(runtime), lambda log: len(log) == sum(found) and all(one[2] for one in log)
        )
    assert found == [0, 1, 0, 1]
    await runtime.hears("ann", *["Happy birthday, Ann!"] * 2)
    await logged(runtime, STARTED, STARTED)


async def test_in_the_contacts_zone(idle: Runtime) -> None:
    """Nine o'clock is when it is nine where they are."""
    await birthdays(idle, contact_zone="zone")
    for name, zone in (("ann", "Asia/Kolkata"), ("bea", "UTC"), ("cid", "America/Sao_Paulo")):
        await born(idle, name, zone=zone)
    clock, found = Clock(), []
    for hour in (3, 4, 8, 9, 11, 12):
        clock.now = MORNING.replace(hour=hour)
        found.append(await watch(idle, clock).look())
    assert found == [0, 1, 0, 1, 0, 1]


async def test_many_contacts_and_several_workers(idle: Runtime) -> None:
    """Everybody once, however many look; who has no conversation is in the log."""
    await birthdays(idle)
    await idle.execute(
        "insert into contacts (fields) select jsonb_build_object('birthday', case when n % 2 = 0 then :born else '1990-06-20' "
        "end) from generate_series(1, 1000) n",
        born=BORN,
    )
    found = await asyncio.gather(*(watch(idle, Clock()).look() for _ in range(3)))
    assert sum(found) == 500
    counted = "select count(*), count(distinct contact_id) from triggered where outcome = 'nowhere'"
    assert [tuple(row) for row in await idle.rows(counted)] == [(500, 500)]


async def test_after_a_downtime(idle: Runtime) -> None:
    """What came meanwhile is made up for, as far as a day back."""
    await birthdays(idle)
    await born(idle, "ann")
    await born(idle, "bea", birthday="1990-06-13")
    assert await watch(idle, Clock(MORNING + timedelta(hours=20))).look() == 1


async def test_what_was_before_it_was_published(idle: Runtime) -> None:
    """A flow that is published at noon congratulates nobody for the morning; one that is published again loses nobody."""
    await born(idle)
    noon = MORNING + timedelta(hours=3)
    await birthdays(idle, published=noon)
    assert await watch(idle, Clock(noon)).look() == 0
    await birthdays(idle, published=MORNING + timedelta(seconds=20))
    assert await watch(idle, Clock(noon)).look() == 1


async def test_values_that_are_no_dates(idle: Runtime) -> None:
    """They hold up nobody."""
    await birthdays(idle)
    for name, value in (("a", 1990), ("b", "06-15"), ("c", ["1990-06-15"]), ("d", "xxxx-06-15"), ("e", None)):
        await born(idle, name, birthday=value)
    await born(idle)
    assert await watch(idle, Clock()).look() == 1


async def test_no_trigger_is_no_work(idle: Runtime) -> None:
    """Only workspaces with such a trigger are looked into."""
    await born(idle)
    assert await watch(idle, Clock()).look() == 0
    async with idle.store.transaction(idle.workspace) as session:
        assert await session.scalar(text("select count(*) from occurrences")) == 0
