"""A bot behind a webhook with a simulator in front of it, all in the test's process."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
from litestar import Litestar, Request, Response, post

from channels import HookRequest
from channels.telegram import Config, adapter
from engine import SendMessage
from tests.simulators.telegram import Options, TelegramSimulator

HOOK = "http://bot.example/hooks/1"
HI = SendMessage(text="Hi")
CONFIG = Config.model_validate({"token": Options.token, "api": "http://telegram.example"})
Answer = Callable[[bytes], Response[Any]]


class Bot:
    """A bot behind a webhook, a simulator in front of it, and the client for both: nothing leaves the process."""

    def __init__(self, answer: Answer, **options: Any) -> None:
        self.requests: list[HookRequest] = []
        self.answer = answer
        bot = httpx.AsyncClient(transport=httpx.ASGITransport(self._app()))
        self.simulator = TelegramSimulator(Options(**options), http=bot)
        telegram: Any = self.simulator.create_app()
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(telegram), base_url="http://telegram.example")

    def _app(self) -> Any:
        @post("/hooks/1")
        async def hook(request: Request[Any, Any, Any]) -> Response[Any]:
            body = await request.body()
            self.requests.append(HookRequest(headers=dict(request.headers), body=body))
            return self.answer(body)

        return Litestar([hook], openapi_config=None, logging_config=None)

    async def sim(self, path: str, **body: Any) -> Any:
        response = await self.http.post(f"/sim/{path}", json=body)
        assert response.is_success, response.text
        return response.json() if response.content else None

    async def sent(self, chat: int) -> list[dict[str, Any]]:
        sent: list[dict[str, Any]] = (await self.http.get("/sim/sent", params={"chat": chat})).json()
        return sent

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        answer: dict[str, Any] = (await self.http.post(f"/bot{Options.token}/{method}", json=params)).json()
        return answer

    async def send(self, message: SendMessage = HI, chat: int = 42) -> str:
        return await adapter.send(self.http, CONFIG, str(chat), message, "key")


def taken(body: bytes) -> Response[Any]:
    return Response(adapter.answer(HookRequest(headers={}, body=body)), status_code=200)


@asynccontextmanager
async def a_bot(answer: Answer = taken, **options: Any) -> AsyncIterator[Bot]:
    """Connected, and known to chat 42."""
    bot = Bot(answer, **options)
    async with bot.http:
        await adapter.connect(bot.http, CONFIG, HOOK)
        await bot.sim("chats", chat=42)
        yield bot
        await bot.simulator.close()
