"""Connected channels with their adapters, read from the database at most every few seconds."""

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from channels import Adapter, adapters
from store.channels import Channels
from store.crypto import Vault
from store.database import Store
from store.errors import NotFound
from workflows.away import AWAY

FRESH_SECONDS = 5.0
AT_LEAST_ONCE = "at_least_once"  # a setting of every channel, beside those of its type


@dataclass(frozen=True, slots=True)
class Connection:
    """One connected account, ready to be used. ``at_least_once`` says that an uncertain message is sent again."""

    id: UUID
    name: str
    adapter: Adapter[Any]
    config: BaseModel
    at_least_once: bool


class ChannelCache:
    def __init__(self, store: Store, vault: Vault) -> None:
        self._store, self._vault = store, vault
        self._found: dict[UUID, tuple[float, Connection | None]] = {}

    async def get(self, workspace: UUID, channel: UUID) -> Connection | None:
        """None when there is no such channel, or its type is not installed."""
        known = self._found.get(channel)
        if known and time.monotonic() - known[0] < FRESH_SECONDS:
            return known[1]
        try:
            connection = await self._read(workspace, channel)
        except AWAY:
            if known is None:
                raise
            return known[1]  # while the database is away, what was known a moment ago holds
        self._found[channel] = (time.monotonic(), connection)
        return connection

    def forget(self, channel: UUID) -> None:
        self._found.pop(channel, None)

    async def _read(self, workspace: UUID, channel: UUID) -> Connection | None:
        try:
            async with self._store.transaction(workspace) as session:
                record = await Channels(session, self._vault).get(channel)
        except NotFound:
            return None
        adapter = adapters().get(record.kind)
        if adapter is None:
            return None
        config = {name: value for name, value in record.config.items() if name != AT_LEAST_ONCE}
        again = bool(record.settings.get(AT_LEAST_ONCE))
        return Connection(channel, record.name, adapter, adapter.config.model_validate(config), again)
