"""The simulator keeps to the documented limits, and the adapter stays within them."""

from typing import Any

import pytest

from channels.telegram import adapter
from engine import Button, Media, SendMessage
from tests.simulators.telegram import Options
from tests.simulators.telegram_bot import CONFIG, HOOK, a_bot


@pytest.mark.parametrize(
    "message",
    [
        SendMessage(text="x" * 4096),
        SendMessage(text="?", buttons=(Button(id="é" * 32, title="A"), Button(id="u", title="B"))),
        SendMessage(text="?", buttons=(Button(id="u", title="B", url="https://a.example/x?y=1"),)),
        SendMessage(text="x" * 1024, media=Media(kind="image", url="https://a.example/x.png")),
        SendMessage(media=Media(kind="video", url="provider:BAACAg")),
        SendMessage(media=Media(kind="audio", url="https://a.example/x.mp3")),
        SendMessage(media=Media(kind="audio", url="provider:AwAD", mime="audio/ogg")),
        SendMessage(media=Media(kind="document", url="https://a.example/x.pdf")),
    ],
)
async def test_what_the_adapter_builds_is_accepted(message: SendMessage) -> None:
    """Every kind of message, at its limits, passes the simulator's rules, with either keyboard."""
    async with a_bot() as bot:
        await bot.send(message)
        replying = CONFIG.model_copy(update={"keyboard": "reply"})
        if not any(button.url for button in message.buttons):
            await adapter.send(bot.http, replying, "42", message, "key")
        assert len(await bot.sent(42)) >= 1


def inline(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "A", **button}]]}


@pytest.mark.parametrize(
    ("method", "params", "says"),
    [
        ("sendMessage", {"text": "Hi", "chat_id": None}, "chat not found"),
        ("sendMessage", {"text": "Hi", "chat_id": 99}, "chat not found"),
        ("sendMessage", {"text": "Hi", "chat_id": "@somebody"}, "chat not found"),
        ("sendMessage", {"text": " "}, "message text is empty"),
        ("sendMessage", {}, "message text is empty"),
        ("sendMessage", {"text": "x" * 4097}, "message is too long"),
        ("sendPhoto", {"photo": "https://a.example/x.png", "caption": "x" * 1025}, "message caption is too long"),
        ("sendVideo", {"caption": "x"}, "there is no video in the request"),
        ("sendDocument", {"document": "no such file"}, "wrong file identifier/HTTP URL specified"),
        ("sendLocation", {"latitude": 91, "longitude": 0}, "wrong location specified"),
        ("sendLocation", {"latitude": 1}, "location is not specified"),
        ("sendVenue", {"latitude": 1, "longitude": 2, "title": "Pier 4"}, "address is empty"),
        ("sendContact", {"phone_number": "+49301", "first_name": " "}, "first name is empty"),
        ("sendMessage", {"text": "?", "reply_markup": inline(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
        ("sendMessage", {"text": "?", "reply_markup": inline(callback_data="")}, "BUTTON_DATA_INVALID"),
        ("sendMessage", {"text": "?", "reply_markup": inline(url="not an address")}, "URL 'not an address' is invalid"),
        ("sendMessage", {"text": "?", "reply_markup": inline()}, "Text buttons are unallowed"),
        ("sendMessage", {"text": "?", "reply_markup": {"keyboard": [[{}]]}}, "must be of type String"),
        ("sendMessage", {"text": "?", "reply_markup": []}, "object expected as reply markup"),
        ("sendChatAction", {}, "wrong parameter action"),
        ("answerCallbackQuery", {"callback_query_id": "1"}, "query is too old"),
        ("setWebhook", {}, "url is not specified"),
        ("setWebhook", {"url": "hooks/1"}, "invalid webhook URL"),
        ("setWebhook", {"url": HOOK, "secret_token": "a b"}, "unallowed characters"),
        ("setWebhook", {"url": HOOK, "secret_token": "x" * 257}, "secret token is too long"),
        ("setWebhook", {"url": HOOK, "max_connections": 101}, "between 1 and 100"),
    ],
)
async def test_what_telegram_refuses(method: str, params: dict[str, Any], says: str) -> None:
    """A request beyond a documented limit is answered 400, says why, and leaves no message."""
    async with a_bot() as bot:
        answer = await bot.call(method, **{"chat_id": 42, **params})
        assert (answer["ok"], answer["error_code"]) == (False, 400)
        assert says in answer["description"]
        assert await bot.sent(42) == []


@pytest.mark.parametrize(
    ("path", "code"),
    [("bot1:unknown/getMe", 401), ("botwhat/getMe", 404), (f"bot{Options.token}/sendPigeon", 404), ("x/getMe", 404)],
)
async def test_who_is_not_known(path: str, code: int) -> None:
    """A token that nobody has is 401, what is no address of the Bot API 404."""
    async with a_bot() as bot:
        response = await bot.http.post(f"/{path}", json={})
        assert response.status_code == response.json()["error_code"] == code
