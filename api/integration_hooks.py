"""Webhooks of integrations: answered once the event is stored and its flow is in line to start, never before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency, Provide
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from api.buckets import Limits
from api.deliveries import Deliveries, DeliveryTaken, Outcome
from api.dependencies import flow_cache
from api.hooks import KEPT_OF_REFUSED, without_secrets
from api.places import Places
from api.problems import Refused, may_answer
from api.services import Services
from api.starting import Starting, nudge
from integrations import AnyIntegration, BadPayload, BadSignature, Delivery, DomainEvent, integration_types
from store.channels import Channels
from store.errors import NotFound
from store.integration_events import Delivered, IntegrationEvents
from store.integration_records import IntegrationWithConfig
from store.integrations import Integrations
from store.states import HookStatus
from workflows.flow_cache import FlowCache

KEPT = ResponseSpec(DeliveryTaken, description="Kept, but not usable: the errors say why", generate_examples=False)


@dataclass(frozen=True, slots=True)
class Gate:
    """The integration that a webhook is for."""

    workspace: UUID
    integration: IntegrationWithConfig
    kind: AnyIntegration
    services: Services
    limits: Limits
    flow_cache: FlowCache

    async def keep(self, delivery: Delivery, status: HookStatus, error: str | None = None) -> None:
        """For people to look at; of strangers' webhooks only so many, and of each only the beginning."""
        raw = _raw(delivery)
        if status == "refused":
            if self.limits.refused_webhooks.wait_for(str(self.integration.id)):
                return
            raw = raw._replace(body=raw.body[:KEPT_OF_REFUSED])
        async with self.services.store.transaction(self.workspace) as session:
            await IntegrationEvents(session).keep(self.integration.id, raw, status, error)

    async def read(self, delivery: Delivery) -> tuple[DomainEvent, ...]:
        config = self.kind.config.model_validate(self.integration.config)
        try:
            self.kind.verify(config, delivery)
            return self.kind.parse(config, delivery)
        except BadSignature as error:
            await self.keep(delivery, "refused", str(error))
            raise Refused("bad-signature", str(error)) from error
        except BadPayload as error:
            await self.keep(delivery, "failed", str(error))
            raise Refused("bad-payload", str(error)) from error
        except Exception as error:
            await self.keep(delivery, "failed", repr(error))
            raise

    async def take(self, found: tuple[DomainEvent, ...], delivery: Delivery) -> Outcome:
        async with self.services.store.transaction(self.workspace) as session:
            return await self._deliveries(session).take(found, _raw(delivery))

    def _deliveries(self, session: AsyncSession) -> Deliveries:
        starting = Starting(session, Channels(session, self.services.vault), self.flow_cache)
        return Deliveries(self.integration, IntegrationEvents(session), starting)


async def gate(
    id: FromPath[UUID],
    places: NamedDependency[Places],
    services: NamedDependency[Services],
    limits: NamedDependency[Limits],
    flow_cache: NamedDependency[FlowCache],
) -> Gate:
    """Read anew for every webhook: a changed secret holds at once, in every process."""
    workspace = await places.workspace_of_integration(id)
    if workspace is None:
        raise NotFound("integration", id)
    async with services.store.transaction(workspace) as session:
        integration = await Integrations(session, services.vault).get(id)
    kind = integration_types().get(integration.kind)
    if kind is None:
        raise NotFound("integration", id)
    return Gate(workspace, integration, kind, services, limits, flow_cache)


class IntegrationHooks(Controller):
    path = "/hooks/integrations"
    tags = ("webhooks",)
    dependencies: Mapping[str, Provide] = {
        "gate": Provide(gate),
        "flow_cache": Provide(flow_cache, sync_to_thread=False),
    }

    @post(
        "/{id:uuid}",
        operation_id="receiveIntegrationWebhook",
        status_code=200,
        responses=may_answer("bad-payload", "bad-signature", "not-found", "too-large") | {202: KEPT},
    )
    async def receive(self, request: Request[Any, Any, Any], gate: NamedDependency[Gate]) -> Response[DeliveryTaken]:
        """Take a program's webhook and start the flow. Delivering it again starts nothing; 202 is kept but not usable."""
        delivery = Delivery(headers=dict(request.headers), body=await request.body(), now=datetime.now(UTC))
        found = await gate.read(delivery)
        if not found:
            await gate.keep(delivery, "ignored")
        outcome = await gate.take(found, delivery)
        background = BackgroundTask(nudge, gate.services.conversations, gate.workspace, outcome.starts)
        return Response(outcome.taken, status_code=200 if outcome.usable else 202, background=background)


def _raw(delivery: Delivery) -> Delivered:
    return Delivered(without_secrets(delivery.headers), delivery.body)
