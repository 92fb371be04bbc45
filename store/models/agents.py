"""Those who talk to contacts in place of the bot, and the teams that they are in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from store.models.base import Base, Key, Now, OwnedTenant, Tenant


class AgentRow(Base):
    """``assigned_at`` is when they were given a conversation last, so that the next one goes to somebody else."""

    __tablename__ = "agents"
    __table_args__ = (UniqueConstraint("workspace_id", "email"),)

    id: Mapped[Key]
    workspace_id: Mapped[OwnedTenant]
    name: Mapped[str]
    email: Mapped[str]
    available: Mapped[bool] = mapped_column(server_default=text("true"))
    assigned_at: Mapped[datetime | None]
    created_at: Mapped[Now]


class TeamRow(Base):
    """Flows name a team by its ``key``."""

    __tablename__ = "teams"
    __table_args__ = (UniqueConstraint("workspace_id", "key"),)

    id: Mapped[Key]
    workspace_id: Mapped[OwnedTenant]
    key: Mapped[str]
    name: Mapped[str]
    created_at: Mapped[Now]


class TeamMemberRow(Base):
    __tablename__ = "team_members"

    team_id: Mapped[UUID] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True)
    agent_id: Mapped[UUID] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True, index=True)
    workspace_id: Mapped[Tenant]
