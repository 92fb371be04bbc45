"""A bot at the simulator: what people do arrives, what it sends is recorded, and what goes wrong is told."""

import time

import pytest
from litestar import Response

from channels import (
    Account,
    ConnectFailed,
    ContactStopped,
    Inbound,
    OptOut,
    Refused,
    Throttled,
    Unreachable,
)
from channels.telegram import Config, adapter
from engine import Button, MessageReceived, Reaction, SendMessage
from tests.simulators.telegram.rates import Rates
from tests.simulators.telegram_bot import CONFIG, HI, HOOK, a_bot


async def test_a_conversation() -> None:
    """What a person says arrives as the adapter reads it, what the bot sends is recorded in order."""
    async with a_bot() as bot:
        await bot.sim("say", chat=42, text="order", name="Ann", language="pt")
        drinks = SendMessage(text="Drink?", buttons=(Button(id="tea", title="Tea"),))
        ids = [await bot.send(HI), await bot.send(drinks)]
        await bot.sim("say", chat=42, callback="tea")

        for request in bot.requests:
            adapter.verify(CONFIG, request)
        (said,), (pressed,) = (adapter.parse(CONFIG, request) for request in bot.requests)
        assert isinstance(said, Inbound)
        assert isinstance(pressed, Inbound)
        assert (said.address, said.name, said.language) == ("42", "Ann", "pt")
        assert (said.message, pressed.message) == (
            MessageReceived(text="order", message_id="1"),
            MessageReceived(text="Tea", choice="tea"),
        )
        assert int(said.id.removeprefix("update:")) < int(pressed.id.removeprefix("update:"))
        sent = await bot.sent(42)
        assert [str(message["message_id"]) for message in sent] == ids
        assert [message["text"] for message in sent] == ["Hi", "Drink?"]


async def test_a_reaction() -> None:
    """A bot puts an emoji of the menu on a message of the person, and on nothing else."""
    async with a_bot() as bot:
        await bot.sim("say", chat=42, text="thanks")
        (said,) = adapter.parse(CONFIG, bot.requests[0])
        assert isinstance(said, Inbound)
        id = said.message.message_id or ""
        assert await bot.send(SendMessage(reaction=Reaction(emoji="❤️", message=id))) == "key"
        assert (await bot.http.get("/sim/stats")).json()["reactions"] == [[int(id), "❤"]]
        with pytest.raises(Refused, match="message to react not found"):
            await bot.send(SendMessage(reaction=Reaction(emoji="👍", message="99")))
        assert (
            "REACTION_INVALID"
            in (
                await bot.call(
                    "setMessageReaction", chat_id=42, message_id=int(id), reaction=[{"type": "emoji", "emoji": "x"}]
                )
            )["description"]
        )
        assert await bot.sent(42) == []


async def test_a_pressed_button_is_answered_by_the_webhook_answer() -> None:
    """Telegram runs the method in the answer: no press is left spinning."""
    async with a_bot() as bot:
        await bot.sim("say", chat=42, callback="tea")
        stats = (await bot.http.get("/sim/stats")).json()
        assert stats["unanswered_callbacks"] == 0
        assert stats["calls"]["answerCallbackQuery"] == 1
        assert stats["updates"] == {"attempts": 1, "answered_with_method": 1, "delivered": 1}


@pytest.mark.parametrize("concurrently", [False, True])
async def test_duplicate_deliveries(concurrently: bool) -> None:
    """One update delivered three times keeps its id."""
    async with a_bot() as bot:
        told = await bot.sim("say", chat=42, text="order", repeat=3, concurrently=concurrently)
        assert told["deliveries"] == [{"status": 200, "attempts": 1}] * 3
        read = [adapter.parse(CONFIG, request)[0] for request in bot.requests]
        assert {one.id for one in read if isinstance(one, Inbound)} == {f"update:{told['update_id']}"}


async def test_a_webhook_that_fails_is_called_again() -> None:
    """An update is repeated until the webhook takes it."""
    answers = iter([500, 503, 200])
    async with a_bot(lambda _: Response(None, status_code=next(answers))) as bot:
        told = await bot.sim("say", chat=42, text="order")
        assert told["deliveries"] == [{"status": 200, "attempts": 3}]
        assert len({request.body for request in bot.requests}) == 1


async def test_a_webhook_that_keeps_failing_is_given_up() -> None:
    """Repeating ends after the time that was set, and getWebhookInfo tells the last error."""
    async with a_bot(lambda _: Response(None, status_code=500), retry_for=0.15) as bot:
        told = await bot.sim("say", chat=42, text="order")
        assert told["deliveries"] == [{"status": 500, "attempts": 2}]
        info = (await bot.call("getWebhookInfo"))["result"]
        assert info["last_error_message"] == "Wrong response from the webhook: 500"
        assert (info["url"], info["pending_update_count"], info["max_connections"]) == (HOOK, 0, 40)


async def test_blocking() -> None:
    """A person who blocked the bot gets nothing, the bot is told, and it can be undone."""
    async with a_bot() as bot:
        await bot.sim("block", chat=42, notify=True)
        with pytest.raises(ContactStopped, match="blocked by the user"):
            await bot.send()
        with pytest.raises(ContactStopped):
            await adapter.typing(bot.http, CONFIG, "42") if adapter.typing else None
        await bot.sim("block", chat=42, blocked=False, notify=True)
        await bot.send()
        read = [adapter.parse(CONFIG, request)[0] for request in bot.requests]
        assert read == [OptOut(address="42"), OptOut(address="42", stopped=False)]


async def test_too_many_messages_to_one_chat() -> None:
    """Over its rate a chat answers 429 with a pause; other chats go on."""
    async with a_bot(per_chat=2) as bot:
        await bot.sim("chats", chat=43)
        await bot.send()
        await bot.send()
        with pytest.raises(Throttled) as failure:
            await bot.send()
        assert failure.value.after == 1
        await bot.send(chat=43)
        assert len(await bot.sent(42)) == 2


async def test_too_many_messages_in_all() -> None:
    """The bot as a whole has a rate too."""
    async with a_bot(overall=1) as bot:
        await bot.sim("chats", chat=43)
        await bot.send()
        with pytest.raises(Throttled):
            await bot.send(chat=43)


def test_a_rate_refills_with_time() -> None:
    """Waiting as long as told makes room again."""
    rates = Rates(overall=0, per_chat=0.5)
    assert [rates.retry_after(1, now) for now in (100.0, 100.0, 101.0, 102.0, 102.0)] == [0, 2, 1, 0, 2]
    assert [Rates(0, 0).retry_after(1, 1.0) for _ in range(100)] == [0] * 100


async def test_faults() -> None:
    """A failing chat refuses before it accepts, and a slow one is slow; then all is well."""
    async with a_bot() as bot:
        await bot.sim("faults", chat=42, fail=1, latency=0.05)
        began = time.monotonic()
        with pytest.raises(Unreachable):
            await bot.send()
        assert time.monotonic() - began >= 0.05
        assert await bot.sent(42) == []
        await bot.send()
        assert len(await bot.sent(42)) == 1


async def test_connecting_and_disconnecting() -> None:
    """Connecting sets the webhook for what the adapter reads, disconnecting removes it."""
    async with a_bot() as bot:
        assert await adapter.test(bot.http, CONFIG) == Account(id="123456", name="@simulated_bot")
        info = (await bot.call("getWebhookInfo"))["result"]
        assert info["allowed_updates"] == ["callback_query", "message", "my_chat_member"]
        await adapter.disconnect(bot.http, CONFIG)
        assert (await bot.call("getWebhookInfo"))["result"]["url"] == ""
        assert (await bot.sim("say", chat=42, text="hello"))["deliveries"] == [{"status": None, "attempts": 0}]
        stranger = CONFIG.model_copy(update={"token": Config.model_validate({"token": "1:x"}).token})
        with pytest.raises(ConnectFailed, match="BotFather"):
            await adapter.connect(bot.http, stranger, HOOK)
        await adapter.disconnect(bot.http, stranger)


async def test_reset_forgets_chats_and_messages() -> None:
    """After a reset the bot is still connected and knows nobody."""
    async with a_bot() as bot:
        await bot.send()
        await bot.sim("reset")
        assert await bot.sent(42) == []
        with pytest.raises(Refused, match="chat not found"):
            await bot.send()
        await bot.sim("say", chat=42, text="hello", wait=False)
        await bot.send()
