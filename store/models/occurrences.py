"""For whom a date has come already."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Now, Tenant


class OccurrenceRow(Base):
    """A contact was told of this day once, however many workers looked."""

    __tablename__ = "occurrences"
    __table_args__ = (Index(None, "created_at"),)

    flow_id: Mapped[UUID] = mapped_column(ForeignKey("flows.id", ondelete="CASCADE"), primary_key=True)
    node: Mapped[str] = mapped_column(primary_key=True)
    contact_id: Mapped[UUID] = mapped_column(
        ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    day: Mapped[str] = mapped_column(primary_key=True)
    workspace_id: Mapped[Tenant]
    created_at: Mapped[Now]
