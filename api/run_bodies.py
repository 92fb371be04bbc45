"""What is sent and answered about runs."""

from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

import msgspec
from pydantic import Field, field_validator, model_validator

from api.bodies import Body
from api.problems import Fault
from engine.durations import parse_duration
from store.states import MoveOutcome


class Cancel(Body):
    reason: str = Field("cancelled by an operator", min_length=1, max_length=500)


class CancelMany(Cancel):
    """Which runs: those for which all that is given holds. Something has to be given."""

    status: Literal["active", "paused", "blocked"] | None = None
    flow: UUID | None = None
    contact: UUID | None = None
    channel: UUID | None = None
    node: str | None = Field(None, max_length=64, description="where it stands")
    since: datetime | None = Field(None, description="when it started, or later")
    limit: int = Field(200, ge=1, le=1_000, description="how many at most, newest first")

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not self.which:
            raise ValueError("say which runs: status, flow, contact, channel, node or since")
        return self

    @property
    def which(self) -> dict[str, Any]:
        return self.model_dump(exclude={"reason", "limit"}, exclude_none=True)


class TakeOver(Body):
    """Without an ``idle`` limit the bot is silent until the conversation is given back."""

    agent: str = Field("", max_length=254, description="the agent's e-mail address")
    idle: str | None = Field(None, max_length=40, description="PT20M: then the bot asks again")

    @field_validator("idle")
    @classmethod
    def _is_duration(cls, idle: str | None) -> str | None:
        if idle is not None:
            parse_duration(idle)
        return idle


class HandBack(Body):
    """Without a node the bot asks again where it was interrupted."""

    node: str | None = Field(None, max_length=64, description="the node to go on at")


class RunShown(msgspec.Struct, frozen=True, kw_only=True):
    """``waiting`` is what it waits for, until ``deadline`` if there is one; ``sent`` counts messages."""

    id: UUID
    conversation_id: UUID
    contact_id: UUID
    contact_name: str
    channel_id: UUID
    flow_id: UUID
    flow_name: str
    version_id: UUID
    version_number: int
    status: str
    reason: str | None
    waiting: str | None
    node: str | None
    deadline: datetime | None
    turn: int
    steps: int
    sent: int
    started_at: datetime
    updated_at: datetime
    ended_at: datetime | None


class Cancelled(msgspec.Struct, frozen=True, kw_only=True):
    """These are in line to be cancelled; with ``more`` there are others: ask again."""

    runs: tuple[UUID, ...]
    more: bool


class StepShown(msgspec.Struct, frozen=True, kw_only=True):
    """One visit of a node: entered by which output of another, left by which of its own."""

    position: int
    flow_version: UUID
    node: str
    kind: str
    entered: str | None
    left: str | None
    problems: tuple[Fault, ...]
    created_at: datetime


class TurnShown(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    number: int
    event_kind: str
    event_id: UUID | None
    problems: tuple[Fault, ...]
    created_at: datetime
    steps: tuple[StepShown, ...]


class LinedShown(msgspec.Struct, frozen=True, kw_only=True):
    """What came in for the bot. ``run`` is the run that took it; without one, ``problems`` may say why nothing came of it."""

    number: int
    kind: str
    message_id: UUID | None
    created_at: datetime
    handled_at: datetime | None
    run: UUID | None
    problems: tuple[Fault, ...]


class MessageShown(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    number: int
    direction: str
    status: str
    content: dict[str, Any]
    turn_id: UUID | None
    attempts: int
    error_code: str | None
    error: str | None
    created_at: datetime
    sent_at: datetime | None


class AskedShown(msgspec.Struct, frozen=True, kw_only=True):
    """A question to a language model. What is null is not known, or not yet; ``error`` says why there is no answer."""

    connection: str
    model: str
    prompt: list[dict[str, str]]
    answer: str | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float | None = None
    error: str | None = None


class CallShown(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    turn_id: UUID
    node: str
    kind: str
    status: str
    request: dict[str, Any]
    result: Any
    error: str | None
    detail: str
    ai: tuple[AskedShown, ...]
    attempts: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class EventShown(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    number: int
    kind: str
    data: dict[str, Any]
    created_at: datetime
    handled_at: datetime | None
    turn_id: UUID | None


class RunMoveShown(msgspec.Struct, frozen=True, kw_only=True):
    """What a move to another version did with the run: it was `moved`, `stays` (``why``), was put back (`undone`), or had
    gone on before it could be (`went_on`); the latter two at ``settled_at``."""

    move_id: UUID
    outcome: MoveOutcome
    turn: int
    from_version: UUID | None
    from_node: str
    to_version: UUID
    to_node: str
    why: str | None
    detail: str | None
    at: datetime
    settled_at: datetime | None


class RunDetailShown(msgspec.Struct, frozen=True, kw_only=True):
    """``state`` holds the variables and the stack of flows. ``temporal`` opens the workflow in Temporal's own UI."""

    run: RunShown
    state: dict[str, Any]
    turns: tuple[TurnShown, ...]
    messages: tuple[MessageShown, ...]
    calls: tuple[CallShown, ...]
    events: tuple[EventShown, ...]
    moves: tuple[RunMoveShown, ...]
    temporal: str


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """``test`` is one of a flow's `tests`."""

    flow_id: UUID
    test: dict[str, Any]
