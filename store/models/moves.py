"""Moves of running sessions to another version of their flow, and what became of each session."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Key, Now, Object, Tenant, Touched, one_of
from store.states import MOVE_OUTCOMES, MOVE_STATUSES


class MoveRow(Base):
    """``nodes`` leads from nodes of older versions to nodes of ``version_id``; ``cursor`` is the last session looked at."""

    __tablename__ = "moves"
    __table_args__ = (Index(None, "workspace_id", "flow_id", "id"), one_of("status", MOVE_STATUSES))

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    flow_id: Mapped[UUID] = mapped_column(ForeignKey("flows.id", ondelete="CASCADE"))
    version_id: Mapped[UUID] = mapped_column(ForeignKey("versions.id", ondelete="CASCADE"))
    nodes: Mapped[Object]
    status: Mapped[str] = mapped_column(server_default="open")
    cursor: Mapped[UUID | None]
    created_at: Mapped[Now]
    updated_at: Mapped[Touched]


class MovedSessionRow(Base):
    """``before`` is what undoing puts back, as long as the session is at ``at_turn``; of what was settled only the version is
    kept. ``noted_at`` is when the move looked at it."""

    __tablename__ = "moved_sessions"
    __table_args__ = (Index(None, "move_id", "outcome", "session_id"), one_of("outcome", MOVE_OUTCOMES))

    move_id: Mapped[UUID] = mapped_column(ForeignKey("moves.id", ondelete="CASCADE"), primary_key=True)
    session_id: Mapped[UUID] = mapped_column(
        ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    workspace_id: Mapped[Tenant]
    outcome: Mapped[str]
    why: Mapped[str | None]
    node: Mapped[str]
    detail: Mapped[str | None]
    at_turn: Mapped[int]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    noted_at: Mapped[Now]
    updated_at: Mapped[Touched]
