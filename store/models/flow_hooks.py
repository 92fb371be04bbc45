"""Addresses of triggers that other systems call, and what they were called with."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Key, Now, Number, Object, Tenant, one_of
from store.states import HOOK_STATUSES


class FlowHookRow(Base):
    """``digest`` is that of the token in the address, which is shown once. It outlives the publishing of its trigger."""

    __tablename__ = "flow_hooks"
    __table_args__ = (UniqueConstraint("flow_id", "node"), UniqueConstraint("digest"))

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    flow_id: Mapped[UUID] = mapped_column(ForeignKey("flows.id", ondelete="CASCADE"))
    node: Mapped[str]
    digest: Mapped[bytes]
    made_at: Mapped[Now]


class FlowHookCallRow(Base):
    """A call as it came in. ``key`` is the caller's, and makes a repeated call harmless; with ``conversation_id`` erasing a
    contact finds what was told of them."""

    __tablename__ = "flow_hook_calls"
    __table_args__ = (
        UniqueConstraint("hook_id", "key"),
        Index(None, "hook_id", "id"),
        one_of("status", HOOK_STATUSES),
    )

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    hook_id: Mapped[UUID] = mapped_column(ForeignKey("flow_hooks.id", ondelete="CASCADE"))
    key: Mapped[str | None]
    received_at: Mapped[Now]
    headers: Mapped[Object]
    body: Mapped[bytes]
    status: Mapped[str]
    error: Mapped[str | None]
    attempts: Mapped[Number]
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    event: Mapped[int | None] = mapped_column(BigInteger)
    handled_at: Mapped[datetime | None]
