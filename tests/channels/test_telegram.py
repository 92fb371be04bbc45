"""Telegram: who may call us, what its answers mean, and that no token leaks."""

import asyncio
import json
import traceback
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pydantic import SecretStr, ValidationError

from channels import (
    BadSignature,
    ConnectFailed,
    ContactStopped,
    HookRequest,
    Refused,
    SendError,
    Throttled,
    Uncertain,
    Unreachable,
)
from channels.telegram import Config, adapter
from engine import SendMessage

TOKEN = "123456:AAHsecretsecret"
UNKNOWN = "Telegram does not know this token: copy it again from @BotFather"
HI = SendMessage(text="Hi")
Handler = Callable[[httpx.Request], httpx.Response]


def a_telegram(**over: Any) -> Config:
    return Config.model_validate({"token": TOKEN, **over})


def send(handler: Handler, config: Config | None = None) -> str:
    """Send over a transport that answers so, and return the id."""

    async def sending() -> str:
        async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as http:
            return await adapter.send(http, config or a_telegram(), "42", HI, "key")

    return asyncio.run(sending())


def connecting(handler: Handler, what: str = "connect") -> str:
    """What the person who connects is told."""

    async def run() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as http:
            arguments = (http, a_telegram(), "https://bot.example/hooks/1")
            await getattr(adapter, what)(*arguments[: 3 if what == "connect" else 2])

    with pytest.raises(ConnectFailed) as failure:
        asyncio.run(run())
    return str(failure.value)


@pytest.mark.parametrize("header", [None, "", "wrong", "ünsafe"])
def test_a_webhook_needs_the_secret(header: str | None) -> None:
    """Whoever does not know the secret is refused."""
    headers = {} if header is None else {"x-telegram-bot-api-secret-token": header}
    with pytest.raises(BadSignature):
        adapter.verify(a_telegram(), HookRequest(headers=headers, body=b"{}"))


def test_telegram_itself_is_let_in() -> None:
    """The secret that was given to setWebhook opens the door, made from the token or chosen."""
    for config in (a_telegram(), a_telegram(secret="chosen_one-1")):
        headers = {"x-telegram-bot-api-secret-token": config.secret.get_secret_value()}
        adapter.verify(config, HookRequest(headers=headers, body=b"{}"))


def test_a_token_has_one_secret() -> None:
    """The secret follows from the token, differs between tokens, and does not contain it."""
    secret = a_telegram().secret
    assert secret == a_telegram().secret != a_telegram(token="123456:other").secret
    assert TOKEN not in secret.get_secret_value()


@pytest.mark.parametrize(
    "settings",
    [
        {"token": ""},
        {"token": f"{TOKEN}/../x"},
        {"secret": "no spaces"},
        {"secret": "x" * 257},
        {"api": "ftp://x"},
        {"api": "https://x.example/?a"},
        {"keyboard": "none"},
        {"colour": "red"},
    ],
)
def test_settings_that_telegram_would_not_take(settings: dict[str, str]) -> None:
    """Wrong settings are refused when they are saved, without repeating the token."""
    with pytest.raises(ValidationError) as refusal:
        a_telegram(**settings)
    assert TOKEN not in str(refusal.value)


def test_blanks_around_a_pasted_token_do_not_matter() -> None:
    """A token copied with its line end is the token."""
    assert a_telegram(token=f" {TOKEN}\n").token == SecretStr(TOKEN)


def test_a_pressed_button_stops_spinning() -> None:
    """The webhook of a press is answered with answerCallbackQuery, any other with nothing."""
    press = HookRequest(headers={}, body=b'{"update_id": 1, "callback_query": {"id": "77", "data": "tea"}}')
    assert adapter.answer(press) == {"method": "answerCallbackQuery", "callback_query_id": "77"}
    assert adapter.answer(HookRequest(headers={}, body=b'{"update_id": 1}')) is None


def test_one_message_is_one_request() -> None:
    """Sending posts once, to the configured server, and returns Telegram's message id."""
    requests: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json={"ok": True, "result": {"message_id": 9}})

    assert send(handler, a_telegram(api="http://localhost:8081/base")) == "9"
    assert [str(request.url) for request in requests] == [f"http://localhost:8081/base/bot{TOKEN}/sendMessage"]
    assert json.loads(requests[0].content) == {"chat_id": "42", "text": "Hi"}


def no(code: int, description: str = "", **parameters: int) -> dict[str, Any]:
    return {"ok": False, "error_code": code, "description": description, "parameters": parameters}


@pytest.mark.parametrize(
    ("status", "body", "error", "code"),
    [
        (429, no(429, "Too Many Requests: retry after 7", retry_after=7), Throttled, "throttled"),
        (429, no(429), Throttled, "throttled"),
        (429, "slow down", Throttled, "throttled"),
        (403, no(403, "Forbidden: bot was blocked by the user"), ContactStopped, "stopped"),
        (403, no(403, "Forbidden: user is deactivated"), ContactStopped, "stopped"),
        (400, no(400, "Bad Request: chat not found"), Refused, "400"),
        (400, no(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1007), Refused, "migrated"),
        (401, no(401, "Unauthorized"), Refused, "unauthorized"),
        (404, no(404, "Not Found"), Refused, "unauthorized"),
        (413, "too large", Refused, "413"),
        (302, "", Refused, "302"),
        (500, no(500, "Internal Server Error"), Unreachable, "server"),
        (502, "<html>bad gateway</html>", Unreachable, "server"),
        (200, no(400, "Bad Request: chat not found"), Refused, "400"),
        (200, "<html>welcome to the hotel's wifi</html>", Uncertain, "unreadable"),
        (200, [], Uncertain, "unreadable"),
        (200, {"ok": True}, Uncertain, "unreadable"),
        (200, {"ok": True, "result": True}, Uncertain, "no_message_id"),
        (200, {"ok": True, "result": {"message_id": "nine"}}, Uncertain, "no_message_id"),
        (500, {"description": ["?"], "parameters": 1, "error_code": "x"}, Refused, "x"),
    ],
)
def test_what_an_answer_means(status: int, body: Any, error: type[SendError], code: str) -> None:
    """Every answer says whether to try again, and only the blocked opt out."""
    content = body if isinstance(body, str) else json.dumps(body)
    with pytest.raises(error) as failure:
        send(lambda _: httpx.Response(status, text=content))
    assert type(failure.value) is error
    assert failure.value.code == code


def test_a_pause_is_as_long_as_telegram_says() -> None:
    """Throttled carries retry_after."""
    with pytest.raises(Throttled) as failure:
        send(lambda _: httpx.Response(429, json=no(429, "", retry_after=7)))
    assert failure.value.after == 7


def test_a_moved_group_is_named() -> None:
    """The refusal of an upgraded group says where it went."""
    with pytest.raises(Refused, match="-1007"):
        send(lambda _: httpx.Response(400, json=no(400, "upgraded", migrate_to_chat_id=-1007)))


@pytest.mark.parametrize(
    ("cause", "error"),
    [
        (httpx.ConnectError, Unreachable),
        (httpx.ConnectTimeout, Unreachable),
        (httpx.PoolTimeout, Unreachable),
        (httpx.ProxyError, Unreachable),
        (httpx.ReadTimeout, Uncertain),
        (httpx.ReadError, Uncertain),
        (httpx.WriteError, Uncertain),
        (httpx.WriteTimeout, Uncertain),
        (httpx.RemoteProtocolError, Uncertain),
        (httpx.UnsupportedProtocol, Refused),
        (httpx.InvalidURL, Refused),
    ],
)
def test_a_lost_connection(cause: type[Exception], error: type[SendError]) -> None:
    """Before anything was written it is safe to try again, after that nobody knows; no text tells the token."""

    def handler(request: httpx.Request) -> httpx.Response:
        raise cause(f"trouble at {request.url}")

    with pytest.raises(error) as failure:
        send(handler)
    assert TOKEN not in "".join(traceback.format_exception(failure.value))


def test_an_echoed_token_is_struck_out() -> None:
    """Not even a server that repeats the token gets it into an error."""
    with pytest.raises(Refused) as failure:
        send(lambda _: httpx.Response(400, json=no(400, f"no such path /bot{TOKEN}/x")))
    assert str(failure.value) == "400: no such path /bot(token)/x"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (httpx.Response(401, json=no(401, "Unauthorized")), UNKNOWN),
        (httpx.Response(404, json=no(404, "Not Found")), UNKNOWN),
        (httpx.Response(429, json=no(429, "", retry_after=9)), "Telegram asks for a pause: try again in 9 seconds"),
        (httpx.Response(502, text="x"), "Telegram cannot be reached at https://api.telegram.org (HTTP 502): try again"),
        (httpx.Response(418, text="x"), "Telegram refused: HTTP 418"),
        (
            httpx.Response(200, json={"ok": True, "result": []}),
            "what answers at https://api.telegram.org is not Telegram's Bot API",
        ),
    ],
)
def test_a_failed_connection_says_what_to_do(answer: httpx.Response, told: str) -> None:
    """The person who connects reads a sentence, not a status."""
    assert connecting(lambda _: answer, "test") == told


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            httpx.Response(400, json=no(400, "Bad Request: bad webhook")),
            "Telegram does not accept the webhook address https://bot.example/hooks/1: Bad Request: bad webhook",
        ),
        (httpx.Response(500), "Telegram cannot be reached at https://api.telegram.org (HTTP 500): try again"),
    ],
)
def test_a_refused_webhook_says_why(answer: httpx.Response, told: str) -> None:
    """When Telegram does not like our address, its reason is shown with the address."""
    bot = httpx.Response(200, json={"ok": True, "result": {"id": 1, "username": "order_bot"}})
    assert connecting(lambda request: bot if request.url.path.endswith("/getMe") else answer) == told


def test_disconnecting_a_revoked_token_is_done_already() -> None:
    """A bot that is gone has no webhook; a Telegram that is down is told."""

    async def disconnect() -> None:
        unknown = httpx.MockTransport(lambda _: httpx.Response(401, json=no(401, "Unauthorized")))
        async with httpx.AsyncClient(transport=unknown) as http:
            await adapter.disconnect(http, a_telegram())

    asyncio.run(disconnect())
    assert "cannot be reached" in connecting(lambda _: httpx.Response(503), "disconnect")
