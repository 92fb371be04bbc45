"""Telegram, as cheap as it can be: it takes what the bots send, in the driver's own process, and says when it came.

The simulator of the tests checks more and costs several times as much; on two cores that would hide what the bots cost.
"""

import asyncio
import itertools
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, cast

import msgspec

_LENGTH = b"content-length:"
_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Sent:
    at: float
    id: int
    text: str
    markup: dict[str, Any] | None


class Provider:
    """One bot's account. ``token`` is in the path of every call, as at Telegram."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.port = 0
        self.hook = ""
        self.secret = ""
        self.sent: defaultdict[int, list[Sent]] = defaultdict(list)
        self._ids = itertools.count(1)
        self._waiting: dict[int, tuple[int, asyncio.Future[None]]] = {}

    async def start(self) -> None:
        server = await asyncio.get_running_loop().create_server(lambda: _Connection(self), "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def has_sent(self, chat: int, count: int, seconds: float) -> list[Sent]:
        """Everything sent to the chat, once there are so many."""
        if len(self.sent[chat]) < count:
            future = asyncio.get_running_loop().create_future()
            self._waiting[chat] = (count, future)
            async with asyncio.timeout(seconds):
                await future
        return self.sent[chat]

    def call(self, path: str, body: bytes) -> Any:
        """One method of the Bot API; None when the token is wrong."""
        token, _, method = path.removeprefix("/bot").partition("/")
        if token != self.token:
            return None
        match method:
            case "sendMessage":
                return self._send(msgspec.json.decode(body))
            case "setWebhook":
                given = msgspec.json.decode(body)
                self.hook, self.secret = given["url"], given.get("secret_token", "")
                return True
            case "getMe":
                return {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
            case _:
                return True

    def _send(self, message: dict[str, Any]) -> dict[str, Any]:
        chat, id = int(message["chat_id"]), next(self._ids)
        now = time.perf_counter()
        self.sent[chat].append(Sent(now, id, message["text"], message.get("reply_markup")))
        count, future = self._waiting.get(chat, (0, None))
        if future and len(self.sent[chat]) >= count:
            del self._waiting[chat]
            if not future.done():  # nobody waits any more
                future.set_result(None)
        return {
            "message_id": id,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private"},
            "text": message["text"],
        }


class _Connection(asyncio.Protocol):
    def __init__(self, provider: Provider) -> None:
        self._provider, self._buffer = provider, b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one in all but name

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end]
            size = end + 4 + content_length(head)
            if len(self._buffer) < size:
                return
            body, self._buffer = self._buffer[end + 4 : size], self._buffer[size:]
            self._answer(head.split(b" ", 2)[1].decode(), body)

    def _answer(self, path: str, body: bytes) -> None:
        result = self._provider.call(path, body)
        content = msgspec.json.encode({"ok": result is not None, "result": result})
        if self._transport:
            self._transport.write(_HEAD % len(content) + content)


def content_length(head: bytes) -> int:
    lowered = head.lower()
    start = lowered.find(_LENGTH)
    return int(lowered[start + len(_LENGTH) :].split(b"\r\n", 1)[0]) if start >= 0 else 0
