"""What the store gives of integrations and what they delivered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from store.records import Record
from store.states import HookStatus


class Wiring(Record):
    """What an event starts, for whom and with what. No ``event_kinds`` means all; a flow or a channel that is gone is None."""

    flow_id: UUID | None
    channel_id: UUID | None
    address_path: str
    inputs: dict[str, str]
    event_kinds: tuple[str, ...]
    interrupt: bool


class IntegrationWithConfig(Wiring):
    """``config`` is the settings and the decrypted credentials together, as the integration's ``Config`` takes them."""

    id: UUID
    kind: str
    name: str
    settings: dict[str, Any]
    created_at: datetime
    updated_at: datetime
    config: dict[str, Any] = Field(repr=False)


class IntegrationEvent(Record):
    id: UUID
    integration_id: UUID
    event_id: str | None
    kind: str | None
    received_at: datetime
    headers: dict[str, str]
    body: bytes = Field(repr=False)
    status: HookStatus
    error: str | None
    attempts: int
    conversation_id: UUID | None
    handled_at: datetime | None
