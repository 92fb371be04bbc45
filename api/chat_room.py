"""A visitor's side of a web chat: who they are, what they may do, what they read and what they say."""

import math
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID, uuid4

from litestar.connection import ASGIConnection
from pydantic import SecretStr

from api import chat_frames
from api.buckets import Limits
from api.chat_frames import Frame, Send
from api.config import Api
from api.intake import Intake
from api.places import Places
from api.problems import Refused
from api.services import Services
from channels import BadPayload, HookRequest, webchat
from store.inbox import Received
from store.records import Message, Visitor
from store.reports import seen, wake_conversation
from store.transcript import Transcript
from store.visitors import Visitors
from workflows.channel_cache import Connection

HISTORY = 50
AnyConnection = ASGIConnection[Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class ChatRoom:
    """One web chat, for one network address that knocks at it."""

    workspace: UUID
    connection: Connection
    services: Services
    intake: Intake
    limits: Limits
    network: str

    @property
    def config(self) -> webchat.Config:
        config = self.connection.config
        if not isinstance(config, webchat.Config):
            raise TypeError(f"{type(config).__name__} is not the config of a web chat")
        return config

    async def newcomer(self) -> Frame:
        """A visitor who was never here: an address of their own, and the token that makes them the same person again."""
        _refuse_early(self.limits.newcomers.wait_for(self.network))
        async with self.services.store.transaction(self.workspace) as session:
            made = await Visitors(session).add(self.connection.id, uuid4().hex)
        return {
            "token": made.token.get_secret_value(),
            "visitor": made.visitor.address,
            "config": chat_frames.config(self.config),
            "cursor": 0,
            "history": [],
        }

    async def visitor(self, token: str | None) -> Visitor:
        found = None
        if token:
            async with self.services.store.transaction(self.workspace) as session:
                found = await Visitors(session).seen(self.connection.id, SecretStr(token))
        if found is None:
            raise Refused("unauthenticated", "this visitor is not known: begin a new session")
        return found

    async def conversation(self, visitor: Visitor) -> UUID | None:
        """None until something was said."""
        async with self.services.store.transaction(self.workspace) as session:
            return await Transcript(session).conversation(self.connection.id, visitor.address)

    async def messages(self, conversation: UUID | None, after: int) -> tuple[Message, ...]:
        """What follows this number; the newest ones if that is the beginning."""
        if conversation is None:
            return ()
        async with self.services.store.transaction(self.workspace) as session:
            transcript = Transcript(session)
            if after == 0:
                return await transcript.last(conversation, HISTORY)
            return await transcript.after(conversation, after, HISTORY)

    async def reached(self, conversation: UUID, upto: int, status: Literal["delivered", "read"]) -> None:
        """The visitor's page was given, or has shown, what the bot said up to this number: whoever waits for it goes on."""
        hot = self.services.store.hot
        async with hot.transaction(self.workspace) as connection:
            await seen(connection, conversation, upto, status)
        async with hot.transaction(self.workspace) as connection:
            woken = await wake_conversation(connection, conversation)
        await self.intake.nudge(self.workspace, woken)

    async def say(self, visitor: Visitor, send: Send, language: str | None) -> Received | None:
        """Store what was said; None when it had been stored before. Raises Refused for what is no message."""
        _refuse_early(max(self.limits.visitor.wait_for(visitor.address), self.limits.network.wait_for(self.network)))
        request = HookRequest(headers={}, body=chat_frames.said(visitor.address, send, language))
        try:
            messages = self.connection.adapter.parse(self.connection.config, request)
        except BadPayload as error:
            raise Refused("invalid-request", str(error)) from error
        found = await self.intake.take(self.workspace, self.connection, messages, None)
        return found[0] if found else None


async def enter(channel: UUID, knock: AnyConnection) -> ChatRoom:
    """The room of this channel; refused where there is none, and to websites that may not embed it."""
    state = knock.app.state
    services: Services = state.services
    places: Places = state.places
    workspace = await places.workspace_of(channel)
    connection = await services.channels.get(workspace, channel) if workspace else None
    if workspace is None or connection is None or connection.adapter.kind != webchat.adapter.kind:
        raise Refused("not-found", f"there is no web chat {channel}")
    room = ChatRoom(workspace, connection, services, state.intake, state.limits, network_of(knock, state.config))
    origin = knock.headers.get("origin")
    if origin and origin.lower() not in {*room.config.origins, state.config.public_url, *own_origins(knock)}:
        raise Refused("origin-refused", f"{origin[:200]} is not among the websites of this chat")
    return room


def own_origins(knock: AnyConnection) -> tuple[str, ...]:
    """Our own pages, under whatever name we were called."""
    host = knock.headers.get("host", "")
    return (f"http://{host}", f"https://{host}") if host else ()


def network_of(knock: AnyConnection, config: Api) -> str:
    forwarded = knock.headers.get("x-forwarded-for", "").rpartition(",")[2].strip() if config.behind_proxy else ""
    return forwarded or (knock.client.host if knock.client else "")


def _refuse_early(seconds: float) -> None:
    if seconds:
        wait = math.ceil(seconds)
        raise Refused("rate-limited", f"try again in {wait} s", headers={"retry-after": str(wait)})
