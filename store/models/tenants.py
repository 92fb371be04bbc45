"""Workspaces, the people in them, and what lets programs in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import CURRENT, EMPTY_ARRAY, Base, Key, Now, Object, OwnedTenant, Touched


class WorkspaceRow(Base):
    __tablename__ = "workspaces"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text(f"coalesce({CURRENT}, uuidv7())"))
    name: Mapped[str]
    slug: Mapped[str] = mapped_column(unique=True)
    globals: Mapped[Object]
    settings: Mapped[Object]
    created_at: Mapped[Now]


class UserRow(Base):
    __tablename__ = "users"

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    created_at: Mapped[Now]


class MembershipRow(Base):
    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("workspace_id", "user_id"),)

    id: Mapped[Key]
    workspace_id: Mapped[OwnedTenant]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    role: Mapped[str]


class ApiKeyRow(Base):
    __tablename__ = "api_keys"
    __table_args__ = (Index(None, "workspace_id", "id"),)

    id: Mapped[Key]
    workspace_id: Mapped[OwnedTenant]
    name: Mapped[str]
    prefix: Mapped[str]
    digest: Mapped[bytes] = mapped_column(unique=True)
    permissions: Mapped[list[str]] = mapped_column(server_default=EMPTY_ARRAY)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[Now]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SecretRow(Base):
    __tablename__ = "secrets"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)

    id: Mapped[Key]
    workspace_id: Mapped[OwnedTenant]
    name: Mapped[str]
    value: Mapped[str]
    updated_at: Mapped[Touched]


class IdempotencyRow(Base):
    """A creating request that was answered; ``status`` is null while it is being worked on."""

    __tablename__ = "idempotency"

    workspace_id: Mapped[OwnedTenant] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    status: Mapped[int | None]
    body: Mapped[Any] = mapped_column(JSONB(none_as_null=True), nullable=True)
    created_at: Mapped[Now]
