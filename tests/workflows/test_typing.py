"""That the bot types is seen on the channel and on open pages, after what was said before."""

from typing import Any

from tests.make import a_document
from tests.workflows.bot import Bot
from tests.workflows.flows import keyword, says
from tests.workflows.runtime import Runtime
from workflows.announce import topic

SLOW = a_document(
    {"start": keyword("go"), "a": says("a"), "type": ("typing", {"duration": "PT0.3S"}), "b": says("b")},
    {"start.next": "a", "a.next": "type", "type.next": "b"},
)


async def shown(bot: Bot) -> int:
    stats: dict[str, Any] = (await bot.http.get("/sim/stats")).json()
    return int(stats["calls"].get("sendChatAction", 0))


async def test_telegram_shows_it(bot: Bot) -> None:
    """The chat action follows the first message, and the second comes when the pause is over."""
    chat, before = bot.chat(), await shown(bot)
    await bot.runtime.publish(SLOW)
    async with bot.runtime.working():
        await bot.runtime.say(chat, "go")
        await bot.sees(chat, "a", "b")
    assert await shown(bot) == before + 1


async def test_a_contact_who_has_blocked_the_bot_costs_nothing(bot: Bot) -> None:
    """Typing that is refused is not missed: the flow goes on to its end."""
    chat = bot.chat()
    await bot.runtime.publish(SLOW)
    await bot.sim("block", chat=int(chat))
    async with bot.runtime.working():
        await bot.runtime.say(chat, "go")
        query = "select status from sessions"
        await bot.runtime.until(lambda: bot.runtime.rows(query), lambda rows: [row[0] for row in rows] == ["completed"])


async def test_open_pages_are_told(idle: Runtime) -> None:
    """The hint says that it is typing, and neither the database nor Temporal keeps it."""
    await idle.publish(SLOW)
    async with idle.valkey.pubsub() as channel, idle.working():
        await channel.psubscribe("conversation:*")
        said = await idle.say("ann", "go")
        assert said
        heard: list[bytes] = []
        while b'"typing": true' not in b"".join(heard):
            message = await channel.get_message(ignore_subscribe_messages=True, timeout=30)
            if message and message["channel"].decode() == topic(said.conversation):
                heard.append(message["data"])
        assert b"typing" not in heard[0]
