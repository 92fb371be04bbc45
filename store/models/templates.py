"""Message templates that platforms approve."""

from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import EMPTY_LIST, Base, Key, Now, OwnedTenant, Touched, one_of
from store.states import APPROVAL_STATUSES, TEMPLATE_CATEGORIES


class TemplateRow(Base):
    """One language of a template, on one type of channel."""

    __tablename__ = "templates"
    __table_args__ = (
        UniqueConstraint("workspace_id", "channel_kind", "name", "language"),
        one_of("category", TEMPLATE_CATEGORIES),
        one_of("status", APPROVAL_STATUSES),
    )

    id: Mapped[Key]
    workspace_id: Mapped[OwnedTenant]
    channel_kind: Mapped[str]
    name: Mapped[str]
    language: Mapped[str]
    category: Mapped[str]
    status: Mapped[str]
    reason: Mapped[str] = mapped_column(server_default="")
    body: Mapped[str]
    header: Mapped[dict[str, Any] | None]
    buttons: Mapped[list[dict[str, Any]]] = mapped_column(server_default=EMPTY_LIST)
    created_at: Mapped[Now]
    updated_at: Mapped[Touched]
