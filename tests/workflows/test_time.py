"""Waits of months, on Temporal's virtual clock."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from dialoom.stack.wheels import script
from engine import Context, SendMessage, Step
from store.crypto import Vault
from store.database import Store
from tests.make import a_document
from tests.workflows.flows import TEXT, asks, keyword, says
from tests.workflows.runtime import Runtime, opened

DAY = timedelta(days=1)
FLAGS = ("--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true")
PATIENT = a_document(
    {"start": keyword("go"), "ask": asks("Well?", timeout="P90D"), "thanks": says("thanks"), "late": says("too late")},
    {"start.next": "ask", "ask.answered": "thanks", "ask.timeout": "late"},
    **TEXT,
)


@pytest.fixture
async def clock() -> AsyncIterator[WorkflowEnvironment]:
    async with await WorkflowEnvironment.start_time_skipping_v2(
        dev_server_existing_path=str(script("temporal")),
        dev_server_log_level="error",
        dev_server_extra_args=FLAGS,
        data_converter=pydantic_data_converter,
    ) as env:
        yield env


@pytest.fixture
async def patient(
    store: Store, vault: Vault, workspace: UUID, clock: WorkflowEnvironment, valkey_url: str
) -> AsyncIterator[Runtime]:
    """A run time whose clock the test turns; the test starts workers."""
    async with AsyncExitStack() as stack:
        yield await opened(stack, store, vault, workspace, clock.client, valkey_url)


async def say(clock: WorkflowEnvironment, runtime: Runtime, text: str) -> None:
    with clock.with_time_skipping_disabled():  # else the clock of a new workflow runs away at once
        await runtime.say("ann", text)


def new_enter(params: Any, context: Context) -> Step:
    """What another release of a node type does: it adds the date."""
    return Step(effects=(SendMessage(text=f"{params.text} on {context.now:%Y-%m-%d}"),), leave="next")


async def test_a_wait_over_an_upgrade(patient: Runtime, clock: WorkflowEnvironment) -> None:
    """After ninety days, and with other node code by then, the timeout arm is taken, by the new code."""
    await patient.publish(PATIENT)
    async with patient.working():
        await say(clock, patient, "go")
        await patient.hears("ann", "Well?")
    async with patient.working(node_types=patient.with_types(send_message={"enter": new_enter})):
        await clock.fast_forward(patient.handle(await patient.conversation("ann")), 90 * DAY + DAY / 2)
        then = datetime.now(UTC) + 90 * DAY
        dates = {f"too late on {then - back:%Y-%m-%d}" for back in (timedelta(), timedelta(minutes=5))}
        heard = await patient.until(lambda: patient.heard("ann"), lambda found: len(found) == 2)
    assert heard[1] in dates
    assert await patient.status("ann") == "completed"


async def test_a_reply_after_a_month_and_two_upgrades(patient: Runtime, clock: WorkflowEnvironment) -> None:
    """Workers with other code came twice, and another version of the flow was published: the reply takes the edge of the
    version that the question was asked by."""
    await patient.publish(PATIENT)
    async with patient.working():
        await say(clock, patient, "go")
        await patient.hears("ann", "Well?")
    conversation = await patient.conversation("ann")
    for release in ("one", "two"):
        await patient.publish({**PATIENT, "name": f"Since release {release}", "edges": []})
        async with patient.working(node_types=patient.with_types(send_message={"enter": new_enter})):
            await clock.fast_forward(patient.handle(conversation), 15 * DAY)
    async with patient.working(node_types=patient.with_types(send_message={"enter": new_enter})):
        await say(clock, patient, "tea")
        heard = await patient.until(lambda: patient.heard("ann"), lambda found: len(found) == 2)
    assert heard[1].startswith("thanks on ")
    assert await patient.status("ann") == "completed"


async def test_a_reply_on_the_last_day(patient: Runtime, clock: WorkflowEnvironment) -> None:
    """A reply after eighty-nine days is the answer, and the timeout does not follow it."""
    await patient.publish(PATIENT)
    async with patient.working():
        await say(clock, patient, "go")
        await patient.hears("ann", "Well?")
        await clock.fast_forward(patient.handle(await patient.conversation("ann")), 89 * DAY)
    async with patient.working(node_types=patient.with_types(send_message={"enter": new_enter})):
        await say(clock, patient, "tea")
        await patient.is_("ann", "completed")
        heard = await patient.until(lambda: patient.heard("ann"), lambda found: len(found) == 2)
    assert heard[1].startswith("thanks on ")


async def test_a_reminder_every_month(patient: Runtime, clock: WorkflowEnvironment) -> None:
    """Waits that follow one another take as long as they say, in the clock of the conversation."""
    nodes = {
        "start": keyword("go"),
        "rest": ("delay", {"duration": "P30D"}),
        "remind": says("{{ now | date: '%j' }}"),
        "again": ("delay", {"duration": "P30D"}),
        "last": says("{{ now | date: '%j' }}"),
    }
    edges = {"start.next": "rest", "rest.next": "remind", "remind.next": "again", "again.next": "last"}
    await patient.flow(nodes, edges)
    async with patient.working():
        await say(clock, patient, "go")
        await patient.is_("ann", "active")
        await clock.fast_forward(patient.handle(await patient.conversation("ann")), 61 * DAY)
        await patient.is_("ann", "completed")
        first, second = await patient.until(lambda: patient.heard("ann"), lambda found: len(found) == 2)
    assert (int(second) - int(first)) % 365 in {29, 30}
