"""Connecting integrations: what they start is looked up, in this workspace, before it is kept."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from api.channel_bodies import configured, split
from api.integration_bodies import (
    IntegrationChange,
    IntegrationMade,
    IntegrationShown,
    NewIntegration,
    integration_of,
    integration_shown,
)
from store.channels import Channels
from store.flows import Flows
from store.integration_records import Wiring
from store.integrations import Integrations

WIRING = set(Wiring.model_fields)


@dataclass(frozen=True, slots=True)
class Integrating:
    integrations: Integrations
    flows: Flows
    channels: Channels
    public_url: str

    async def create(self, new: NewIntegration) -> IntegrationMade:
        """Credentials that are left out and that we can make are made."""
        kind = integration_of(new.kind)
        generated = {name: value for name, value in kind.fresh().items() if name not in new.config}
        settings, credentials = split(configured(kind, {**new.config, **generated}))
        wiring = await self._wiring(new.model_dump(include=WIRING))
        made = await self.integrations.add(new.kind, new.name, settings, credentials, wiring)
        return IntegrationMade(**msgspec.structs.asdict(integration_shown(made, self.public_url)), generated=generated)

    async def change(self, id: UUID, change: IntegrationChange) -> IntegrationShown:
        known = await self.integrations.get(id)
        given = change.model_dump(include=WIRING, exclude_none=True)
        if given:
            await self.integrations.update(id, wiring=await self._wiring(given, known))
        if change.config is not None:
            config = configured(integration_of(known.kind), {**known.config, **change.config})
            settings, credentials = split(config)
            await self.integrations.update(id, settings=settings, credentials=credentials)
        return integration_shown(await self.integrations.update(id, name=change.name), self.public_url)

    async def read(self, id: UUID) -> IntegrationShown:
        return integration_shown(await self.integrations.get(id), self.public_url)

    async def list(self) -> tuple[IntegrationShown, ...]:
        return tuple(integration_shown(one, self.public_url) for one in await self.integrations.list())

    async def _wiring(self, given: dict[str, Any], known: Wiring | None = None) -> Wiring:
        """A foreign key would take another workspace's flow: row-level security does not hold for those."""
        if "flow_id" in given:
            await self.flows.get(given["flow_id"])
        if "channel_id" in given:
            await self.channels.get(given["channel_id"])
        return Wiring.model_validate({**(known.model_dump(include=WIRING) if known else {}), **given})
