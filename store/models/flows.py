"""What was drawn, what was published, and what starts it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import EMPTY_ARRAY, EMPTY_LIST, Base, Key, Now, Number, Object, OwnedTenant, Tenant, Touched


class FlowRow(Base):
    __tablename__ = "flows"
    __table_args__ = (UniqueConstraint("workspace_id", "key"), Index(None, "workspace_id", "id"))

    id: Mapped[Key]
    workspace_id: Mapped[OwnedTenant]
    key: Mapped[str]
    name: Mapped[str]
    published_id: Mapped[UUID | None] = mapped_column(ForeignKey("versions.id", use_alter=True))
    archived_at: Mapped[datetime | None]
    created_at: Mapped[Now]
    updated_at: Mapped[Touched]


class DraftRow(Base):
    __tablename__ = "drafts"

    flow_id: Mapped[UUID] = mapped_column(ForeignKey("flows.id", ondelete="CASCADE"), primary_key=True)
    workspace_id: Mapped[Tenant]
    revision: Mapped[int] = mapped_column(server_default=text("1"))
    document: Mapped[dict[str, Any]]
    problems: Mapped[list[dict[str, Any]]] = mapped_column(server_default=EMPTY_LIST)
    updated_at: Mapped[Touched]


class VersionRow(Base):
    """Never changes: the database refuses, and lets it go only together with its flow."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("flow_id", "number"),)

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    flow_id: Mapped[UUID] = mapped_column(ForeignKey("flows.id", ondelete="CASCADE"))
    number: Mapped[int]
    hash: Mapped[str]
    document: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(server_default="")
    published_by: Mapped[UUID | None]
    published_at: Mapped[Now]


class TriggerRow(Base):
    """What a published flow listens to; an empty ``channels`` means all of them."""

    __tablename__ = "triggers"
    __table_args__ = (Index(None, "workspace_id", "priority"), Index(None, "kind"))

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    flow_id: Mapped[UUID] = mapped_column(ForeignKey("flows.id", ondelete="CASCADE"), index=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("versions.id", ondelete="CASCADE"), index=True)
    node: Mapped[str]
    kind: Mapped[str]
    params: Mapped[Object]
    priority: Mapped[Number]
    when_busy: Mapped[str] = mapped_column(server_default=text("'ignore'"))
    channels: Mapped[list[UUID]] = mapped_column(server_default=EMPTY_ARRAY)
