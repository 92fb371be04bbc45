"""What becomes of messages when the provider refuses, waits, is away or falls silent: against the Telegram simulator."""

from typing import Any

import pytest

from engine import MessageReceived
from store.outbox import Outbox
from tests.make import a_document
from tests.workflows.bot import Bot, a_bot, simulator
from tests.workflows.flows import echo, keyword, question, says
from tests.workflows.runtime import Runtime
from workflows import channel_cache

THREE = a_document(
    {"start": keyword("go"), "a": says("a"), "b": says("b"), "c": says("c")},
    {"start.next": "a", "a.next": "b", "b.next": "c"},
)
ABC = ("a", "b", "c")


async def statuses(runtime: Runtime, chat: str) -> list[tuple[str, str | None]]:
    """Of what was to be said to this person, in order."""
    query = """
        select m.status, m.error_code from messages m join conversations c on c.id = m.conversation_id
        where c.address = :chat and m.direction = 'out' order by m.number
    """
    return [tuple(row) for row in await runtime.rows(query, chat=chat)]


async def settled(runtime: Runtime, chat: str, *wanted: tuple[str, str | None]) -> None:
    await runtime.until(lambda: statuses(runtime, chat), lambda found: found == list(wanted))


SENT = ("sent", None)


async def test_an_ordinary_day(bot: Bot) -> None:
    """Messages arrive in order, and are stored with the ids that the provider gave them."""
    chat = bot.chat()
    await bot.runtime.publish(THREE)
    async with bot.runtime.working():
        await bot.runtime.say(chat, "go")
        await bot.sees(chat, *ABC)
        await settled(bot.runtime, chat, SENT, SENT, SENT)
    ids = await bot.runtime.rows("select provider_id from messages where direction = 'out'")
    assert len({row.provider_id for row in ids}) == 3


async def test_a_provider_that_fails(bot: Bot) -> None:
    """Errors of the provider delay messages: then they arrive, in order, once each."""
    chat = bot.chat()
    await bot.runtime.publish(THREE)
    await bot.sim("faults", chat=int(chat), fail=2)
    async with bot.runtime.working():
        await bot.runtime.say(chat, "go")
        await bot.sees(chat, *ABC)
        await settled(bot.runtime, chat, SENT, SENT, SENT)


async def test_a_provider_that_is_away(bot: Bot, telegram: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """While nobody listens at the provider messages wait, and the answers to later messages wait behind them."""
    monkeypatch.setattr(channel_cache, "FRESH_SECONDS", 0)
    chat = bot.chat()
    await bot.runtime.publish(echo())
    await bot.settings(api="http://127.0.0.1:1")
    async with bot.runtime.working():
        for text in ("go", "one", "two"):
            await bot.runtime.say(chat, text)
        await bot.runtime.until(lambda: statuses(bot.runtime, chat), lambda found: found == [("queued", "unreachable")])
        await bot.settings(api=telegram)
        await bot.sees(chat, "got one", "got two")


async def test_a_provider_that_throttles(idle: Runtime) -> None:
    """The provider's pauses are kept, and what waited for them arrives in order."""
    await idle.publish(THREE)
    with simulator("--per-chat", "1") as address:
        async with a_bot(idle, address) as bot, bot.runtime.working():
            chat = bot.chat()
            await bot.runtime.say(chat, "go")
            await bot.sees(chat, *ABC)
            refused = (await bot.http.get("/sim/stats")).json()["refused"]
    assert set(refused) == {"429"}


async def test_a_contact_who_has_blocked_the_bot(bot: Bot) -> None:
    """The message has failed, the address is marked, the flow goes on, and nothing more is tried."""
    chat = bot.chat()
    await bot.runtime.publish(question())
    await bot.sim("block", chat=int(chat))
    async with bot.runtime.working():
        await bot.runtime.say(chat, "go")
        await bot.runtime.stands(chat, "ask")
        await bot.runtime.say(chat, "tea")
        await bot.runtime.is_(chat, "completed")
        await settled(bot.runtime, chat, *[("failed", "contact_stopped")] * 2)
    opted = await bot.runtime.rows("select opted_out_at from addresses where address = :chat", chat=chat)
    assert opted[0].opted_out_at is not None
    calls = (await bot.http.get("/sim/sent", params={"chat": chat})).json()
    assert calls == []


async def test_a_contact_who_comes_back(bot: Bot) -> None:
    """Who opted out and opted in again is written to as before."""
    chat = bot.chat()
    await bot.runtime.publish(THREE)
    async with bot.runtime.working():
        await bot.runtime.say(chat, "go")
        await bot.sees(chat, *ABC)
        await bot.runtime.execute("update addresses set opted_out_at = now()")
        await bot.runtime.say(chat, "go")
        await settled(bot.runtime, chat, *[SENT] * 3, *[("failed", "contact_stopped")] * 3)
        await bot.runtime.execute("update addresses set opted_out_at = null")
        await bot.runtime.say(chat, "go")
        await bot.sees(chat, *ABC, *ABC)


async def test_a_connection_that_breaks(bot: Bot) -> None:
    """A message that may have arrived is marked as in doubt, is not sent again, and does not hold up the next."""
    chat = bot.chat()
    await bot.runtime.publish(THREE)
    await bot.sim("faults", chat=int(chat), drop=1)
    async with bot.runtime.working():
        await bot.runtime.say(chat, "go")
        await settled(bot.runtime, chat, ("in_doubt", "in_doubt"), SENT, SENT)
    assert await bot.arrived(chat) == list(ABC)


async def test_a_connection_that_breaks_where_twice_is_better(bot: Bot) -> None:
    """The owner of a channel may prefer a message twice to a message in doubt."""
    chat = bot.chat()
    await bot.runtime.publish(THREE)
    await bot.sim("faults", chat=int(chat), drop=1)
    await bot.settings(at_least_once=True)
    async with bot.runtime.working():
        await bot.runtime.say(chat, "go")
        await settled(bot.runtime, chat, SENT, SENT, SENT)
    assert await bot.arrived(chat) == ["a", *ABC]


async def test_a_provider_that_does_not_answer(bot: Bot) -> None:
    """Silence of the provider leaves the message in doubt; other contacts do not wait for it."""
    silent, other = bot.chat(), bot.chat()
    await bot.runtime.publish(question())
    await bot.sim("faults", chat=int(silent), latency=3)
    async with bot.runtime.working():
        await bot.runtime.say(silent, "go")
        await bot.runtime.say(other, "go")
        await bot.sees(other, "Well?")
        await settled(bot.runtime, silent, ("in_doubt", "in_doubt"))


async def stuck(runtime: Runtime, chat: str) -> None:
    """Messages as a worker leaves them that was killed while it sent the first."""
    await runtime.publish(THREE)
    async with runtime.working():
        await runtime.say(chat, "go")
        await settled(runtime, chat, SENT, SENT, SENT)
    await runtime.execute(
        "update messages set status = case when content ->> 'text' = 'a' then 'sending' else 'queued' end,"
        " provider_id = null, sending_at = now() - interval '1 minute' where direction = 'out'"
    )


async def test_a_dead_worker(bot: Bot) -> None:
    """What a killed worker was sending is in doubt after the lease; what it had not begun is sent."""
    chat = bot.chat()
    await stuck(bot.runtime, chat)
    async with bot.runtime.working():
        await bot.runtime.conversations.look(bot.runtime.workspace, await bot.runtime.conversation(chat))
        await settled(bot.runtime, chat, ("in_doubt", "in_doubt"), SENT, SENT)
    assert await bot.arrived(chat) == [*ABC, "b", "c"]


async def test_a_dead_worker_of_a_channel_with_keys(idle: Runtime) -> None:
    """The web chat knows messages by our key, so what is uncertain is simply repeated."""
    await stuck(idle, "ann")
    async with idle.working():
        await idle.conversations.look(idle.workspace, await idle.conversation("ann"))
        await settled(idle, "ann", SENT, SENT, SENT)


async def test_an_attempt_under_way(idle: Runtime) -> None:
    """A message that another worker took a moment ago is its own: nobody else sends it before the lease is over."""
    await stuck(idle, "ann")
    await idle.execute("update messages set sending_at = now() where status = 'sending'")
    conversation = await idle.conversation("ann")
    async with idle.store.hot.transaction(idle.workspace) as connection:
        taken: list[Any] = [await Outbox(connection).take(conversation, idle.settings.lease) for _ in range(2)]
    assert [type(one).__name__ for one in taken] == ["Held", "Held"]


async def test_a_channel_that_was_disconnected(bot: Bot) -> None:
    """Messages to a channel that is gone have failed, and say so."""
    chat = bot.chat()
    await bot.runtime.publish(THREE)
    await bot.runtime.execute("update channels set kind = 'pigeon' where kind = 'telegram'")
    async with bot.runtime.working():
        await bot.runtime.say(chat, "go")
        await settled(bot.runtime, chat, *[("failed", "no_channel")] * 3)


async def test_what_a_channel_cannot_carry(bot: Bot) -> None:
    """A message that the channel refuses has failed with the reason; the ones after it are sent."""
    chat = bot.chat()
    nodes = {"start": keyword("go"), "a": says("{{ 'x' | append: vars.long }}"), "b": says("b")}
    edges = {"start.next": "a", "a.next": "b"}
    long = {"long": {"type": "text", "default": "y" * 5_000}}
    await bot.runtime.flow(nodes, edges, variables=long)
    async with bot.runtime.working():
        await bot.runtime.say(chat, "go")
        await settled(bot.runtime, chat, ("failed", "too_long"), SENT)
    assert await bot.arrived(chat) == ["b"]


async def test_a_place_and_a_contact_card(bot: Bot) -> None:
    """They arrive after the text, as the platform shows such things."""
    chat, where = bot.chat(), {"latitude": "52.5", "longitude": "13.4", "name": "Pier 4"}
    message = {"text": "See you here", "location": where, "card": {"name": "Ann", "phone": "+49 30 901820"}}
    await bot.runtime.flow({"start": keyword("go"), "a": ("send_message", message)}, {"start.next": "a"})
    async with bot.runtime.working():
        await bot.runtime.say(chat, "go")
        await settled(bot.runtime, chat, SENT, SENT, SENT)
    sent = (await bot.http.get("/sim/sent", params={"chat": chat})).json()
    assert [one["method"] for one in sent] == ["sendMessage", "sendVenue", "sendContact"]
    assert sent[1]["title"] == "Pier 4"
    assert sent[2]["phone_number"] == "+49 30 901820"


async def test_cards_one_by_one(bot: Bot) -> None:
    """Where there are no rows, each card is a message of its own with a status of its own, and a press is understood."""
    chat = bot.chat()
    cards = [
        {"title": one, "text": "hot", "buttons": [{"id": one.lower(), "title": "Take"}]} for one in ("Tea", "Cocoa")
    ]
    nodes = {
        "start": keyword("go"),
        "cards": ("send_cards", {"cards": cards}),
        "wait": ("wait_reply", {}),
        "say": says("{{ input.choice }}!"),
    }
    await bot.runtime.flow(nodes, {"start.next": "cards", "cards.next": "wait", "wait.replied": "say"})
    async with bot.runtime.working():
        await bot.runtime.say(chat, "go")
        await bot.sees(chat, "Tea\nhot", "Cocoa\nhot")
        await settled(bot.runtime, chat, SENT, SENT)
        await bot.runtime.say(chat, MessageReceived(text="Take", choice="cocoa"))
        await bot.sees(chat, "Tea\nhot", "Cocoa\nhot", "cocoa!")
