"""Another company's HTTP server, on a real socket: it answers, refuses, is slow, hangs up, and counts who came."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

REASONS = {200: "OK", 302: "Found", 404: "Not Found", 500: "Internal Server Error"}


@dataclass
class Shop:
    """``/drop/<n>`` hangs up on the first n; ``/gate`` answers when the test opens the gate."""

    port: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    headers: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def place(self) -> str:
        """As the worker's setting ``allow_private`` names it."""
        return f"127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            path = head.split(" ")[1]
            self.hits[path] += 1
            self.headers += [line.lower() for line in head.split("\r\n")[1:]]
            if (answer := await self._answer(path, reader)) is not None:
                writer.write(answer)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, path: str, reader: asyncio.StreamReader) -> bytes | None:
        match path.partition("?")[0].split("/")[1:]:
            case ["status", code]:
                return _response(int(code), '{"price": 5}')
            case ["redirect"]:
                return _response(302, "", "location: /status/200\r\n")
            case ["big"]:
                return _response(200, "x" * 300_000)
            case ["strange"]:
                return _response(200, '{"price": "a\\u0000b\\ud800c", "much": NaN}')
            case ["drop", times] if self.hits[path] <= int(times):
                return None
            case ["drop", _]:
                return _response(200, '{"price": 5}')
            case ["gate"]:
                return await self._wait(reader)
            case _:
                return _response(404, "{}")

    async def _wait(self, reader: asyncio.StreamReader) -> bytes | None:
        """Answer when the gate opens; None when the client has hung up before."""
        opened, left = asyncio.create_task(self.gate.wait()), asyncio.create_task(reader.read())
        try:
            await asyncio.wait((opened, left), return_when=asyncio.FIRST_COMPLETED)
            if not opened.done():
                self.gone.set()
                return None
            return _response(200, '{"price": 7}')
        finally:
            opened.cancel()
            left.cancel()


@asynccontextmanager
async def a_shop() -> AsyncIterator[Shop]:
    shop = Shop()
    server = await asyncio.start_server(shop.serve, "127.0.0.1", 0)
    shop.port = server.sockets[0].getsockname()[1]
    yield shop
    shop.gate.set()
    server.close()
    await server.wait_closed()


def _response(status: int, body: str, headers: str = "") -> bytes:
    content = body.encode()
    head = f"HTTP/1.1 {status} {REASONS[status]}\r\ncontent-type: application/json\r\n{headers}connection: close\r\n"
    return f"{head}content-length: {len(content)}\r\n\r\n".encode() + content
