"""Groups of contacts by a condition; who is in them stands with the contacts."""

from datetime import datetime

from sqlalchemy import UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Key, Now, Object, Tenant, Touched


class SegmentRow(Base):
    """``moving``: time alone changes who is in it. ``swept_at`` is when all contacts were last looked through, ``claimed_at``
    since when somebody does."""

    __tablename__ = "segments"
    __table_args__ = (UniqueConstraint("workspace_id", "key"),)

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    key: Mapped[str]
    name: Mapped[str]
    condition: Mapped[Object]
    moving: Mapped[bool] = mapped_column(server_default=text("false"))
    swept_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    created_at: Mapped[Now]
    updated_at: Mapped[Touched]
