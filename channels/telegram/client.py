"""The requests to Telegram. Each is made once: whether to make it again is for the caller, who reads the error.

The token is part of the address, so no error carries an address or what httpx says of it.
"""

from typing import Any

import httpx
import msgspec

from channels.adapter import Account
from channels.errors import ConnectFailed, ContactStopped, Refused, SendError, Throttled, Uncertain, Unreachable
from channels.telegram.config import Config
from channels.telegram.outgoing import build
from engine import SendMessage

ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")
NOTHING_WRITTEN = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


async def send(http: httpx.AsyncClient, config: Config, address: str, message: SendMessage, key: str) -> str:
    method, body = build(config, address, message)
    match await call(http, config, method, body):
        case {"message_id": int(id)}:
            return str(id)
        case True if message.reaction:  # a reaction is no message
            return key
        case _:
            raise Uncertain("no_message_id", "Telegram accepted the message and did not say its id")


async def typing(http: httpx.AsyncClient, config: Config, address: str) -> None:
    await call(http, config, "sendChatAction", {"chat_id": address, "action": "typing"})


async def test(http: httpx.AsyncClient, config: Config) -> Account:
    try:
        bot = await call(http, config, "getMe", {})
    except SendError as error:
        raise ConnectFailed(_explain(config, error)) from None
    match bot:
        case {"id": int(id), "username": str(name)}:
            return Account(id=str(id), name=f"@{name}")
        case _:
            raise ConnectFailed(f"what answers at {config.api} is not Telegram's Bot API")


async def connect(http: httpx.AsyncClient, config: Config, hook_url: str) -> Account:
    account = await test(http, config)
    webhook = {
        "url": hook_url,
        "secret_token": config.secret.get_secret_value(),
        "allowed_updates": ALLOWED_UPDATES,
        "max_connections": 40,
    }
    try:
        await call(http, config, "setWebhook", webhook)
    except Refused as error:
        raise ConnectFailed(f"Telegram does not accept the webhook address {hook_url}: {error.detail}") from None
    except SendError as error:
        raise ConnectFailed(_explain(config, error)) from None
    return account


async def disconnect(http: httpx.AsyncClient, config: Config) -> None:
    try:
        await call(http, config, "deleteWebhook", {})
    except SendError as error:
        if error.code != "unauthorized":  # a revoked token has no webhook any more
            raise ConnectFailed(_explain(config, error)) from None


def check(status: int, body: object) -> Any:
    """The result in an answer of Telegram, or the error that the answer means."""
    answer = body if isinstance(body, dict) else {}
    detail = str(answer.get("description", f"HTTP {status}"))
    parameters = answer.get("parameters")
    match answer.get("error_code", status), parameters if isinstance(parameters, dict) else {}:
        case 200, _ if answer.get("ok") is True and "result" in answer:
            return answer["result"]
        case 200, _:
            raise Uncertain("unreadable", "the answer is not one of Telegram's")
        case 429, {"retry_after": int(after) | float(after)}:
            raise Throttled(detail, after=float(after))
        case 429, _:
            raise Throttled(detail)
        case 403, _:
            raise ContactStopped("stopped", detail)
        case 401 | 404, _:
            raise Refused("unauthorized", detail)
        case 400, {"migrate_to_chat_id": int(moved)}:
            raise Refused("migrated", f"{detail} (the chat is now {moved})")
        case int(code), _ if httpx.codes.is_server_error(code):
            raise Unreachable("server", detail)
        case code, _:
            raise Refused(str(code), detail)


async def call(http: httpx.AsyncClient, config: Config, method: str, body: dict[str, Any]) -> Any:
    """The result of one method; raises a SendError."""
    token = config.token.get_secret_value()
    try:
        response = await http.post(f"{config.api}/bot{token}/{method}", json=body)
    except NOTHING_WRITTEN as error:
        raise Unreachable("unreachable", type(error).__name__) from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol):
        raise Refused("bad_address", "the Bot API address is not an address") from None
    except httpx.HTTPError as error:
        raise Uncertain("no_answer", type(error).__name__) from None
    return check(response.status_code, _json(response.content.replace(token.encode(), b"(token)")))


def _json(content: bytes) -> object:
    try:
        return msgspec.json.decode(content)
    except (ValueError, RecursionError):
        return None


def _explain(config: Config, error: SendError) -> str:
    match error:
        case Refused(code="unauthorized"):
            return "Telegram does not know this token: copy it again from @BotFather"
        case Throttled():
            return f"Telegram asks for a pause: try again in {error.after or 60:.0f} seconds"
        case Unreachable() | Uncertain():
            return f"Telegram cannot be reached at {config.api} ({error.detail}): try again"
        case _:
            return f"Telegram refused: {error.detail}"
