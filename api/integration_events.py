"""What integrations delivered: to look at, and to play again once what was broken is mended."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from api.bodies import Listed
from api.deliveries import Deliveries, DeliveryTaken
from api.hook_events import readable
from api.integration_bodies import integration_of
from api.permissions import Identity, requires
from api.problems import Refused, may_answer
from api.services import Services
from api.starting import Starting, nudge
from integrations import BadPayload, Delivery, DomainEvent
from store.errors import NotFound
from store.integration_events import Delivered, IntegrationEvents
from store.integration_records import IntegrationEvent, IntegrationWithConfig
from store.integrations import Integrations
from store.pages import Window
from store.states import HookStatus


class IntegrationEventShown(msgspec.Struct, frozen=True, kw_only=True):
    """``event_id`` and ``kind`` are the sender's, null where they could not be trusted or read. ``body`` is text, or base64."""

    id: UUID
    integration_id: UUID
    event_id: str | None
    kind: str | None
    received_at: datetime
    status: str
    error: str | None
    attempts: int
    conversation_id: UUID | None
    headers: dict[str, str]
    body: str
    encoding: Literal["text", "base64"]


class IntegrationEventsController(Controller):
    path = "/integrations/{id:uuid}/events"
    tags = ("integrations",)

    @get(operation_id="listIntegrationEvents", guards=[requires("channels:read")], responses=may_answer("not-found"))
    async def list(
        self,
        id: FromPath[UUID],
        integrations: NamedDependency[Integrations],
        integration_events: NamedDependency[IntegrationEvents],
        window: NamedDependency[Window],
        status: FromQuery[HookStatus | None] = None,
    ) -> Listed[IntegrationEventShown]:
        """What the integration delivered, newest first."""
        await integrations.get(id)
        page = await integration_events.page(window, id, status=status)
        return Listed(items=tuple(_shown(event) for event in page.items), next=page.next)

    @post(
        "/{event:uuid}/replay",
        operation_id="replayIntegrationEvent",
        status_code=200,
        guards=[requires("channels:write")],
        responses=may_answer("not-found", "conflict", "bad-payload"),
    )
    async def replay(
        self,
        id: FromPath[UUID],
        event: FromPath[UUID],
        integrations: NamedDependency[Integrations],
        integration_events: NamedDependency[IntegrationEvents],
        starting: NamedDependency[Starting],
        services: NamedDependency[Services],
        identity: NamedDependency[Identity],
    ) -> Response[DeliveryTaken]:
        """Handle a webhook again. What was handled is not started twice, and what a stranger sent stays refused."""
        known = await integration_events.get(event)
        if known.integration_id != id:
            raise NotFound("event", event)
        integration = await integrations.get(id)
        found = _read(integration, known)
        raw = Delivered(known.headers, known.body)
        outcome = await Deliveries(integration, integration_events, starting).take(found, raw)
        if known.event_id is None:  # its events have rows of their own by now
            await integration_events.mark(event, "handled" if found else "ignored")
        background = BackgroundTask(nudge, services.conversations, identity.workspace, outcome.starts)
        return Response(outcome.taken, background=background)


def _read(integration: IntegrationWithConfig, known: IntegrationEvent) -> tuple[DomainEvent, ...]:
    if known.status == "refused":
        raise Refused("conflict", "its signature was wrong: nobody knows who sent it")
    kind = integration_of(integration.kind)
    delivery = Delivery(headers=known.headers, body=known.body, now=known.received_at)
    try:
        return kind.parse(kind.config.model_validate(integration.config), delivery)
    except BadPayload as error:
        raise Refused("bad-payload", str(error)) from error


def _shown(event: IntegrationEvent) -> IntegrationEventShown:
    body, encoding = readable(event.body)
    return IntegrationEventShown(**event.model_dump(exclude={"body", "handled_at"}), body=body, encoding=encoding)
