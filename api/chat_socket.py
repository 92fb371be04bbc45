"""The web chat over a socket: what is stored for the visitor is pushed as it comes."""

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

import msgspec
from litestar import WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect
from litestar.params import FromPath

from api import chat_frames
from api.chat_frames import LONGEST_FRAME, Frame, Hello, Send, Shown
from api.chat_room import ChatRoom, enter
from api.problems import Refused
from api.webchat import BETWEEN_POLLS, WITHOUT_HINTS
from store.records import Message, Visitor
from workflows.announce import topic

REFUSED = 4000  # a socket that is refused closes with 4000 + the HTTP status
PATIENCE = 20.0


@websocket("/c/{channel:uuid}/socket")
async def socket(socket: WebSocket[Any, Any, Any], channel: FromPath[UUID]) -> None:
    """Protocol version 1: the first frame is `hello` with the token."""
    await socket.accept()
    with suppress(WebSocketDisconnect):
        try:
            room = await enter(channel, socket)
            hello = await _hello(socket)
            await Visit(socket, room, await room.visitor(hello.token), hello).run()
        except Refused as refused:
            await socket.send_json(chat_frames.error(refused.kind, refused.detail))
            await socket.close(REFUSED + refused.status, refused.kind)


async def _hello(socket: WebSocket[Any, Any, Any]) -> Hello:
    try:
        async with asyncio.timeout(PATIENCE):
            frame = _frame(await socket.receive_text())
    except TimeoutError:
        raise Refused("invalid-request", "nobody said hello") from None
    if not isinstance(frame, Hello):
        raise Refused("invalid-request", "the first frame is hello")
    return frame


def _frame(text: str) -> Any:
    if len(text) > LONGEST_FRAME:
        raise Refused("too-large", f"a frame has at most {LONGEST_FRAME} characters")
    try:
        return chat_frames.decoder.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Refused("invalid-request", str(error)) from error


class Visit:
    """One open page of a visitor."""

    def __init__(self, socket: WebSocket[Any, Any, Any], room: ChatRoom, visitor: Visitor, hello: Hello) -> None:
        self._socket, self._room, self._visitor = socket, room, visitor
        self._cursor, self._language = hello.cursor, hello.language
        self._conversation: UUID | None = None
        self._shown = 0
        self._spoken = asyncio.Event()
        self._nudges: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        self._conversation = await self._room.conversation(self._visitor)
        await self._welcome()
        pushing = asyncio.create_task(self._push_news())
        reading = asyncio.create_task(self._read())
        try:
            done, _ = await asyncio.wait((pushing, reading), return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in (pushing, reading):
                task.cancel()
            await asyncio.gather(pushing, reading, return_exceptions=True)

    async def _welcome(self) -> None:
        messages = await self._room.messages(self._conversation, self._cursor)
        self._cursor = messages[-1].number if messages else self._cursor
        history = [chat_frames.message(one) for one in messages]
        config = chat_frames.config(self._room.config)
        await self._send({"type": "welcome", "config": config, "cursor": self._cursor, "history": history})
        self._delivered(messages)

    async def _read(self) -> None:
        while True:
            frame = _frame(await self._socket.receive_text())
            if isinstance(frame, Send):
                await self._take(frame)
            elif isinstance(frame, Shown):
                self._read_up_to(frame.number)

    def _read_up_to(self, number: int) -> None:
        """Only of what this page was given, and once: a page cannot make work."""
        upto = min(number, self._cursor)
        if self._conversation and upto > self._shown:
            self._shown = upto
            self._in_background(self._room.reached(self._conversation, upto, "read"))

    def _delivered(self, messages: Sequence[Message]) -> None:
        """What this page was just given of the bot."""
        if self._conversation and any(one.direction == "out" for one in messages):
            self._in_background(self._room.reached(self._conversation, messages[-1].number, "delivered"))

    async def _take(self, send: Send) -> None:
        try:
            found = await self._room.say(self._visitor, send, self._language)
        except Refused as refused:
            after = refused.headers.get("retry-after")
            seconds = float(after) if after else None
            await self._send(chat_frames.error(refused.kind, refused.detail, id=send.id, retry_after=seconds))
            return
        await self._send({"type": "ack", "id": send.id})
        if found is None:
            return
        self._conversation = found.conversation
        self._spoken.set()
        if found.due:
            self._in_background(self._room.intake.nudge(self._room.workspace, [found]))
            await self._send({"type": "typing"})

    async def _push_news(self) -> None:
        """Subscribed before it reads, so that nothing falls between the two."""
        while self._conversation is None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._spoken.wait(), PATIENCE)
            self._conversation = self._conversation or await self._room.conversation(self._visitor)
        events = self._room.services.events
        with events.subscribe(topic(self._conversation)) as hints:
            while True:
                messages = await self._room.messages(self._conversation, self._cursor)
                for message in messages:
                    await self._send({"type": "message", **chat_frames.message(message)})
                    self._cursor = message.number
                self._delivered(messages)
                hint = await hints.next(BETWEEN_POLLS if events.listening else WITHOUT_HINTS)
                if hint and hint.get("typing"):
                    await self._send({"type": "typing"})

    async def _send(self, frame: Frame) -> None:
        await self._socket.send_text(msgspec.json.encode(frame).decode())

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._nudges.add(task)
        task.add_done_callback(self._nudges.discard)
