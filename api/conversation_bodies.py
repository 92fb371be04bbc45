"""What is sent and answered about conversations."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from pydantic import Field

from api.bodies import Body
from store.states import ConversationStatus, Priority


class ConversationChange(Body):
    """What is left out stays. ``team`` and ``assignee`` may be null: nobody's."""

    status: ConversationStatus | None = Field(None, description="pending waits for people, closed needs nobody")
    priority: Priority | None = None
    team: UUID | None = Field(None, description="the id of a team")
    assignee: UUID | None = Field(None, description="the id of an agent")
    reason: str = Field("", max_length=500, description="why it is closed", examples=["solved"])

    @property
    def given(self) -> dict[str, Any]:
        names = {"team": "team_id", "assignee": "assignee_id"}
        return {names.get(name, name): getattr(self, name) for name in self.model_fields_set - {"reason"}}


class NewNote(Body):
    """``agent`` is who writes it; a program need not say."""

    text: str = Field(min_length=1, max_length=10_000, examples=["Wants to be called back after six."])
    agent: UUID | None = Field(None, description="the id of an agent")


class ConversationShown(msgspec.Struct, frozen=True, kw_only=True):
    """``waiting_since``: since when people are waited for. ``run``: what the bot is in. ``rating``: the newest one."""

    id: UUID
    contact_id: UUID
    contact_name: str
    channel_id: UUID
    status: str
    priority: str
    team_id: UUID | None
    assignee_id: UUID | None
    waiting_since: datetime | None
    closed_at: datetime | None
    rating: int | None
    run: UUID | None
    last_message_at: datetime | None
    created_at: datetime


class HandOverShown(msgspec.Struct, frozen=True, kw_only=True):
    """A time that people had it, until ``ended_at``. ``summary`` is what the flow ``session_id`` had learned before."""

    id: UUID
    session_id: UUID | None
    team_id: UUID | None
    agent_id: UUID | None
    priority: str
    note: str
    summary: dict[str, Any] | None
    created_at: datetime
    ended_at: datetime | None
    outcome: str | None
    rating: int | None


class ConversationDetail(ConversationShown, frozen=True, kw_only=True):
    hand_overs: tuple[HandOverShown, ...]


class NoteShown(msgspec.Struct, frozen=True, kw_only=True):
    """``agent_id`` is null where a flow wrote it, in the run ``session_id``, or a program."""

    id: UUID
    agent_id: UUID | None
    session_id: UUID | None
    text: str
    created_at: datetime
