"""Another system that is told what happens: a real HTTP server that remembers what came, and answers as it is set."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from integrations import Delivery


@dataclass
class Receiver:
    """``answers`` are the next statuses, then it is 200; 0 hangs up."""

    port: int = 0
    answers: list[int] = field(default_factory=list)
    heard: list[Delivery] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def place(self) -> tuple[str, int]:
        return "127.0.0.1", self.port

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:-2]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head)}
        body = await reader.readexactly(int(headers["content-length"]))
        self.heard.append(Delivery(headers=headers, body=body, now=datetime.now(UTC)))
        if status := self.answers.pop(0) if self.answers else 200:
            where = "location: /elsewhere\r\n" if status == 302 else ""
            writer.write(f"HTTP/1.1 {status} Said\r\n{where}content-length: 0\r\nconnection: close\r\n\r\n".encode())
            await writer.drain()
        writer.close()


@asynccontextmanager
async def a_receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    yield receiver
    server.close()
    await server.wait_closed()


@asynccontextmanager
async def a_silent_place() -> AsyncIterator[int]:
    """The port of a server that takes every call and answers none."""
    gone = asyncio.Event()

    async def keep(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await gone.wait()
        writer.close()

    server = await asyncio.start_server(keep, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    gone.set()
    server.close()
    await server.wait_closed()
