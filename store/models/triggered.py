"""What came of the things that happened for those triggers that heard them."""

from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Key, Now, Tenant, one_of
from store.states import TRIGGERED


class TriggeredRow(Base):
    """``conversation_id`` and ``number`` are the place of the order to start the flow."""

    __tablename__ = "triggered"
    __table_args__ = (Index(None, "flow_id", "id"), one_of("outcome", TRIGGERED))

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    flow_id: Mapped[UUID] = mapped_column(ForeignKey("flows.id", ondelete="CASCADE"))
    node: Mapped[str]
    heard: Mapped[str]
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    conversation_id: Mapped[UUID | None]
    number: Mapped[int | None] = mapped_column(BigInteger)
    outcome: Mapped[str]
    created_at: Mapped[Now]
