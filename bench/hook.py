"""Posts updates to a bot's webhook as Telegram does, over connections that stay open."""

import asyncio
import itertools
import time
from typing import Any, Self
from urllib.parse import urlsplit

import msgspec

from bench.provider import Sent, content_length
from tests.simulators.telegram.updates import Said, update_of

_update_ids = itertools.count(700_000_001)


class Refused(Exception):
    """The hook did not answer 200: the measurement would not be worth anything."""


def update(chat: int, text: str) -> dict[str, Any]:
    id = next(_update_ids)
    return update_of(Said(chat=chat, text=text), update_id=id, message_id=id, date=int(time.time()), pressed=None)


def press(chat: int, shown: Sent, button: str) -> dict[str, Any]:
    """The person presses a button below the message."""
    id, date = next(_update_ids), int(time.time())
    message = {"message_id": shown.id, "date": date, "reply_markup": shown.markup, "text": shown.text}
    return update_of(Said(chat=chat, callback=button), update_id=id, message_id=0, date=date, pressed=message)


class Hook:
    """One connection; one request at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        self._reader, self._writer, self._head = reader, writer, head

    @classmethod
    async def open(cls, url: str, secret: str) -> Self:
        parts = urlsplit(url)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        head = (
            f"POST {parts.path} HTTP/1.1\r\nhost: {parts.netloc}\r\ncontent-type: application/json\r\n"
            f"x-telegram-bot-api-secret-token: {secret}\r\ncontent-length: "
        )
        return cls(reader, writer, head.encode())

    async def post(self, update: dict[str, Any]) -> None:
        body = msgspec.json.encode(update)
        self._writer.write(b"%b%d\r\n\r\n%b" % (self._head, len(body), body))
        head = await self._reader.readuntil(b"\r\n\r\n")
        await self._reader.readexactly(content_length(head))
        if not head.startswith(b"HTTP/1.1 200"):
            raise Refused(head.decode())

    def close(self) -> None:
        self._writer.close()
