"""Versions that only some contacts start with."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import EMPTY_ARRAY, Base, Key, Now, Tenant, one_of
from store.states import CANARY_STATUSES


class CanaryRow(Base):
    """``entries`` are the ids of the version's triggers. One at most is running in a flow."""

    __tablename__ = "canaries"
    __table_args__ = (
        Index(None, "flow_id", "id"),
        Index("uq_canaries_running", "flow_id", unique=True, postgresql_where=text("status = 'running'")),
        one_of("status", CANARY_STATUSES),
    )

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    flow_id: Mapped[UUID] = mapped_column(ForeignKey("flows.id", ondelete="CASCADE"))
    version_id: Mapped[UUID] = mapped_column(ForeignKey("versions.id", ondelete="CASCADE"))
    percent: Mapped[int]
    entries: Mapped[list[str]] = mapped_column(server_default=EMPTY_ARRAY)
    most_failing: Mapped[float]
    minimum: Mapped[int]
    status: Mapped[str] = mapped_column(server_default="running")
    reason: Mapped[str | None]
    started_at: Mapped[Now]
    ended_at: Mapped[datetime | None]
