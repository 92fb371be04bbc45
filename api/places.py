"""Where a channel or an integration is, for who knows only its id: a webhook or a visitor."""

from uuid import UUID

from api.remembered import Remembered
from store.database import Store
from store.directory import Directory
from store.records import ChannelPlace

FRESH_SECONDS = 5.0


class Places:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: Remembered[UUID, ChannelPlace | None] = Remembered(self._read, FRESH_SECONDS)
        self._integrations: Remembered[UUID, UUID | None] = Remembered(self._read_integration, FRESH_SECONDS)

    async def workspace_of(self, channel: UUID) -> UUID | None:
        """None for a channel that is not there, or was disconnected."""
        place = await self._known.get(channel)
        return place.workspace_id if place and place.status != "disconnected" else None

    async def workspace_of_integration(self, integration: UUID) -> UUID | None:
        """None for one that is not there, or was not a moment ago."""
        return await self._integrations.get(integration)

    def forget(self, channel: UUID) -> None:
        self._known.forget(channel)

    async def _read(self, channel: UUID) -> ChannelPlace | None:
        async with self._store.system() as session:
            return await Directory(session).channel(channel)

    async def _read_integration(self, integration: UUID) -> UUID | None:
        async with self._store.system() as session:
            return await Directory(session).integration(integration)
