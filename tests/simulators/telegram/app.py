"""The simulator as a web application: the Bot API at /bot<token>/<method>, what tests control at /sim/."""

import json
from typing import Any

import msgspec
from litestar import Litestar, Request, get, post, route
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.types import ASGIApp, Receive, Scope, Send

from tests.simulators.telegram.account import BotAccount, Dropped, Fault
from tests.simulators.telegram.files import Sent
from tests.simulators.telegram.rules import Refusal
from tests.simulators.telegram.updates import Said


class Chat(msgspec.Struct, forbid_unknown_fields=True):
    chat: int


class Block(msgspec.Struct, forbid_unknown_fields=True):
    """``notify`` also posts the my_chat_member update that Telegram would post."""

    chat: int
    blocked: bool = True
    notify: bool = False


class Faults(msgspec.Struct, forbid_unknown_fields=True):
    chat: int
    latency: float = 0
    fail: int = 0
    drop: int = 0


class TelegramSimulator(BotAccount):
    """The account and the web application in front of it."""

    def create_app(self) -> Litestar:
        handlers = [_bot_api(self), _file(self), *_control(self), *_observe(self)]
        return Litestar(handlers, openapi_config=None, logging_config=None, on_shutdown=[self.close])


def _bot_api(simulator: BotAccount) -> HTTPRouteHandler:
    @route("/{bot:str}/{method:str}", http_method=["GET", "POST"])
    async def bot_api(request: Request[Any, Any, Any], bot: FromPath[str], method: FromPath[str]) -> ASGIApp:
        try:
            _check_token(simulator.options.token, bot)
            return _answer(200, {"ok": True, "result": await simulator.call(method, await _params(request))})
        except Refusal as refusal:
            return _answer(refusal.code, refusal.body)
        except Dropped:
            return _hang_up

    return bot_api


def _file(simulator: BotAccount) -> HTTPRouteHandler:
    @get("/file/{bot:str}/{path:path}", media_type="application/octet-stream")
    async def file(bot: FromPath[str], path: FromPath[str]) -> ASGIApp | bytes:
        try:
            _check_token(simulator.options.token, bot)
            return simulator.state.files.read(path.removeprefix("/"))
        except Refusal as refusal:
            return _answer(refusal.code, refusal.body)

    return file


def _control(simulator: BotAccount) -> list[HTTPRouteHandler]:
    @post("/sim/say", status_code=200)
    async def say(data: JSONBody[Said]) -> dict[str, Any]:
        return await simulator.say(data)

    @post("/sim/chats", status_code=204)
    async def chats(data: JSONBody[Chat]) -> None:
        simulator.state.chats.add(data.chat)

    @post("/sim/block", status_code=200)
    async def block(data: JSONBody[Block]) -> dict[str, Any]:
        (simulator.state.blocked.add if data.blocked else simulator.state.blocked.discard)(data.chat)
        told = Said(chat=data.chat, member="kicked" if data.blocked else "member")
        return await simulator.say(told) if data.notify else {}

    @post("/sim/faults", status_code=204)
    async def faults(data: JSONBody[Faults]) -> None:
        simulator.state.faults[data.chat] = Fault(data.latency, data.fail, data.drop)

    @post("/sim/reset", status_code=204)
    async def reset() -> None:
        simulator.reset()

    @post("/sim/files", status_code=204)
    async def files(data: JSONBody[Sent]) -> None:
        simulator.state.files.add(data)

    return [say, chats, block, faults, reset, files]


def _observe(simulator: BotAccount) -> list[HTTPRouteHandler]:
    @get("/sim/sent")
    async def sent(
        chat: FromQuery[int | None] = None,
        at_least: FromQuery[int] = 0,
        timeout: FromQuery[float] = 0,  # noqa: ASYNC109
    ) -> list[dict[str, Any]]:
        return await simulator.sent(chat, at_least, timeout)

    @get("/sim/stats")
    async def stats() -> dict[str, Any]:
        return simulator.stats()

    return [sent, stats]


def _check_token(token: str, bot: str) -> None:
    """A token of the right form that nobody has is 401, anything else is no address at all."""
    if bot == f"bot{token}":
        return
    if bot.startswith("bot") and bot[3:].partition(":")[0].isdigit() and ":" in bot:
        raise Refusal(401, "Unauthorized")
    raise Refusal(404, "Not Found")


async def _params(request: Request[Any, Any, Any]) -> dict[str, Any]:
    body = await request.body()
    if not body:
        return dict(request.query_params)
    if not request.headers.get("content-type", "").startswith("application/json"):
        return dict(await request.form())
    try:
        params = json.loads(body)
    except ValueError:
        raise Refusal(400, "Bad Request: can't parse the request: it is not JSON") from None
    if not isinstance(params, dict):
        raise Refusal(400, "Bad Request: object expected as the request's body")
    return params


def _answer(status: int, body: dict[str, Any]) -> ASGIApp:
    content = msgspec.json.encode(body)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content, "more_body": False})

    return answer


async def _hang_up(scope: Scope, receive: Receive, send: Send) -> None:
    """An answer that ends too early makes the server close the connection."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"100")]})
    await send({"type": "http.response.body", "body": b'{"ok"', "more_body": True})
