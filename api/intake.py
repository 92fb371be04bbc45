"""The way in for everything that contacts do, by webhook, web chat or replay: stored in one transaction, then nudged."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.services import Services
from api.trigger_cache import Trigger, TriggerCache
from channels import DeliveryReport, Inbound, OptOut, Received
from engine.languages import well_formed
from store import inbox
from store.addresses import Addresses
from store.inbox import Arrival, RawHook
from store.outbox import Outbox
from store.reports import wake
from workflows.channel_cache import Connection
from workflows.due import INSIDE


@dataclass(frozen=True, slots=True)
class Intake:
    services: Services
    triggers: TriggerCache

    async def take(
        self, workspace: UUID, connection: Connection, received: Sequence[Received], raw: RawHook | UUID | None
    ) -> list[inbox.Received]:
        """What was new. Repeating it changes nothing, so a platform may deliver as often as it likes."""
        messages = [one for one in received if isinstance(one, Inbound)]
        told = [one for one in received if not isinstance(one, Inbound)]
        woken = await self._note(workspace, connection, told) if told else []
        arrivals = [await self._arrival(workspace, connection, one) for one in messages]
        if not arrivals and raw is None:
            return woken
        return woken + await inbox.receive(self.services.store, workspace, arrivals, raw)

    async def nudge(self, workspace: UUID, found: Sequence[inbox.Received]) -> None:
        """To be done when the answer is out: while Temporal is away it takes long, and the sweeper repeats it."""
        for one in found:
            if one.due:
                await self.services.conversations.nudge(workspace, one.conversation, one.number)

    async def _arrival(self, workspace: UUID, connection: Connection, message: Inbound) -> Arrival:
        return Arrival(
            channel=connection.id,
            channel_kind=connection.adapter.kind,
            provider_id=message.id,
            address=message.address,
            content=message.message.model_dump(mode="json", exclude={"type"}, exclude_defaults=True),
            name=message.name,
            language=well_formed(message.language or ""),
            trigger=await self._trigger(workspace, connection, message),
        )

    async def _trigger(self, workspace: UUID, connection: Connection, message: Inbound) -> dict[str, Any] | None:
        chosen = await self.triggers.chosen(workspace, connection, message)
        if chosen.idle is None:
            return None
        order = await self._order(workspace, chosen.idle)
        if chosen.inside in {None, chosen.idle}:
            return order
        return {**order, INSIDE: await self._order(workspace, chosen.inside)}

    async def _order(self, workspace: UUID, pulled: Trigger) -> dict[str, Any]:
        canary = await self.triggers.canary(workspace, pulled.flow_id, pulled.node)
        return {
            **({"canary": canary} if canary else {}),
            "flow": str(pulled.flow_id),
            "version": str(pulled.version_id),
            "node": pulled.node,
            "when_busy": pulled.when_busy,
            "inputs": {},
        }

    async def _note(
        self, workspace: UUID, connection: Connection, told: Sequence[DeliveryReport | OptOut]
    ) -> list[inbox.Received]:
        """What became of our messages, and who wants no more of them; the conversations that waited for it."""
        reports = [one for one in told if isinstance(one, DeliveryReport)]
        choices = [one for one in told if isinstance(one, OptOut)]
        if reports:
            async with self.services.store.hot.transaction(workspace) as hot:
                for report in reports:
                    await Outbox(hot).report(connection.id, report.id, report.status, report.detail or None)
        if choices:
            async with self.services.store.transaction(workspace) as session:
                for choice in choices:
                    addresses = Addresses(session)
                    change = addresses.stop if choice.stopped else addresses.resume
                    await change(connection.adapter.kind, choice.address)
        return await self._woken(workspace, connection, reports) if reports else []

    async def _woken(
        self, workspace: UUID, connection: Connection, reports: Sequence[DeliveryReport]
    ) -> list[inbox.Received]:
        """Also for a report that is told again: the process may have died between the two."""
        async with self.services.store.hot.transaction(workspace) as hot:
            return await wake(hot, connection.id, [report.id for report in reports])
