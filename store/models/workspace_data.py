"""What a workspace knows of its contacts."""

from typing import get_args

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.contact_fields import FieldType
from store.models.base import EMPTY_ARRAY, Base, Key, Now, OwnedTenant, Touched, one_of


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
