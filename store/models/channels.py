"""Connected accounts, what they sent us, and the visitors of web chats."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Key, Now, Object, OwnedTenant, Tenant, Touched, one_of
from store.states import CHANNEL_STATUSES, HOOK_STATUSES


class ChannelRow(Base):
    """``credentials`` is encrypted JSON; ``settings`` may be shown."""

    __tablename__ = "channels"
    __table_args__ = (Index(None, "workspace_id", "id"), one_of("status", CHANNEL_STATUSES))

    id: Mapped[Key]
    workspace_id: Mapped[OwnedTenant]
    kind: Mapped[str]
    name: Mapped[str]
    settings: Mapped[Object]
    credentials: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="disconnected")
    account: Mapped[dict[str, Any] | None]
    error: Mapped[str | None]
    created_at: Mapped[Now]
    updated_at: Mapped[Touched]


class HookEventRow(Base):
    """A webhook as it came in, so that it can be looked at and played again."""

    __tablename__ = "hook_events"
    __table_args__ = (Index(None, "workspace_id", "channel_id", "id"), one_of("status", HOOK_STATUSES))

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    channel_id: Mapped[UUID]
    received_at: Mapped[Now]
    headers: Mapped[Object]
    body: Mapped[bytes]
    status: Mapped[str]
    error: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(server_default=text("1"))
    handled_at: Mapped[datetime | None]


class VisitorRow(Base):
    __tablename__ = "visitors"

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    channel_id: Mapped[UUID] = mapped_column(ForeignKey("channels.id", ondelete="CASCADE"), index=True)
    token_digest: Mapped[bytes] = mapped_column(unique=True)
    address: Mapped[str]
    created_at: Mapped[Now]
    seen_at: Mapped[Now]
