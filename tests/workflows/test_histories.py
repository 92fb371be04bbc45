"""What Temporal keeps of conversations: it replays, today and after the next change, and holds nothing that was said."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer

from store.sessions import Sessions
from tests.workflows.bot import Bot
from tests.workflows.flows import broken, caller, echo, question
from tests.workflows.history import all_runs
from tests.workflows.runtime import Runtime
from tests.workflows.shop import Shop
from workflows import conversation, worker
from workflows.model import State

SAVED = Path(__file__).parent / "histories"
WHO = "zebedee"  # who the contact is, what they write and what the bot says: none of it may be in a history
SECRETS = (WHO, "Zebedee", "pineapple", "Well?", "thanks for", "too late", "got ", "success")
ROLLS_OVER = {"rolls_over": 2}


async def answered(runtime: Runtime, shop: Shop) -> None:
    await runtime.publish(question())
    async with runtime.working():
        await runtime.say(WHO, "go")
        await runtime.say(WHO, "pineapple")
        await runtime.is_(WHO, "completed")


async def timed_out(runtime: Runtime, shop: Shop) -> None:
    await runtime.publish(question("PT1S"))
    async with runtime.working():
        await runtime.say(WHO, "go")
        await runtime.is_(WHO, "completed")


async def called(runtime: Runtime, shop: Shop) -> None:
    """With a first attempt that fails, and a message that waits behind the call."""
    await runtime.publish(caller(shop.url("/drop/1?pineapple"), attempts=2, timeout="PT30S"))
    settings = runtime.settings.model_copy(update={"allow_private": (shop.place,)})
    async with runtime.working(settings=settings):
        await runtime.say(WHO, "go")
        await runtime.say(WHO, "pineapple")
        await runtime.hears(WHO, "wait", "success [5]", "got pineapple")


async def cancelled(runtime: Runtime, shop: Shop) -> None:
    """While its call is made."""
    await runtime.publish(caller(shop.url("/gate"), timeout="PT30S"))
    settings = runtime.settings.model_copy(update={"allow_private": (shop.place,)})
    async with runtime.working(settings=settings):
        await runtime.say(WHO, "go")
        await runtime.until(lambda: runtime.rows("select id from calls where attempts = 1"), bool)
        session = str((await runtime.session(WHO)).id)
        await runtime.command(WHO, "cancel", {"session": session, "reason": "no pineapple"})
        await runtime.is_(WHO, "cancelled")
        shop.gate.set()


async def blocked(runtime: Runtime, shop: Shop) -> None:
    """By a bug whose description quotes the contact."""
    await runtime.publish(echo())
    async with runtime.working(node_types=runtime.with_types(wait_reply={"resume": broken})):
        await runtime.say(WHO, "go")
        await runtime.say(WHO, "pineapple")
        await runtime.is_(WHO, "blocked")
        assert "pineapple" in (await runtime.session(WHO)).reason
    async with runtime.working():
        async with runtime.store.transaction(runtime.workspace) as session:
            id = await Sessions(session).unblock((await runtime.session(WHO)).id)
        assert id
        await runtime.conversations.look(runtime.workspace, id)
        await runtime.hears(WHO, "got pineapple")


async def taken_over(runtime: Runtime, shop: Shop) -> None:
    await runtime.publish(question())
    async with runtime.working():
        await runtime.say(WHO, "go")
        await runtime.command(WHO, "take_over", {})
        await runtime.say(WHO, "pineapple?")
        await runtime.command(WHO, "hand_back", {})
        await runtime.say(WHO, "pineapple")
        await runtime.is_(WHO, "completed")


async def rolls_over(runtime: Runtime, shop: Shop) -> None:
    await runtime.publish(echo())
    async with runtime.working():
        await runtime.say(WHO, "go")
        for number in range(6):
            await runtime.say(WHO, f"pineapple {number}")
        await runtime.hears(WHO, *(f"got pineapple {number}" for number in range(6)))


SCENARIOS: dict[str, Callable[[Runtime, Shop], Awaitable[None]]] = {
    each.__name__: each for each in (answered, timed_out, called, cancelled, blocked, taken_over, rolls_over)
}


def replayer(*, sandbox: bool, changed: type | None = None) -> Replayer:
    return Replayer(
        workflows=[changed or conversation.Conversation],
        workflow_runner=worker._runner(sandbox=sandbox),
        data_converter=pydantic_data_converter,
    )


def content(history: WorkflowHistory) -> bytes:
    return b"".join(event.SerializeToString() for event in history.events)


def checked(history: WorkflowHistory) -> WorkflowHistory:
    kept = content(history)
    found = [word for word in SECRETS if word.encode() in kept]
    assert not found, f"Temporal was told {found}"
    return history


@pytest.mark.parametrize("name", SCENARIOS)
async def test_scenarios(idle: Runtime, shop: Shop, name: str, update: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """What happened replays, in the sandbox and out of it, and no history holds a word of the conversation."""
    monkeypatch.setattr(conversation, "TURNS_PER_RUN", ROLLS_OVER.get(name, conversation.TURNS_PER_RUN))
    await SCENARIOS[name](idle, shop)
    runs = [checked(one) for one in await all_runs(idle, await idle.conversation(WHO))]
    for history in runs:
        for sandbox in (True, False):
            await replayer(sandbox=sandbox).replay_workflow(history)
    if update:
        save(name, max(runs, key=lambda one: len(one.events)))


def save(name: str, history: WorkflowHistory) -> None:
    """Without what tells of the machine it was made on."""
    text = re.sub(r'"identity": "[^"]*"', '"identity": "a worker"', history.to_json())
    text = re.sub(r'"stackTrace": "(?:[^"\\]|\\.)*"', '"stackTrace": ""', text)
    (SAVED / f"{name}.json").write_text(text + "\n")


async def test_delivery(bot: Bot, update: bool) -> None:
    """So it is with a delivery that took several attempts."""
    chat = bot.chat()
    await bot.runtime.publish(question())
    await bot.sim("faults", chat=int(chat), fail=2)
    async with bot.runtime.working():
        await bot.runtime.say(chat, "go")
        await bot.sees(chat, "Well?")
        await bot.runtime.say(chat, "pineapple")
        await bot.runtime.is_(chat, "completed")
    history = checked((await all_runs(bot.runtime, await bot.runtime.conversation(chat)))[0])
    await replayer(sandbox=True).replay_workflow(history)
    if update:
        save("delivered", history)


@pytest.mark.parametrize("name", [*SCENARIOS, "delivered"])
async def test_saved_histories(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Conversations that began under an earlier release go on under this one.

    A failure means that a deployment would stop conversations that wait: give the workflow a patch. ``--update`` rewrites
    the histories, and is right only while no installation runs them.
    """
    monkeypatch.setattr(conversation, "TURNS_PER_RUN", ROLLS_OVER.get(name, conversation.TURNS_PER_RUN))
    history = WorkflowHistory.from_json(name, (SAVED / f"{name}.json").read_text())
    for sandbox in (True, False):
        await replayer(sandbox=sandbox).replay_workflow(history)


@workflow.defn(name="Conversation")
class Changed:
    """As the workflow could look after a careless change: it sleeps before it works."""

    @workflow.run
    async def run(self, state: State) -> None:
        await asyncio.sleep(1)

    @workflow.signal
    def nudge(self, upto: int) -> None: ...


async def test_a_careless_change() -> None:
    """The replay of saved histories notices a changed order of commands."""
    history = WorkflowHistory.from_json("answered", (SAVED / "answered.json").read_text())
    with pytest.raises(workflow.NondeterminismError):
        await replayer(sandbox=False, changed=Changed).replay_workflow(history)


async def test_a_waiting_conversation_is_small(runtime: Runtime) -> None:
    """Somebody who was asked and does not answer costs Temporal less than 10 KB."""
    await runtime.publish(question())
    await runtime.say(WHO, "go")
    await runtime.hears(WHO, "Well?")
    history = checked(await runtime.handle(await runtime.conversation(WHO)).fetch_history())
    size: Any = len(content(history))
    assert size < 10_000
