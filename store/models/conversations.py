"""One contact on one channel: what was said, and what waits to be handled."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import ZERO, Base, Key, Now, Number, Object, Tenant, Touched, one_of
from store.states import CONVERSATION_STATUSES, DIRECTIONS, EVENT_KINDS, MESSAGE_STATUSES, PRIORITIES


class ConversationRow(Base):
    """Holds the counters that number its events and messages, so that inserts take turns on this row.

    ``status`` is people's view of it: *pending* waits for them, since ``waiting_since``; *closed* needs nobody any more.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("channel_id", "address"),
        # Nothing here may be indexed that every message changes: its row would have to be written to all indexes again.
        Index(None, "workspace_id", "status", "id"),
        Index("ix_conversations_team_id", "team_id", "id", postgresql_where=text("team_id is not null")),
        Index("ix_conversations_assignee_id", "assignee_id", "id", postgresql_where=text("assignee_id is not null")),
        one_of("status", CONVERSATION_STATUSES),
        one_of("priority", PRIORITIES),
        {"postgresql_with": {"fillfactor": 80}},
    )

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    channel_id: Mapped[UUID] = mapped_column(ForeignKey("channels.id", ondelete="CASCADE"))
    address: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="open")
    priority: Mapped[str] = mapped_column(server_default="normal")
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id", ondelete="SET NULL"))
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id", ondelete="SET NULL"))
    waiting_since: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    rating: Mapped[int | None]
    session_id: Mapped[UUID | None]
    last_event: Mapped[int] = mapped_column(BigInteger, server_default=ZERO)
    handled_event: Mapped[int] = mapped_column(BigInteger, server_default=ZERO)
    last_message: Mapped[int] = mapped_column(BigInteger, server_default=ZERO)
    last_message_at: Mapped[datetime | None]
    created_at: Mapped[Now]


class MessageRow(Base):
    """``hook_event_id`` is the webhook that brought the message, so that erasing a contact finds its raw text too."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "number"),
        Index(
            "uq_messages_inbound", "channel_id", "provider_id", unique=True, postgresql_where=text("direction = 'in'")
        ),
        Index("ix_messages_outbound", "channel_id", "provider_id", postgresql_where=text("direction = 'out'")),
        Index(
            "ix_messages_unsent",
            "conversation_id",
            "number",
            postgresql_where=text("status = any (array['queued', 'sending'])"),
        ),
        Index("ix_messages_in_doubt", "channel_id", postgresql_where=text("status = 'in_doubt'")),
        one_of("direction", DIRECTIONS),
        one_of("status", MESSAGE_STATUSES),
    )

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    channel_id: Mapped[UUID]
    number: Mapped[int] = mapped_column(BigInteger)
    direction: Mapped[str]
    status: Mapped[str]
    content: Mapped[Object]
    provider_id: Mapped[str | None]
    hook_event_id: Mapped[UUID | None]
    session_id: Mapped[UUID | None]
    turn_id: Mapped[UUID | None]
    key: Mapped[str | None]
    attempts: Mapped[Number]
    error_code: Mapped[str | None]
    error: Mapped[str | None]
    created_at: Mapped[Now]
    sending_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    updated_at: Mapped[Touched]


class EventRow(Base):
    """What a conversation has to handle, in order of ``number``."""

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("conversation_id", "number"),
        Index("ix_events_unhandled", "conversation_id", "number", postgresql_where=text("handled_at is null")),
        one_of("kind", EVENT_KINDS),
    )

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str]
    message_id: Mapped[UUID | None]
    data: Mapped[Object]
    created_at: Mapped[Now]
    handled_at: Mapped[datetime | None]
    turn_id: Mapped[UUID | None]
