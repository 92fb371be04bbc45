"""Connected programs that tell us of events, and the events that they told us."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import EMPTY_ARRAY, Base, Key, Now, Object, OwnedTenant, Tenant, Touched, one_of
from store.states import HOOK_STATUSES


class IntegrationRow(Base):
    """``credentials`` is encrypted JSON; ``settings`` may be shown. It outlives its flow and its channel, so that what comes
    in meanwhile is kept until somebody chooses others."""

    __tablename__ = "integrations"
    __table_args__ = (Index(None, "workspace_id", "id"),)

    id: Mapped[Key]
    workspace_id: Mapped[OwnedTenant]
    kind: Mapped[str]
    name: Mapped[str]
    settings: Mapped[Object]
    credentials: Mapped[str]
    flow_id: Mapped[UUID | None] = mapped_column(ForeignKey("flows.id", ondelete="SET NULL"), index=True)
    channel_id: Mapped[UUID | None] = mapped_column(ForeignKey("channels.id", ondelete="SET NULL"), index=True)
    address_path: Mapped[str]
    inputs: Mapped[Object]
    event_kinds: Mapped[list[str]] = mapped_column(server_default=EMPTY_ARRAY)
    interrupt: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[Now]
    updated_at: Mapped[Touched]


class IntegrationEventRow(Base):
    """A webhook as it came in. ``event_id`` is the sender's, and known only of what is signed and can be read; the key on
    it makes a repeated delivery harmless. With ``conversation_id`` erasing a contact finds what was told of them."""

    __tablename__ = "integration_events"
    __table_args__ = (
        UniqueConstraint("integration_id", "event_id"),
        Index(None, "workspace_id", "integration_id", "id"),
        one_of("status", HOOK_STATUSES),
    )

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    integration_id: Mapped[UUID] = mapped_column(ForeignKey("integrations.id", ondelete="CASCADE"))
    event_id: Mapped[str | None]
    kind: Mapped[str | None]
    received_at: Mapped[Now]
    headers: Mapped[Object]
    body: Mapped[bytes]
    status: Mapped[str]
    error: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(server_default=text("1"))
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    handled_at: Mapped[datetime | None]
