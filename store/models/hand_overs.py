"""What people do with conversations: take them over, write notes to each other, and are told of what needs them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Key, Now, Tenant, one_of
from store.states import HAND_OVER_OUTCOMES, PRIORITIES


class HandOverRow(Base):
    """From the bot's pause to its return. ``summary`` is what the flow had learned; ``agent_id`` who had it in the end."""

    __tablename__ = "hand_overs"
    __table_args__ = (
        Index("uq_hand_overs_open", "conversation_id", unique=True, postgresql_where=text("ended_at is null")),
        Index(None, "conversation_id", "id"),
        Index(None, "agent_id"),
        Index(None, "team_id"),
        one_of("priority", PRIORITIES),
        one_of("outcome", HAND_OVER_OUTCOMES),
    )

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    session_id: Mapped[UUID | None]
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"))
    priority: Mapped[str] = mapped_column(server_default="normal")
    note: Mapped[str] = mapped_column(server_default="")
    summary: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    created_at: Mapped[Now]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    rating: Mapped[int | None]


class NoteRow(Base):
    """Words that the contact never sees. ``agent_id`` is None where a flow or a program wrote them."""

    __tablename__ = "notes"
    __table_args__ = (Index(None, "conversation_id", "id"), Index(None, "agent_id"))

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"))
    session_id: Mapped[UUID | None]
    text: Mapped[str]
    created_at: Mapped[Now]


class NotificationRow(Base):
    """For one agent, or, without one, for all of them."""

    __tablename__ = "notifications"
    __table_args__ = (
        Index(None, "workspace_id", "id"),
        Index(None, "agent_id", "id"),
        Index(None, "conversation_id"),
    )

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"))
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    text: Mapped[str]
    created_at: Mapped[Now]
    read_at: Mapped[datetime | None]
