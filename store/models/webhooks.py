"""Other systems that want to be told what happens, and what they were told."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import EMPTY_ARRAY, EMPTY_LIST, Base, Key, Now, Number, Tenant, Touched, one_of
from store.states import DELIVERY_STATUSES


class WebhookRow(Base):
    """``sealed`` is its secret, encrypted. ``stopped`` says why it is no longer active, if it was not a person who stopped it."""

    __tablename__ = "webhooks"
    __table_args__ = (Index(None, "workspace_id", "id"),)

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    name: Mapped[str]
    url: Mapped[str]
    sealed: Mapped[str]
    kinds: Mapped[list[str]] = mapped_column(server_default=EMPTY_ARRAY)
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    stopped: Mapped[str | None]
    created_at: Mapped[Now]
    updated_at: Mapped[Touched]


class DeliveryRow(Base):
    """An event on its way to one webhook. ``next_at`` is when it is attempted again, unless an attempt that is under way
    says otherwise before; ``log`` has all attempts. With ``contact_id`` erasing a contact finds what is told of them."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("webhook_id", "event_id"),
        Index(None, "webhook_id", "id"),
        Index("ix_deliveries_waiting", "webhook_id", "next_at", postgresql_where=text("status = 'waiting'")),
        one_of("status", DELIVERY_STATUSES),
    )

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    event_id: Mapped[UUID]
    kind: Mapped[str]
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    body: Mapped[str]
    status: Mapped[str]
    error: Mapped[str | None]
    attempts: Mapped[Number]
    log: Mapped[list[dict[str, Any]]] = mapped_column(server_default=EMPTY_LIST)
    next_at: Mapped[Now]
    created_at: Mapped[Now]
    ended_at: Mapped[datetime | None]
