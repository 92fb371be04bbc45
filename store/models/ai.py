"""What language models have used up."""

from uuid import UUID

from sqlalchemy import BigInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import ZERO, Base, Key, Tenant, one_of
from store.states import AI_SCOPES


class AiSpendRow(Base):
    """Of one conversation, flow or workspace (``subject``) in a calendar month, written `2026-11`."""

    __tablename__ = "ai_spend"
    __table_args__ = (
        UniqueConstraint("workspace_id", "scope", "subject", "month"),
        one_of("scope", AI_SCOPES),
        {"postgresql_with": {"fillfactor": 80}},
    )

    id: Mapped[Key]
    workspace_id: Mapped[Tenant]
    scope: Mapped[str]
    subject: Mapped[UUID]
    month: Mapped[str]
    tokens: Mapped[int] = mapped_column(BigInteger, server_default=ZERO)
    cost: Mapped[float] = mapped_column(server_default=text("0"))
