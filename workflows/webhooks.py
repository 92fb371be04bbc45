"""Calls other systems with what they want to be told: signed, and again with growing pauses until it has arrived."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

import httpx
import structlog

from integrations.standard_webhooks import signature
from store.crypto import Vault
from store.database import Store
from store.deliveries import Attempt, Deliveries, Outbound
from store.directory import Directory
from store.webhooks import Webhook, Webhooks
from workflows.away import AWAY
from workflows.rounds import safely

log = structlog.get_logger(__name__)
EVERY_SECONDS = 1.0
AT_ONCE = 5  # calls of one receiver
PATIENCE = timedelta(seconds=10)
LEASE = timedelta(seconds=60)
GONE = 410
PAUSES = tuple(timedelta(seconds=one) for one in (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 28_800))


@dataclass(frozen=True, slots=True)
class WebhookSender:
    """Every worker process has one; each delivery is in the hands of one of them. The client refuses private addresses and
    redirects; what is answered besides the status is not read."""

    store: Store
    vault: Vault
    http: httpx.AsyncClient
    served: set[UUID] = field(default_factory=set)

    async def run(self) -> None:
        """No receiver waits for another one, which may be slow: each is served by itself."""
        async with asyncio.TaskGroup() as lanes:
            while True:
                for workspace, webhook in await self._look():
                    lanes.create_task(self.serve(workspace, webhook))
                await asyncio.sleep(EVERY_SECONDS)

    async def due(self) -> tuple[tuple[UUID, UUID], ...]:
        """Workspace and id of the webhooks that there is something to tell to now."""
        async with self.store.system() as session:
            return await Directory(session).with_deliveries()

    async def serve(self, workspace: UUID, webhook: UUID) -> int:
        """Until nothing more is due; how many attempts were made: none if it is being served."""
        if webhook in self.served:
            return 0
        self.served.add(webhook)
        try:
            count = 0
            while made := await safely("webhooks", workspace, partial(self._few, webhook)):
                count += made
            return count
        finally:
            self.served.discard(webhook)

    async def _look(self) -> tuple[tuple[UUID, UUID], ...]:
        try:
            return await self.due()
        except AWAY as error:
            log.warning("webhooks wait for the database", error=str(error))
            return ()

    async def _few(self, id: UUID, workspace: UUID) -> int:
        async with self.store.transaction(workspace) as session:
            taken = await Deliveries(session).take(id, AT_ONCE, LEASE)
            webhook = await Webhooks(session, self.vault).get(id) if taken else None
        if webhook is not None:
            await asyncio.gather(*(self._attempt(workspace, one, webhook) for one in taken))
        return len(taken)

    async def _attempt(self, workspace: UUID, one: Outbound, webhook: Webhook) -> None:
        attempt = await self._call(one, webhook)
        async with self.store.transaction(workspace) as session:
            deliveries = Deliveries(session)
            if attempt.arrived:
                await deliveries.arrived(one.id, attempt)
            elif attempt.status == GONE or one.attempts > len(PAUSES):
                await deliveries.given_up(one.id, attempt)
            else:
                await deliveries.again(one.id, attempt, PAUSES[one.attempts - 1])
            if attempt.status == GONE:
                await Webhooks(session, self.vault).gone(webhook.id)

    async def _call(self, one: Outbound, webhook: Webhook) -> Attempt:
        now, body = datetime.now(UTC), one.body.encode()
        id, sent = f"evt_{one.event_id.hex}", str(int(now.timestamp()))
        headers = {
            "content-type": "application/json",
            "user-agent": "Dialoom",
            "webhook-id": id,
            "webhook-timestamp": sent,
            "webhook-signature": signature(webhook.secret, id, sent, body),
        }
        try:
            async with (
                asyncio.timeout(PATIENCE.total_seconds()),
                self.http.stream("POST", webhook.url, headers=headers, content=body) as answer,
            ):
                error = (
                    None if answer.is_success else f"it answered {answer.status_code} {answer.reason_phrase}".strip()
                )
                return Attempt(at=now, status=answer.status_code, error=error)
        except TimeoutError:
            return Attempt(at=now, error=f"no answer within {PATIENCE.total_seconds():g} s")
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            return Attempt(at=now, error=f"{type(error).__name__}: {error}"[:500])
