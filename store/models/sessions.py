"""Runs through flows, and the log of what was decided in them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import EMPTY_LIST, Base, Key, Now, Number, Object, Tenant, Touched, one_of
from store.states import CALL_STATUSES, SESSION_STATUSES


class SessionRow(Base):
    """``state`` is the engine's session; the columns beside it are for lists and filters."""

    __tablename__ = "sessions"
    __table_args__ = (
        Index(None, "workspace_id", "id"),
        Index(None, "workspace_id", "status", "id"),
        Index(None, "workspace_id", "flow_id", "id"),
        Index(None, "contact_id", "id"),
        Index("ix_sessions_waits_for", "workspace_id", "waits_for", postgresql_where=text("waits_for is not null")),
        one_of("status", SESSION_STATUSES),
        {"postgresql_with": {"fillfactor": 80}},
    )

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[UUID]
    channel_id: Mapped[UUID]
    flow_id: Mapped[UUID]
    version_id: Mapped[UUID] = mapped_column(ForeignKey("versions.id", ondelete="RESTRICT"), index=True)
    status: Mapped[str]
    reason: Mapped[str | None]
    waiting: Mapped[str | None]
    waits_for: Mapped[str | None]
    node: Mapped[str | None]
    deadline: Mapped[datetime | None]
    state: Mapped[Object]
    contact_then: Mapped[dict[str, Any] | None]
    turn: Mapped[Number]
    steps: Mapped[Number]
    sent: Mapped[Number]
    started_at: Mapped[Now]
    updated_at: Mapped[Touched]
    ended_at: Mapped[datetime | None]


class TurnRow(Base):
    """``key`` names what the turn answers, so that a turn executed twice finds what the first one decided."""

    __tablename__ = "turns"
    __table_args__ = (UniqueConstraint("conversation_id", "key"), Index(None, "session_id", "number"))

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    session_id: Mapped[UUID | None]
    number: Mapped[Number]
    key: Mapped[str]
    event_kind: Mapped[str]
    event_id: Mapped[UUID | None]
    result: Mapped[Object]
    problems: Mapped[list[dict[str, Any]]] = mapped_column(server_default=EMPTY_LIST)
    created_at: Mapped[Now]


class StepRow(Base):
    """``position`` counts the steps of one turn."""

    __tablename__ = "steps"
    __table_args__ = (
        Index(
            "ix_steps_measured", "flow_version", "node", postgresql_where=text("kind = any (array['ab_test', 'goal'])")
        ),
        Index("ix_steps_started", "flow_version", "session_id", postgresql_where=text("entered = 'started'")),
        Index(
            "ix_steps_run_failed",
            "workspace_id",
            "created_at",
            postgresql_where=text("entered = 'flow_ended' and \"left\" = 'failed'"),
        ),
    )

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    turn_id: Mapped[UUID]
    position: Mapped[int]
    flow_version: Mapped[UUID]
    node: Mapped[str]
    kind: Mapped[str]
    entered: Mapped[str | None]
    left: Mapped[str | None]
    problems: Mapped[list[dict[str, Any]]] = mapped_column(server_default=EMPTY_LIST)
    created_at: Mapped[Now]


class CallRow(Base):
    """A node's ``perform``: what it was asked, and what came of it. ``ai`` lists what it asked of models."""

    __tablename__ = "calls"
    __table_args__ = (UniqueConstraint("session_id", "call_key"), one_of("status", CALL_STATUSES))

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    conversation_id: Mapped[UUID]
    turn_id: Mapped[UUID]
    call_key: Mapped[str]
    node: Mapped[str]
    kind: Mapped[str]
    request: Mapped[Object]
    result: Mapped[Any] = mapped_column(JSONB(none_as_null=True), nullable=True)
    error: Mapped[str | None]
    detail: Mapped[str] = mapped_column(server_default="")
    status: Mapped[str] = mapped_column(server_default="waiting")
    ai: Mapped[list[dict[str, Any]]] = mapped_column(server_default=EMPTY_LIST)
    attempts: Mapped[Number]
    timeout_seconds: Mapped[float]
    max_attempts: Mapped[int]
    created_at: Mapped[Now]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
