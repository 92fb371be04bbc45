"""What happened in a workspace and others may want to know."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Key, Now, Object, Tenant


class WorkspaceEventRow(Base):
    """Written with what it tells of, in the same transaction; ``handled_at`` is when everybody had been told."""

    __tablename__ = "workspace_events"
    __table_args__ = (
        Index("ix_workspace_events_unhandled", "workspace_id", "id", postgresql_where=text("handled_at is null")),
        Index(None, "contact_id"),
        Index(
            "ix_workspace_events_conversation_id",
            "conversation_id",
            postgresql_where=text("conversation_id is not null"),
        ),
    )

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    kind: Mapped[str]
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"))
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    data: Mapped[Object]
    created_at: Mapped[Now]
    handled_at: Mapped[datetime | None]
