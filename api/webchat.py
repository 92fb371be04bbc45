"""The web chat over HTTP: sessions, and the way for browsers that cannot open a socket."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, HeaderParameter, JSONBody, QueryParameter
from pydantic import Field

from api import chat_frames
from api.bodies import Body
from api.chat_frames import Frame, Send, Spot
from api.chat_room import ChatRoom, enter
from api.intake import Intake
from api.json_only import JsonOnly
from api.preflight import Preflight
from api.problems import may_answer
from channels import webchat
from store.records import Message
from workflows.announce import topic

LONGEST_WAIT = 25.0
BETWEEN_POLLS, WITHOUT_HINTS = 15.0, 2.0


class Said(Body):
    """``id`` is the sender's: sent again with the same id, a message is the same message."""

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$", examples=["9f1c2a"])
    text: str = Field("", max_length=4096, examples=["Where is my order?"])
    choice: str | None = Field(None, max_length=256, description="the id of a button that was pressed")
    location: webchat.Spot | None = Field(None, description="where the visitor is, if they say so")
    referral: str | None = Field(None, max_length=100, description="the code of the link by which the visitor came")
    language: str | None = Field(None, max_length=35)

    @property
    def sent(self) -> Send:
        location = Spot(self.location.latitude, self.location.longitude) if self.location else None
        return Send(self.id, self.text, self.choice, self.referral, location)


class SeenUpTo(Body):
    number: int = Field(ge=0, le=2**53, description="the newest message that the visitor has seen", examples=[7])


class ChatSession(msgspec.Struct, frozen=True, kw_only=True):
    """``token`` is shown once; whoever holds it is this visitor."""

    token: str
    visitor: str
    config: dict[str, Any]
    cursor: int
    history: list[dict[str, Any]]


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """``due`` says that a bot is about to answer."""

    id: str
    due: bool


class News(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    messages: list[dict[str, Any]]
    cursor: int
    config: dict[str, Any] | None = None


async def room(channel: FromPath[UUID], request: Request[Any, Any, Any]) -> ChatRoom:
    return await enter(channel, request)


def across(request: Request[Any, Any, Any]) -> dict[str, str]:
    """Lets the page that embeds the chat read the answer; ``enter`` has made sure that it may."""
    origin = request.headers.get("origin")
    return {"access-control-allow-origin": origin, "vary": "origin"} if origin else {}


Token = Annotated[str | None, HeaderParameter(name="Authorization", description="`Bearer` and the session's token")]


class Chat(Controller):
    path = "/c/{channel:uuid}"
    tags = ("web chat",)
    dependencies = {"room": Provide(room), "across": Provide(across, sync_to_thread=False)}
    middleware = (Preflight(), JsonOnly())

    @post("/session", operation_id="beginChat", responses=may_answer("not-found", "origin-refused", "rate-limited"))
    async def begin(
        self, room: NamedDependency[ChatRoom], across: NamedDependency[dict[str, str]]
    ) -> Response[ChatSession]:
        """Begin as a new visitor."""
        return Response(ChatSession(**await room.newcomer()), headers=across)

    @post(
        "/messages",
        operation_id="sayInChat",
        status_code=202,
        responses=may_answer("unauthenticated", "not-found", "origin-refused", "rate-limited"),
    )
    async def say(
        self,
        data: JSONBody[Said],
        room: NamedDependency[ChatRoom],
        intake: NamedDependency[Intake],
        across: NamedDependency[dict[str, str]],
        authorization: Token = None,
    ) -> Response[Taken]:
        """Say something. It is stored when this answers; saying it again with the same id changes nothing."""
        visitor = await room.visitor(bearer(authorization))
        found = await room.say(visitor, data.sent, data.language)
        taken = Taken(id=data.id, due=found is not None and found.due)
        nudge = BackgroundTask(intake.nudge, room.workspace, [found] if found else [])
        return Response(taken, headers=across, background=nudge)

    @get(
        "/messages",
        operation_id="readChat",
        responses=may_answer("unauthenticated", "not-found", "origin-refused"),
    )
    async def read(
        self,
        room: NamedDependency[ChatRoom],
        across: NamedDependency[dict[str, str]],
        after: Annotated[
            int, QueryParameter(ge=0, le=2**53, description="the cursor of the answer before; 0: the last 50 messages")
        ] = 0,
        wait: Annotated[float, QueryParameter(ge=0, le=LONGEST_WAIT, description="seconds to wait for news")] = 0,
        authorization: Token = None,
    ) -> Response[News]:
        """What was said after the cursor. With `wait`, answers as soon as there is something."""
        visitor = await room.visitor(bearer(authorization))
        conversation = await room.conversation(visitor)
        messages = await room.messages(conversation, after)
        if not messages and wait:
            messages = await _news(room, conversation, after, wait) if conversation else await _nothing(wait)
        frames = [chat_frames.message(one) for one in messages]
        config: Frame | None = None if wait else chat_frames.config(room.config)
        news = News(messages=frames, cursor=messages[-1].number if messages else after, config=config)
        given = messages[-1].number if any(one.direction == "out" for one in messages) else 0
        told = BackgroundTask(room.reached, conversation, given, "delivered") if conversation and given else None
        return Response(news, headers=across, background=told)

    @post(
        "/read",
        operation_id="readUpTo",
        status_code=204,
        responses=may_answer("unauthenticated", "not-found", "origin-refused"),
    )
    async def seen(
        self,
        data: JSONBody[SeenUpTo],
        room: NamedDependency[ChatRoom],
        across: NamedDependency[dict[str, str]],
        authorization: Token = None,
    ) -> Response[None]:
        """The visitor has seen everything up to this number: flows that wait for it go on."""
        conversation = await room.conversation(await room.visitor(bearer(authorization)))
        told = BackgroundTask(room.reached, conversation, data.number, "read") if conversation else None
        return Response(None, headers=across, background=told)


async def _news(room: ChatRoom, conversation: UUID, after: int, wait: float) -> tuple[Message, ...]:
    loop, events = asyncio.get_running_loop(), room.services.events
    deadline = loop.time() + wait
    with events.subscribe(topic(conversation)) as hints:
        while True:
            messages = await room.messages(conversation, after)
            left = deadline - loop.time()
            if messages or left <= 0:
                return messages
            await hints.next(min(left, BETWEEN_POLLS if events.listening else WITHOUT_HINTS))


async def _nothing(wait: float) -> tuple[Message, ...]:
    """Nothing was said yet: the visitor's next word is what there is to wait for."""
    await asyncio.sleep(min(wait, WITHOUT_HINTS))
    return ()


def bearer(authorization: str | None) -> str | None:
    scheme, _, token = (authorization or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
