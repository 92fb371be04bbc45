"""Starts that may come behind people who have just written."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from api.starting import Begun, Recipient, Start, Starting, nudge
from dialoom.stack.ports import free_port
from store.channels import Channels
from store.flows import Flows
from tests.make import a_document
from tests.workflows.flows import says
from tests.workflows.runtime import Runtime
from tests.workflows.test_bulk import bulk, news, starter
from workflows import config
from workflows.client import BULK, LIVE, Conversations, connect
from workflows.entering import entry
from workflows.flow_cache import FlowCache
from workflows.sweeper import Sweeper


@pytest.mark.parametrize(("trigger", "priority"), [("api_start", 20), ("any_message", 50)])
async def test_the_priority_of_an_order(idle: Runtime, trigger: str, priority: int) -> None:
    """It is the trigger's where only orders pull it; what places a trigger among others that hear a message says nothing."""
    nodes = {"start": (trigger, {"priority": 20}), "say": says("hello")}
    await idle.publish(a_document(nodes, {"start.next": "say"}))
    async with idle.store.transaction(idle.workspace) as session:
        flow = await Flows(session).find("flow")
        assert flow
        assert (await entry(session, FlowCache(idle.node_types, 8), flow.id)).priority == priority


@pytest.mark.parametrize(("priority", "rank"), [(49, BULK), (50, LIVE)])
async def test_a_start_of_a_low_priority(idle: Runtime, priority: int, rank: int) -> None:
    """Temporal takes it behind people who have just written."""
    begun = await ordered(idle, "ann", priority)
    await nudge(idle.conversations, idle.workspace, [begun])
    assert await rank_of(idle, begun.taken.conversation) == rank


@pytest.mark.parametrize(("priority", "written", "rank"), [(49, "", BULK), (50, "", LIVE), (49, "hello?", LIVE)])
async def test_a_start_that_nobody_was_told_of(idle: Runtime, priority: int, written: str, rank: int) -> None:
    """Found by the sweeper it has the place that it was given, unless the contact has written meanwhile."""
    begun = await ordered(idle, "ann", priority)
    if written:
        await idle.say("ann", written, nudge=False)
    await swept(idle)
    assert await rank_of(idle, begun.taken.conversation) == rank


async def test_who_has_been_answered_does_not_wait(idle: Runtime) -> None:
    """What a contact wrote before makes no start urgent: only what still waits counts."""
    await idle.say("ann", "hello?", nudge=False)
    await idle.execute("update events set handled_at = now()")
    begun = await ordered(idle, "ann", 49)
    await swept(idle)
    assert await rank_of(idle, begun.taken.conversation) == BULK


async def test_a_bulk_start_that_nobody_was_told_of(idle: Runtime) -> None:
    """It comes behind people who have just written, however urgent it is among bulk starts."""
    await idle.publish(news())
    await bulk(idle, "ann", priority=100)
    away = Conversations(await connect(config.Temporal(address=f"127.0.0.1:{free_port()}")))
    await replace(starter(idle), conversations=away).round()
    await swept(idle)
    (row,) = await idle.rows("select id from conversations")
    assert await rank_of(idle, row.id) == BULK


async def ordered(runtime: Runtime, address: str, priority: int) -> Begun:
    """A start by a program, committed, of which the conversation knows nothing yet."""
    await runtime.publish(news())
    async with runtime.store.transaction(runtime.workspace) as session:
        flow, channels = await Flows(session).find("flow"), Channels(session, runtime.vault)
        assert flow
        start = Start(to=Recipient(channel=runtime.channel, address=address), priority=priority)
        return await Starting(session, channels, FlowCache(runtime.node_types, 8)).start(flow.id, start)


async def swept(runtime: Runtime) -> None:
    await runtime.execute("update events set created_at = now() - interval '1 hour'")
    assert await Sweeper(runtime.store, runtime.conversations, timedelta(seconds=1)).sweep() == 1


async def rank_of(runtime: Runtime, conversation: UUID) -> int:
    info = (await runtime.handle(conversation).describe()).raw_description.workflow_execution_info
    return int(info.priority.priority_key)
