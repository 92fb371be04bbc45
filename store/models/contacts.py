"""People, and the addresses they have on channel types."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import EMPTY_ARRAY, Base, Key, Now, Object, OwnedTenant, Tenant, Touched


class ContactRow(Base):
    __tablename__ = "contacts"
    __table_args__ = (
        Index(None, "workspace_id", "id"),
        Index(None, "segments", postgresql_using="gin", postgresql_where=text("segments <> '{}'")),
    )

    id: Mapped[Key]
    workspace_id: Mapped[OwnedTenant]
    name: Mapped[str] = mapped_column(server_default="")
    language: Mapped[str | None]
    fields: Mapped[Object]
    tags: Mapped[list[str]] = mapped_column(server_default=EMPTY_ARRAY)
    segments: Mapped[list[str]] = mapped_column(server_default=EMPTY_ARRAY)
    created_at: Mapped[Now]
    updated_at: Mapped[Touched]


class AddressRow(Base):
    __tablename__ = "addresses"
    __table_args__ = (UniqueConstraint("workspace_id", "channel_kind", "address"),)

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    channel_kind: Mapped[str]
    address: Mapped[str]
    opted_out_at: Mapped[datetime | None]
    opted_out_turn: Mapped[UUID | None]
    created_at: Mapped[Now]
