"""A conversation that waits until its last message has arrived, or was read."""

from typing import Any

import pytest

from store.outbox import Outbox
from store.reports import wake
from tests.workflows.bot import Bot
from tests.workflows.flows import keyword, says
from tests.workflows.runtime import Runtime

NEWS = ("Your parcel is on its way.", "It comes tomorrow.")


async def a_parcel(runtime: Runtime, until: str, patience: str = "P1D") -> None:
    """Says two things, waits, and tells by which output it went on."""
    ends = {name: says(name) for name in (until, "failed", "timeout", "unknown")}
    wait = ("wait_for_delivery", {"until": until, "timeout": patience})
    nodes = {"start": keyword("go"), "first": says(NEWS[0]), "second": says(NEWS[1]), "wait": wait, **ends}
    edges = {"start.next": "first", "first.next": "second", "second.next": "wait"}
    await runtime.flow(nodes, {**edges, **{f"wait.{name}": name for name in ends}})


async def provider_id(runtime: Runtime, text: str, address: str = "ann") -> str:
    query = """
        select provider_id from messages m join conversations c on c.id = m.conversation_id
        where m.content ->> 'text' = :text and c.address = :address and m.status <> 'queued' and m.status <> 'sending'
    """
    found = await runtime.until(lambda: runtime.rows(query, text=text, address=address), bool)
    id: str = found[0].provider_id
    return id


async def told(runtime: Runtime, text: str, status: str, address: str = "ann") -> None:
    """What the API does with a delivery report."""
    id = await provider_id(runtime, text, address)
    async with runtime.store.hot.transaction(runtime.workspace) as connection:
        await Outbox(connection).report(runtime.channel, id, status, None)
    async with runtime.store.hot.transaction(runtime.workspace) as connection:
        woken = await wake(connection, runtime.channel, [id])
    for one in woken:
        await runtime.conversations.nudge(runtime.workspace, one.conversation, one.number)


async def waits(runtime: Runtime, address: str = "ann") -> None:
    await runtime.hears(address, *NEWS)
    await runtime.stands(address, "wait")


@pytest.mark.parametrize(
    ("until", "status"), [("delivered", "delivered"), ("delivered", "read"), ("read", "read"), ("read", "failed")]
)
async def test_it_goes_on_when_it_is_told(runtime: Runtime, until: str, status: str) -> None:
    """The report on the last message ends the wait: what was read has arrived."""
    await a_parcel(runtime, until)
    await runtime.say("ann", "go")
    await waits(runtime)
    await told(runtime, NEWS[1], status)
    await runtime.hears("ann", *(text for text in (*NEWS, until) if status != "failed"), *_failed(status), seconds=10)
    await runtime.is_("ann", "completed")


def _failed(status: str) -> tuple[str, ...]:
    """Of messages that have failed, the contact has heard nothing."""
    return (NEWS[0], "failed") if status == "failed" else ()


async def test_only_the_last_message_counts_and_only_enough(runtime: Runtime) -> None:
    """Reports on an earlier message, reports that say too little and words of the contact change nothing."""
    await a_parcel(runtime, "read")
    await runtime.say("ann", "go")
    await waits(runtime)
    await told(runtime, NEWS[0], "read")
    await told(runtime, NEWS[1], "delivered")
    await runtime.say("ann", "what parcel?")
    query = "select handled_at is not null as done from events where kind = any (array['reported', 'message'])"
    await runtime.until(lambda: runtime.rows(query), lambda rows: len(rows) == 4 and all(row.done for row in rows))
    assert await runtime.heard("ann") == list(NEWS)
    await told(runtime, NEWS[1], "read")
    await runtime.hears("ann", *NEWS, "read")


async def test_a_report_that_came_before_the_wait(idle: Runtime) -> None:
    """It counts at once, although nobody waited when it came: the flow has waited for something else meanwhile."""
    nodes = {
        "start": keyword("go"),
        "first": says("Sent."),
        "pause": ("wait_reply", {}),
        "wait": ("wait_for_delivery", {}),
        "thanks": says("It arrived."),
    }
    edges = {"start.next": "first", "first.next": "pause", "pause.replied": "wait", "wait.delivered": "thanks"}
    await idle.flow(nodes, edges)
    async with idle.working():
        await idle.say("ann", "go")
        await idle.stands("ann", "pause")
        await told(idle, "Sent.", "delivered")
        assert await idle.rows("select id from events where kind = 'reported'") == []
        await idle.say("ann", "well?")
        await idle.hears("ann", "Sent.", "It arrived.")


async def test_a_worker_that_was_away_finds_the_report(idle: Runtime) -> None:
    """What was told while no worker ran stands in line."""
    await a_parcel(idle, "delivered")
    async with idle.working():
        await idle.say("ann", "go")
        await waits(idle)
    await told(idle, NEWS[1], "delivered")
    async with idle.working():
        await idle.hears("ann", *NEWS, "delivered")


async def test_told_twice_it_goes_on_once(runtime: Runtime) -> None:
    """A platform may repeat itself; nobody else's conversation goes on."""
    await a_parcel(runtime, "delivered")
    for address in ("ann", "bo"):
        await runtime.say(address, "go")
        await waits(runtime, address)
    for _ in range(2):
        await told(runtime, NEWS[1], "delivered")
    await runtime.hears("ann", *NEWS, "delivered")
    assert await runtime.heard("bo") == list(NEWS)


async def test_without_a_report_the_time_is_up(runtime: Runtime) -> None:
    """It goes on by timeout, and a report that comes after that wakes nobody."""
    await a_parcel(runtime, "read", patience="PT1S")
    await runtime.say("ann", "go")
    await runtime.hears("ann", *NEWS, "timeout")
    await told(runtime, NEWS[1], "read")
    assert await runtime.rows("select id from events where kind = 'reported'") == []


async def test_a_channel_that_tells_nothing(bot: Bot) -> None:
    """Telegram gives no delivery reports: the flow goes on at once."""
    chat = bot.chat()
    await a_parcel(bot.runtime, "read")
    async with bot.runtime.working():
        await bot.runtime.say(chat, "go")
        await bot.sees(chat, *NEWS, "unknown")


async def test_a_message_that_could_not_be_sent(bot: Bot) -> None:
    """Whoever has blocked the bot gets nothing: the flow hears of it, although the channel gives no reports."""
    chat = bot.chat()
    await a_parcel(bot.runtime, "delivered")
    await bot.sim("block", chat=int(chat))
    async with bot.runtime.working():
        await bot.runtime.say(chat, "go")
        await bot.runtime.is_(chat, "completed")
    steps = await bot.runtime.rows("select node, \"left\" from steps where kind = 'wait_for_delivery' order by id")
    assert [step.left for step in steps if step.left] == ["failed"]


async def steps_of(runtime: Runtime) -> list[Any]:
    return await runtime.rows('select node, entered, "left" from steps order by id')


async def test_people_who_take_over_meanwhile(runtime: Runtime) -> None:
    """While people talk no report moves the flow; given back, it finds what was told."""
    await a_parcel(runtime, "delivered")
    await runtime.say("ann", "go")
    await waits(runtime)
    await runtime.command("ann", "take_over", {})
    await runtime.is_("ann", "paused")
    await told(runtime, NEWS[1], "delivered")
    assert [step.node for step in await steps_of(runtime) if step.left is None] == ["wait"]
    await runtime.command("ann", "hand_back", {})
    await runtime.hears("ann", *NEWS, "delivered")
