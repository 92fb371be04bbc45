"""Webhooks: other systems that are called with what happens in the workspace."""

from datetime import datetime
from typing import Annotated, Any, TypeAlias
from uuid import UUID

import msgspec
from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from pydantic import AfterValidator, AnyHttpUrl, Field, SecretStr, TypeAdapter

from api.bodies import Body, Listed, shown
from api.dependencies import Session
from api.once import Once
from api.permissions import requires
from api.problems import Fault, Refused, may_answer
from api.services import Services
from integrations.standard_webhooks import Config, fresh
from store.deliveries import Deliveries, Delivery
from store.pages import Window
from store.states import DeliveryStatus
from store.webhooks import KINDS, NAMED, Webhook, Webhooks, may_come
from workflows.outbound import why_not

READ, WRITE = requires("channels:read"), requires("channels:write")
_URL: TypeAdapter[AnyHttpUrl] = TypeAdapter(AnyHttpUrl)


def _is_url(text: str) -> str:
    url = _URL.validate_python(text)
    if url.username or url.password:
        raise ValueError("an address of a webhook carries no password: calls are signed")
    return text


def _is_kind(kind: str) -> str:
    if not may_come(kind):
        raise ValueError(f"there are no events of the kind {kind!r}; there are {', '.join(KINDS)} and {NAMED}<name>")
    return kind


def _is_secret(secret: SecretStr) -> SecretStr:
    return Config(secret=secret).secret


Url: TypeAlias = Annotated[
    str, AfterValidator(_is_url), Field(max_length=2_048, examples=["https://shop.example/hook"])
]
Secret: TypeAlias = Annotated[SecretStr, AfterValidator(_is_secret), Field(max_length=200)]
EventKind: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9_.:/*-]+$"), AfterValidator(_is_kind)
]
Kinds: TypeAlias = Annotated[
    list[EventKind],
    Field(
        min_length=1,
        max_length=50,
        description="kinds of events, with `*` for any characters",
        examples=[["flow.emitted/order.*", "flow.start_failed"]],
    ),
]


class NewWebhook(Body):
    """Where to call, and what to tell. A secret that is left out is made."""

    name: str = Field(min_length=1, max_length=100, examples=["Our shop"])
    url: Url
    kinds: Kinds
    secret: Secret | None = None


class WebhookChange(Body):
    """What is left out stays."""

    name: str | None = Field(None, min_length=1, max_length=100, examples=["Our new shop"])
    url: Url | None = None
    kinds: Kinds | None = None
    active: bool | None = None
    secret: Secret | None = None


class WebhookShown(msgspec.Struct, frozen=True, kw_only=True):
    """``stopped`` is why it is not active any more, when nobody here has said so."""

    id: UUID
    name: str
    url: str
    kinds: tuple[str, ...]
    active: bool
    stopped: str | None
    created_at: datetime
    updated_at: datetime


class WebhookMade(WebhookShown, frozen=True, kw_only=True):
    """``secret`` is shown now and never again: the receiver verifies with it. Null, if it was given."""

    secret: str | None


class AttemptShown(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    status: int | None
    error: str | None


class DeliveryShown(msgspec.Struct, frozen=True, kw_only=True):
    """``body`` is what was sent, as text; ``next_at`` when it is attempted again while it is waiting."""

    id: UUID
    event_id: UUID
    kind: str
    status: str
    error: str | None
    attempts: int
    log: tuple[AttemptShown, ...]
    body: str
    next_at: datetime
    created_at: datetime
    ended_at: datetime | None


class WebhooksController(Controller):
    path = "/webhooks"
    tags = ("webhooks out",)

    @get(operation_id="listWebhooks", guards=[READ])
    async def list(self, webhooks: NamedDependency[Webhooks]) -> Listed[WebhookShown]:
        """Every webhook of the workspace, newest first."""
        return Listed(items=tuple(shown(WebhookShown, one) for one in await webhooks.list()))

    @post(operation_id="createWebhook", guards=[WRITE], responses=may_answer("idempotency-conflict"))
    async def create(
        self,
        data: JSONBody[NewWebhook],
        webhooks: NamedDependency[Webhooks],
        services: NamedDependency[Services],
        once: NamedDependency[Once],
    ) -> Response[WebhookMade]:
        """Tell another system what happens here, from now on. A private address is refused, as it is to nodes."""

        async def work() -> WebhookMade:
            await _refuse_private(data.url, services)
            made = None if data.secret else fresh()["secret"]
            secret = data.secret or SecretStr(made or "")
            return _made(await webhooks.add(data.name, data.url, data.kinds, secret), made)

        return await once(work, secret=True)

    @get("/{id:uuid}", operation_id="readWebhook", guards=[READ], responses=may_answer("not-found"))
    async def read(self, id: FromPath[UUID], webhooks: NamedDependency[Webhooks]) -> WebhookShown:
        """One webhook, without its secret."""
        return shown(WebhookShown, await webhooks.get(id))

    @patch("/{id:uuid}", operation_id="changeWebhook", guards=[WRITE], responses=may_answer("not-found"))
    async def change(
        self,
        id: FromPath[UUID],
        data: JSONBody[WebhookChange],
        webhooks: NamedDependency[Webhooks],
        services: NamedDependency[Services],
    ) -> WebhookShown:
        """Change a webhook; what waits to be sent goes to the new address, with the new secret."""
        if data.url is not None:
            await _refuse_private(data.url, services)
        given: dict[str, Any] = {name: getattr(data, name) for name in data.model_fields_set}
        changes = {name: value for name, value in given.items() if value is not None}
        return shown(WebhookShown, await webhooks.update(id, **changes))

    @delete("/{id:uuid}", operation_id="deleteWebhook", guards=[WRITE], responses=may_answer("not-found"))
    async def remove(self, id: FromPath[UUID], webhooks: NamedDependency[Webhooks]) -> None:
        """Tell it nothing more, and forget what it was told."""
        await webhooks.remove(id)

    @get("/{id:uuid}/deliveries", operation_id="listDeliveries", guards=[READ], responses=may_answer("not-found"))
    async def deliveries(
        self,
        id: FromPath[UUID],
        webhooks: NamedDependency[Webhooks],
        session: NamedDependency[Session],
        window: NamedDependency[Window],
        status: FromQuery[DeliveryStatus | None] = None,
    ) -> Listed[DeliveryShown]:
        """What it was told, newest first, with every attempt."""
        await webhooks.get(id)
        page = await Deliveries(session).page(window, id, status)
        return Listed(items=tuple(_delivery(one) for one in page.items), next=page.next)

    @post(
        "/{id:uuid}/deliveries/{delivery:uuid}/repeat",
        operation_id="repeatDelivery",
        status_code=202,
        guards=[WRITE],
        responses=may_answer("not-found", "conflict"),
    )
    async def repeat(
        self, id: FromPath[UUID], delivery: FromPath[UUID], session: NamedDependency[Session]
    ) -> DeliveryShown:
        """Send it once more, whatever became of it, with the same `webhook-id`."""
        return _delivery(await Deliveries(session).repeat(id, delivery))


async def _refuse_private(url: str, services: Services) -> None:
    """Told when it is set, and not by the first call that fails."""
    if why := await why_not(url, services.allowed):
        raise Refused("invalid-request", "see errors", [Fault(message=why, path="url")])


def _made(webhook: Webhook, secret: str | None) -> WebhookMade:
    fields = webhook.model_dump(include=set(WebhookShown.__struct_fields__))
    return WebhookMade(**fields, secret=secret)


def _delivery(one: Delivery) -> DeliveryShown:
    fields = one.model_dump(include=set(DeliveryShown.__struct_fields__) - {"log"})
    return DeliveryShown(**fields, log=tuple(shown(AttemptShown, attempt) for attempt in one.log))
