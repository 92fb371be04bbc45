"""Connecting channels: credentials are tried at the platform before they are kept."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

import structlog

from api.channel_bodies import (
    ChannelChange,
    ChannelShown,
    ChannelTested,
    NewChannel,
    adapter_of,
    channel_shown,
    configured,
    hook_url,
    split,
)
from api.places import Places
from api.services import Services
from channels import ConnectFailed
from store.channels import Channels
from store.records import ChannelWithConfig
from workflows.channel_cache import AT_LEAST_ONCE

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Connecting:
    channels: Channels
    services: Services
    places: Places
    public_url: str

    async def connect(self, new: NewChannel) -> ChannelShown:
        """Nothing is kept if the platform refuses."""
        adapter = adapter_of(new.kind)
        config = configured(adapter, new.config)
        settings, credentials = split(config)
        channel = await self.channels.add(
            new.kind, new.name, {**settings, AT_LEAST_ONCE: new.at_least_once}, credentials
        )
        account = await adapter.connect(self.services.http, config, hook_url(self.public_url, channel.id))
        await self.channels.set_status(channel.id, "connected", account=asdict(account))
        return await self.read(channel.id)

    async def change(self, id: UUID, change: ChannelChange) -> ChannelShown:
        """A changed config is connected again."""
        channel = await self.channels.get(id)
        if change.name is not None:
            await self.channels.update(id, name=change.name)
        at_least_once = channel.settings.get(AT_LEAST_ONCE, False)
        if change.at_least_once is not None:
            at_least_once = change.at_least_once
            await self.channels.update(id, settings={**channel.settings, AT_LEAST_ONCE: at_least_once})
        if change.config is not None:
            await self._reconnect(channel, {**_config(channel), **change.config}, at_least_once=at_least_once)
        self.forget(id)
        return await self.read(id)

    async def _reconnect(self, channel: ChannelWithConfig, values: dict[str, Any], *, at_least_once: bool) -> None:
        adapter = adapter_of(channel.kind)
        config = configured(adapter, values)
        account = await adapter.connect(self.services.http, config, hook_url(self.public_url, channel.id))
        settings, credentials = split(config)
        await self.channels.update(
            channel.id, settings={**settings, AT_LEAST_ONCE: at_least_once}, credentials=credentials
        )
        await self.channels.set_status(channel.id, "connected", account=asdict(account))

    async def test(self, id: UUID) -> ChannelTested:
        channel = await self.channels.get(id)
        adapter = adapter_of(channel.kind)
        try:
            account = await adapter.test(self.services.http, configured(adapter, _config(channel)))
        except ConnectFailed as error:
            await self.channels.set_status(id, "failing", error=str(error))
            return ChannelTested(ok=False, error=str(error))
        if channel.status == "failing":
            await self.channels.set_status(id, "connected", account=asdict(account))
        return ChannelTested(ok=True, account=asdict(account))

    async def disconnect(self, id: UUID) -> ChannelShown:
        channel = await self.channels.get(id)
        adapter = adapter_of(channel.kind)
        await adapter.disconnect(self.services.http, configured(adapter, _config(channel)))
        await self.channels.set_status(id, "disconnected")
        self.forget(id)
        return await self.read(id)

    async def remove(self, id: UUID, *, with_conversations: bool) -> None:
        """The platform is told if it listens: credentials that were revoked there must not keep a channel alive here."""
        channel = await self.channels.get(id)
        await self.channels.remove(id, with_conversations=with_conversations)
        self.forget(id)
        adapter = adapter_of(channel.kind)
        try:
            await adapter.disconnect(self.services.http, configured(adapter, _config(channel)))
        except ConnectFailed as error:
            log.warning("the platform was not told", channel=str(id), error=str(error))

    async def read(self, id: UUID) -> ChannelShown:
        channel = await self.channels.get(id)
        return channel_shown(channel, tuple(sorted(channel.config.keys() - channel.settings.keys())), self.public_url)

    def forget(self, id: UUID) -> None:
        self.services.channels.forget(id)
        self.places.forget(id)


def _config(channel: ChannelWithConfig) -> dict[str, Any]:
    return {name: value for name, value in channel.config.items() if name != AT_LEAST_ONCE}
