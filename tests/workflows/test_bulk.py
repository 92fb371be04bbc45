"""Flows started for many contacts on the real run time: each once, and never in the way of those who write."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from engine.audience import Audience
from store.bulk_line import BulkLine
from store.bulk_starts import BulkStart, BulkStarts, NewBulkStart, NewRecipient
from store.contacts import Contacts
from store.flows import Flows
from store.inbox import Person, command, ensure_conversation
from store.states import BulkStatus
from tests.make import a_document
from tests.workflows.flows import echo, question, says
from tests.workflows.runtime import Runtime
from workflows.bulk import BulkStarter, Pace
from workflows.client import BULK
from workflows.decide import LEFT_OUT
from workflows.due import BUSY
from workflows.entering import entry
from workflows.flow_cache import FlowCache

MANY = [f"p{number}" for number in range(500)]


def news(**conditions: Any) -> dict[str, Any]:
    variables = {"word": {"type": "text", "input": True, "default": "news"}}
    nodes = {"start": ("api_start", conditions), "say": says("{{ vars.word }} for {{ contact.name }}")}
    return a_document(nodes, {"start.next": "say"}, variables=variables)


def starter(runtime: Runtime, per_second: int = 10_000, in_line: int = 50) -> BulkStarter:
    cache = FlowCache(runtime.node_types, 8)
    return BulkStarter(runtime.store, runtime.conversations, cache, Pace(per_second, in_line))


async def bulk(
    runtime: Runtime, *addresses: str, key: str = "flow", gone: NewRecipient | None = None, **over: Any
) -> UUID:
    async with runtime.store.transaction(runtime.workspace) as session:
        flow = await Flows(session).find(key)
        assert flow
        new = NewBulkStart(**{"flow_id": flow.id, "channels": (runtime.channel,), **over})
        made = await BulkStarts(session).add(new)
        assert made
        people = [NewRecipient(channel_id=runtime.channel, address=one, name=one.title()) for one in addresses]
        await BulkStarts(session).add_recipients(made.id, [*people, gone] if gone else people)
    return made.id


async def state(runtime: Runtime, id: UUID) -> tuple[BulkStart, dict[str, int]]:
    async with runtime.store.transaction(runtime.workspace) as session:
        return await BulkStarts(session).get(id), await BulkStarts(session).counts(id)


async def errors(runtime: Runtime) -> dict[str, str]:
    rows = await runtime.rows("select address, error from bulk_recipients where error is not null")
    return {row.address: row.error for row in rows}


async def is_done(runtime: Runtime, id: UUID) -> dict[str, int]:
    await runtime.until(lambda: state(runtime, id), lambda found: found[0].status == "done")
    return (await state(runtime, id))[1]


async def test_each_is_started_once(idle: Runtime) -> None:
    """Everybody hears it once, however often they are in the list, with what is for them and what is for all."""
    await idle.publish(news())
    id = await bulk(idle, "ann", "bo", inputs={"word": "spring"})
    async with idle.store.transaction(idle.workspace) as session:
        again = [NewRecipient(channel_id=idle.channel, address=one, inputs={"word": "x"}) for one in ("ann", "cy")]
        assert await BulkStarts(session).add_recipients(id, again) == 1
    async with idle.working():
        assert await is_done(idle, id) == {"started": 3}
        await idle.hears("ann", "spring for Ann")
        await idle.hears("bo", "spring for Bo")
        await idle.hears("cy", "x for ")


async def test_a_live_message_does_not_wait_for_a_bulk_start(idle: Runtime, other: Runtime) -> None:
    """While one workspace starts five hundred conversations as fast as it may, another's contact is answered: before the
    five hundred are through."""
    await idle.publish(news())
    await other.publish(echo())
    pace = idle.settings.model_copy(update={"bulk_per_second": 10_000, "bulk_in_line": 20})
    id = await bulk(idle, *MANY)
    async with replace(idle, settings=pace).working():
        begun = await idle.until(lambda: state(idle, id), lambda found: found[1]["waiting"] < len(MANY))
        assert begun[1]["waiting"] >= len(MANY) // 2
        await other.say("ann", "go")
        await other.say("ann", "hello")
        await other.hears("ann", "got hello")
        assert (await state(idle, id))[1]["waiting"] > 0
        async with idle.store.transaction(idle.workspace) as session:
            await BulkStarts(session).turn(id, "cancelled")


async def test_all_in_line_at_once(idle: Runtime, other: Runtime) -> None:
    """Were all of them in line already, because no worker was there, what somebody writes after that comes first."""
    await idle.publish(news())
    await other.publish(echo())
    async with idle.store.transaction(idle.workspace) as session:
        flow = await Flows(session).find("flow")
        assert flow
        into = await entry(session, FlowCache(idle.node_types, 8), flow.id)
        people = [await ensure_conversation(session, Person(idle.channel, "webchat", one)) for one in MANY]
        for one in people:
            assert await command(session, one, "start", into.order({}, interrupt=False)) == 1
    await asyncio.gather(*(idle.conversations.nudge(idle.workspace, one, 1, urgency=BULK) for one in people))
    await other.say("ann", "go")
    await other.say("ann", "hello")
    async with idle.working():
        await other.hears("ann", "got hello")
        assert len(await idle.rows("select id from messages where direction = 'out'")) < len(MANY) // 2


async def test_who_waits_in_line_is_bounded(idle: Runtime) -> None:
    """Without a worker no more are put in line than may be, a second and altogether."""
    await idle.publish(news())
    id = await bulk(idle, *MANY[:60])
    slow = starter(idle, per_second=7)
    assert await slow.round() == 7
    await idle.execute("update bulk_recipients set taken_at = now() + interval '1 hour' where status = 'in_line'")
    assert await slow.round() == 0  # however slow this machine is, the second is not over
    quick = starter(idle, in_line=20)
    assert [await quick.round(), await quick.round()] == [13, 0]
    assert (await state(idle, id))[1] == {"waiting": 40, "in_line": 20}


async def test_two_of_one_workspace_take_turns(idle: Runtime) -> None:
    """A small one does not wait for a large one that came before it."""
    await idle.publish(news())
    large, small = await bulk(idle, *MANY[:40]), await bulk(idle, "ann", "bo")
    await starter(idle, in_line=6).round()
    assert [(await state(idle, id))[1] for id in (large, small)] == [{"waiting": 36, "in_line": 4}, {"in_line": 2}]


async def test_the_urgent_one_goes_first(idle: Runtime) -> None:
    """What has a higher priority does not take turns; whoever is in both hears it first, also of audiences."""
    await idle.publish(news())
    ordinary, urgent = await bulk(idle, "zoe", *MANY[:40]), await bulk(idle, *MANY[40:44], "zoe", priority=51)
    await starter(idle, in_line=6).round()
    assert [(await state(idle, id))[1] for id in (ordinary, urgent)] == [{"waiting": 40, "in_line": 1}, {"in_line": 5}]
    rows = await idle.rows("select bulk_start_id, event from bulk_recipients where address = 'zoe' order by event")
    assert [row.bulk_start_id for row in rows] == [urgent, ordinary]
    await bulk(idle, "new", priority=10)
    for priority in (20, 90, 50):
        await bulk(idle, priority=priority, audience=Audience(condition="true"))
    async with idle.store.transaction(idle.workspace) as session:
        first = await BulkLine(session).to_gather()
        assert first is not None
        assert first.priority == 90
        assert await BulkLine(session).take(100) == []  # whoever belongs to the urgent audience is to hear it first


@pytest.mark.parametrize("stopped", ["paused", "cancelled"])
async def test_who_is_in_line_is_told_of_when_it_stops(idle: Runtime, stopped: BulkStatus) -> None:
    """Whoever was in line when it was paused or cancelled is started, and shown with their run."""
    await idle.publish(news())
    id = await bulk(idle, *MANY[:6])
    assert await starter(idle, in_line=4).round() == 4
    async with idle.store.transaction(idle.workspace) as session:
        await BulkStarts(session).turn(id, stopped)
    others = {"paused": "waiting", "cancelled": "cancelled"}[stopped]
    async with idle.working():
        found = await idle.until(lambda: state(idle, id), lambda now: "in_line" not in now[1])
    assert (found[0].status, found[1]) == (stopped, {"started": 4, others: 2})
    async with idle.store.transaction(idle.workspace) as session:
        assert await BulkStarts(session).runs(id) == {"completed": 4}


async def test_several_workers(idle: Runtime) -> None:
    """Whoever comes while another works on it puts nobody in line a second time."""
    await idle.publish(news())
    id = await bulk(idle, *MANY[:40])
    moved = await asyncio.gather(*(starter(idle, in_line=10).round() for _ in range(4)))
    assert sum(moved) == 10
    assert (await state(idle, id))[1] == {"waiting": 30, "in_line": 10}
    assert len(await idle.rows("select id from events")) == 10


async def test_an_audience(idle: Runtime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who belongs to it is found in batches; who has opted out, or is on no such channel, is left out."""
    monkeypatch.setattr("workflows.bulk.LOOKED_AT", 3)
    await idle.publish(news())
    async with idle.store.transaction(idle.workspace) as session:
        contacts = Contacts(session)
        for number in range(8):
            await contacts.add("webchat", f"v{number}", tags=("vip",) if number % 2 else ())
        await contacts.add("telegram", "v9", tags=("vip",))
    await idle.execute("update addresses set opted_out_at = now() where address = 'v3'")
    id = await bulk(idle, audience=Audience(tag="vip"))
    async with idle.working():
        assert await is_done(idle, id) == {"started": 3}
    found = await idle.rows("select address from bulk_recipients order by address")
    assert [row.address for row in found] == ["v1", "v5", "v7"]


async def test_who_cannot_be_started(runtime: Runtime) -> None:
    """The reason is with each: opted out since, inside another flow, or on a channel that is gone."""
    await runtime.publish(question(), "other")
    await runtime.publish(news())
    await runtime.say("busy", "go")
    await runtime.stands("busy", "ask")
    await runtime.say("out", "go")
    await runtime.execute("update addresses set opted_out_at = now() where address = 'out'")
    id = await bulk(runtime, "busy", "out", "fine", gone=NewRecipient(channel_id=uuid4(), address="gone"))
    assert await is_done(runtime, id) == {"skipped": 2, "failed": 1, "started": 1}
    assert await errors(runtime) == {
        "busy": BUSY,
        "out": "they have opted out of messages on this channel",
        "gone": "the channel was removed",
    }


async def test_conditions_are_asked_when_it_is_their_turn(runtime: Runtime) -> None:
    """A contact whom the trigger leaves out by then is skipped, with the reason; once it has rested, they are started again."""
    await runtime.publish(news(cool_down="PT1H", audience="contact.name != 'Out'"))
    assert await is_done(runtime, await bulk(runtime, "ann", "out")) == {"started": 1, "skipped": 1}
    assert await is_done(runtime, await bulk(runtime, "ann", "bo")) == {"started": 1, "skipped": 1}
    assert await errors(runtime) == {"out": LEFT_OUT, "ann": LEFT_OUT}
    await runtime.execute("update sessions set started_at = started_at - interval '1 hour'")
    assert await is_done(runtime, await bulk(runtime, "ann")) == {"started": 1}
    await runtime.hears("ann", "news for Ann", "news for Ann")


async def test_a_flow_that_cannot_start_pauses_it(idle: Runtime) -> None:
    """Nobody is lost: once it is published again, it goes on."""
    await idle.publish(news())
    id = await bulk(idle, "ann")
    async with idle.store.transaction(idle.workspace) as session:
        flow = await Flows(session).find("flow")
        assert flow
        await Flows(session).unpublish(flow.id)
    await starter(idle).round()
    found, counts = await state(idle, id)
    assert (found.status, found.error, counts) == ("paused", "publish the flow before it is started", {"waiting": 1})
    await idle.publish(news())
    async with idle.store.transaction(idle.workspace) as session:
        assert (await BulkStarts(session).turn(id, "running")).error is None
    async with idle.working():
        assert await is_done(idle, id) == {"started": 1}


async def test_an_erased_contact_is_in_no_list(idle: Runtime) -> None:
    """Neither who was started, nor who is still waiting."""
    await idle.publish(news())
    await idle.say("ann", "hi", nudge=False)
    await bulk(idle, "ann", "bo")
    contact = (await idle.rows("select contact_id from addresses where address = 'ann'"))[0].contact_id
    async with idle.store.transaction(idle.workspace) as session:
        await Contacts(session).erase(contact)
    assert [row.address for row in await idle.rows("select address from bulk_recipients")] == ["bo"]
