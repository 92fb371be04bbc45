"""Flows started for many contacts, worked off little by little."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import EMPTY_ARRAY, Base, Key, Now, Object, Tenant, one_of
from store.states import BULK_STATUSES, RECIPIENT_STATUSES

FALSE = text("false")


class BulkStartRow(Base):
    """``occasion`` is what must make no second one. While an audience is not ``gathered``, ``cursor`` is the last contact
    that was looked at."""

    __tablename__ = "bulk_starts"
    __table_args__ = (
        UniqueConstraint("workspace_id", "occasion"),
        Index(None, "workspace_id", "id"),
        Index("ix_bulk_starts_running", "workspace_id", "id", postgresql_where=text("status = 'running'")),
        one_of("status", BULK_STATUSES),
    )

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    flow_id: Mapped[UUID] = mapped_column(ForeignKey("flows.id", ondelete="CASCADE"), index=True)
    node: Mapped[str | None]
    name: Mapped[str] = mapped_column(server_default="")
    channels: Mapped[list[UUID]] = mapped_column(server_default=EMPTY_ARRAY)
    inputs: Mapped[Object]
    interrupt: Mapped[bool] = mapped_column(server_default=FALSE)
    priority: Mapped[int] = mapped_column(SmallInteger, server_default=text("50"))
    audience: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    gathered: Mapped[bool] = mapped_column(server_default=FALSE)
    cursor: Mapped[UUID | None]
    occasion: Mapped[str | None]
    status: Mapped[str] = mapped_column(server_default="running")
    error: Mapped[str | None]
    created_at: Mapped[Now]
    ended_at: Mapped[datetime | None]


class ScheduleRow(Base):
    """A schedule of a published flow; up to ``done_until`` its moments were seen to."""

    __tablename__ = "schedules"
    __table_args__ = (UniqueConstraint("flow_id", "node"), Index(None, "workspace_id"))

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    flow_id: Mapped[UUID] = mapped_column(ForeignKey("flows.id", ondelete="CASCADE"))
    node: Mapped[str]
    done_until: Mapped[Now]


class BulkRecipientRow(Base):
    """``in_line`` is who waits, since ``taken_at``, until ``event`` of their conversation is handled; ``session_id`` is the
    run that it started."""

    __tablename__ = "bulk_recipients"
    __table_args__ = (
        UniqueConstraint("bulk_start_id", "channel_id", "address"),
        Index(None, "bulk_start_id", "id"),
        Index(None, "workspace_id", "taken_at"),
        Index("ix_bulk_recipients_waiting", "bulk_start_id", "id", postgresql_where=text("status = 'waiting'")),
        Index("ix_bulk_recipients_in_line", "workspace_id", "id", postgresql_where=text("status = 'in_line'")),
        one_of("status", RECIPIENT_STATUSES),
    )

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    bulk_start_id: Mapped[UUID] = mapped_column(ForeignKey("bulk_starts.id", ondelete="CASCADE"))
    channel_id: Mapped[UUID]
    address: Mapped[str] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(server_default="")
    inputs: Mapped[Object]
    status: Mapped[str] = mapped_column(server_default="waiting")
    error: Mapped[str | None]
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    event: Mapped[int | None] = mapped_column(BigInteger)
    session_id: Mapped[UUID | None]
    taken_at: Mapped[datetime | None]
