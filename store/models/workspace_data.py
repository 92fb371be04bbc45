"""What a workspace knows of its contacts, and beside them."""

from typing import Any, get_args
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.contact_fields import FieldType
from store.models.base import EMPTY_ARRAY, EMPTY_LIST, Base, Key, Now, Object, OwnedTenant, Tenant, Touched, one_of


class ContactFieldRow(Base):
    __tablename__ = "contact_fields"
    __table_args__ = (UniqueConstraint("workspace_id", "key"), one_of("type", get_args(FieldType)))

    id: Mapped[Key]
    workspace_id: Mapped[OwnedTenant]
    key: Mapped[str]
    title: Mapped[str] = mapped_column(server_default="")
    type: Mapped[str] = mapped_column(server_default="text")
    choices: Mapped[list[str]] = mapped_column(server_default=EMPTY_ARRAY)
    description: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[Now]
    updated_at: Mapped[Touched]


class DataTableRow(Base):
    __tablename__ = "data_tables"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)

    id: Mapped[Key]
    workspace_id: Mapped[OwnedTenant]
    name: Mapped[str]
    title: Mapped[str] = mapped_column(server_default="")
    description: Mapped[str] = mapped_column(server_default="")
    columns: Mapped[list[dict[str, Any]]] = mapped_column(server_default=EMPTY_LIST)
    key: Mapped[str | None]
    created_at: Mapped[Now]
    updated_at: Mapped[Touched]


class DataRow(Base):
    """``key`` is what the key column holds, as it is compared, where the table has one."""

    __tablename__ = "data_rows"
    __table_args__ = (UniqueConstraint("table_id", "key"), Index(None, "table_id", "id"))

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    table_id: Mapped[UUID] = mapped_column(ForeignKey("data_tables.id", ondelete="CASCADE"))
    key: Mapped[str | None]
    data: Mapped[Object]
    created_at: Mapped[Now]
    updated_at: Mapped[Touched]
