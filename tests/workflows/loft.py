"""A platform that can be asked what it has got: its HTTP server on a real socket, and the channel type that talks to it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
from pydantic import BaseModel

from channels import (
    Account,
    Adapter,
    Capabilities,
    HookRequest,
    Received,
    SendError,
    Sought,
    Uncertain,
    Unreachable,
)
from engine import SendMessage


@dataclass
class Loft:
    """``mood``: hangs up after it has taken a note, hangs up before, or answers; ``closed`` answers no question either."""

    port: int = 0
    mood: Literal["forgetful", "deaf", "well", "closed"] = "well"
    notes: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            size = next(
                (int(line.split(":")[1]) for line in head.split("\r\n") if line.startswith("content-length")), 0
            )
            if (answer := self._answer(head, await reader.readexactly(size))) is not None:
                body = json.dumps(answer).encode()
                writer.write(
                    b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)
                )
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def _answer(self, head: str, body: bytes) -> Any:
        if head.startswith("get"):
            self.asked += 1
            return None if self.mood == "closed" else self.notes
        if self.mood in {"deaf", "closed"}:
            return None
        self.notes.append({"id": f"n{len(self.notes)}", **json.loads(body)})
        return None if self.mood == "forgetful" else self.notes[-1]


@asynccontextmanager
async def a_loft() -> AsyncIterator[Loft]:
    loft = Loft()
    server = await asyncio.start_server(loft.serve, "127.0.0.1", 0)
    loft.port = server.sockets[0].getsockname()[1]
    async with server:
        yield loft


class Config(BaseModel):
    api: str


def verify(config: Config, request: HookRequest) -> None:
    """It calls nobody."""


def parse(config: Config, request: HookRequest) -> tuple[Received, ...]:
    return ()


def build(config: Config, address: str, message: SendMessage) -> dict[str, Any]:
    return {"to": address, "words": message.text}


async def _call(error: type[SendError], http: httpx.AsyncClient, method: str, url: str, body: Any = None) -> Any:
    try:
        return (await http.request(method, url, json=body)).json()
    except httpx.HTTPError as failed:
        raise error("no_answer", type(failed).__name__) from None


async def send(http: httpx.AsyncClient, config: Config, address: str, message: SendMessage, key: str) -> str:
    note = await _call(Uncertain, http, "POST", f"{config.api}/notes", build(config, address, message))
    return str(note["id"])


async def find(http: httpx.AsyncClient, config: Config, sought: Sought) -> str | None:
    notes = await _call(Unreachable, http, "GET", f"{config.api}/notes")
    wanted = build(config, sought.address, sought.message)
    return next((note["id"] for note in reversed(notes) if {**note, **wanted} == note), None)


async def test(http: httpx.AsyncClient, config: Config) -> Account:
    return Account(id="", name="Loft")


async def connect(http: httpx.AsyncClient, config: Config, hook_url: str) -> Account:
    return await test(http, config)


async def disconnect(http: httpx.AsyncClient, config: Config) -> None:
    """There is nobody to tell."""


adapter = Adapter(
    kind="acme.loft",
    title="Loft",
    config=Config,
    capabilities=Capabilities(text=160),
    verify=verify,
    parse=parse,
    build=build,
    send=send,
    connect=connect,
    disconnect=disconnect,
    test=test,
    find=find,
)
