"""Webhooks as they came in: to look at, and to play again once what was broken is mended."""

import base64
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from api.bodies import Listed
from api.intake import Intake
from api.permissions import Identity, requires
from api.problems import Refused, may_answer
from api.services import Services
from channels import BadPayload, HookRequest
from store.errors import NotFound
from store.hook_events import HookEvents
from store.pages import Window
from store.records import HookEvent
from store.states import HookStatus


class HookEventShown(msgspec.Struct, frozen=True, kw_only=True):
    """``body`` is text, or base64 where it is not UTF-8."""

    id: UUID
    channel_id: UUID
    received_at: datetime
    status: str
    error: str | None
    attempts: int
    headers: dict[str, str]
    body: str
    encoding: Literal["text", "base64"]


class Replayed(msgspec.Struct, frozen=True, kw_only=True):
    """How many messages were new: what had been stored before is not stored again."""

    new_messages: Annotated[int, msgspec.Meta(ge=0)]


class HookEventsController(Controller):
    path = "/channels/{id:uuid}/hook-events"
    tags = ("channels",)

    @get(operation_id="listHookEvents", guards=[requires("channels:read")])
    async def list(
        self,
        id: FromPath[UUID],
        hook_events: NamedDependency[HookEvents],
        window: NamedDependency[Window],
        status: FromQuery[HookStatus | None] = None,
    ) -> Listed[HookEventShown]:
        """What the channel received, newest first."""
        page = await hook_events.page(window, channel=id, status=status)
        return Listed(items=tuple(_shown(event) for event in page.items), next=page.next)

    @post(
        "/{event:uuid}/replay",
        operation_id="replayHookEvent",
        status_code=200,
        guards=[requires("channels:write")],
        responses=may_answer("not-found", "conflict", "bad-payload"),
    )
    async def replay(
        self,
        id: FromPath[UUID],
        event: FromPath[UUID],
        hook_events: NamedDependency[HookEvents],
        services: NamedDependency[Services],
        intake: NamedDependency[Intake],
        identity: NamedDependency[Identity],
    ) -> Response[Replayed]:
        """Handle a webhook again. What a stranger sent was refused, and stays refused."""
        known = await hook_events.get(event)
        connection = await services.channels.get(identity.workspace, id)
        if known.channel_id != id or connection is None:
            raise NotFound("webhook", event)
        if known.status == "refused":
            raise Refused("conflict", "its signature was wrong: nobody knows who sent it")
        try:
            received = connection.adapter.parse(connection.config, HookRequest(headers=known.headers, body=known.body))
        except BadPayload as error:
            raise Refused("bad-payload", str(error)) from error
        found = await intake.take(identity.workspace, connection, received, event)
        await hook_events.mark(event, "handled" if received else "ignored")
        nudge = BackgroundTask(intake.nudge, identity.workspace, found)
        return Response(Replayed(new_messages=len(found)), background=nudge)


def _shown(event: HookEvent) -> HookEventShown:
    body, encoding = readable(event.body)
    return HookEventShown(**event.model_dump(exclude={"body", "handled_at"}), body=body, encoding=encoding)


def readable(body: bytes) -> tuple[str, Literal["text", "base64"]]:
    """The body of a webhook as JSON can carry it, and how that is encoded."""
    try:
        return body.decode(), "text"
    except UnicodeDecodeError:
        return base64.b64encode(body).decode(), "base64"
