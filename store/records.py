"""What the store gives: frozen values, never rows."""

from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from engine.leaving import Leaving
from engine.problems import Problem
from engine.session import Status as SessionStatus
from store.states import CallStatus, ChannelStatus, Direction, EventKind, HookStatus, MessageStatus


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class Workspace(Record):
    id: UUID
    name: str
    slug: str
    globals: dict[str, Any]
    settings: dict[str, Any]
    created_at: datetime


class ApiKey(Record):
    id: UUID
    workspace_id: UUID
    name: str
    prefix: str
    permissions: tuple[str, ...]
    user_id: UUID | None
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class NewApiKey(Record):
    """The only time that ``plain`` is known: the store keeps a digest."""

    key: ApiKey
    plain: SecretStr


class SecretName(Record):
    """A secret without its value, for lists."""

    name: str
    updated_at: datetime


class Channel(Record):
    id: UUID
    kind: str
    name: str
    settings: dict[str, Any]
    status: ChannelStatus
    account: dict[str, Any] | None
    error: str | None
    created_at: datetime
    updated_at: datetime


class ChannelWithConfig(Channel):
    """``config`` is the settings and the decrypted credentials together, as the adapter's ``Config`` takes them."""

    config: dict[str, Any] = Field(repr=False)


class ChannelPlace(Record):
    """Where a channel is, for who knows only its id."""

    id: UUID
    workspace_id: UUID
    kind: str
    status: ChannelStatus


class HookEvent(Record):
    id: UUID
    channel_id: UUID
    received_at: datetime
    headers: dict[str, str]
    body: bytes = Field(repr=False)
    status: HookStatus
    error: str | None
    attempts: int
    handled_at: datetime | None


class Address(Record):
    id: UUID
    contact_id: UUID
    channel_kind: str
    address: str
    opted_out_at: datetime | None
    created_at: datetime


class Contact(Record):
    id: UUID
    name: str
    language: str | None
    fields: dict[str, Any]
    tags: tuple[str, ...]
    segments: tuple[str, ...] = ()
    created_at: datetime
    updated_at: datetime


class Flow(Record):
    id: UUID
    key: str
    name: str
    published_id: UUID | None
    archived_at: datetime | None
    created_at: datetime
    updated_at: datetime


class Draft(Record):
    flow_id: UUID
    revision: int
    document: dict[str, Any]
    problems: tuple[Problem, ...]
    updated_at: datetime


class VersionSummary(Record):
    id: UUID
    flow_id: UUID
    number: int
    hash: str
    note: str
    published_by: UUID | None
    published_at: datetime


class Version(VersionSummary):
    document: dict[str, Any]


class NewTrigger(Record):
    """What starts a flow that is about to be published; empty ``channels`` means every channel."""

    node: str
    kind: str
    params: dict[str, Any] = {}
    priority: int = 0
    when_busy: Literal["ignore", "interrupt", "ask"] = "ignore"
    channels: tuple[UUID, ...] = ()


class Trigger(NewTrigger):
    """A trigger of a published flow."""

    flow_id: UUID
    version_id: UUID


class Run(Record):
    """A session as the list of runs shows it."""

    id: UUID
    conversation_id: UUID
    contact_id: UUID
    channel_id: UUID
    flow_id: UUID
    version_id: UUID
    status: SessionStatus
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
    contact_name: str
    flow_name: str
    version_number: int


class RunStep(Record):
    position: int
    flow_version: UUID
    node: str
    kind: str
    entered: str | None
    left: str | None
    problems: tuple[Problem, ...]
    created_at: datetime


class RunTurn(Record):
    id: UUID
    number: int
    event_kind: str
    event_id: UUID | None
    problems: tuple[Problem, ...]
    created_at: datetime
    steps: tuple[RunStep, ...]


class Message(Record):
    id: UUID
    conversation_id: UUID
    channel_id: UUID
    number: int
    direction: Direction
    status: MessageStatus
    content: dict[str, Any]
    provider_id: str | None
    session_id: UUID | None
    turn_id: UUID | None
    attempts: int
    error_code: str | None
    error: str | None
    created_at: datetime
    sent_at: datetime | None
    updated_at: datetime


class RunCall(Record):
    id: UUID
    turn_id: UUID
    call_key: str
    node: str
    kind: str
    request: dict[str, Any]
    result: Any
    error: Literal["timeout", "failed"] | None
    detail: str
    ai: tuple[dict[str, Any], ...]
    status: CallStatus
    attempts: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class RunEvent(Record):
    id: UUID
    number: int
    kind: EventKind
    message_id: UUID | None
    data: dict[str, Any]
    created_at: datetime
    handled_at: datetime | None
    turn_id: UUID | None


class RunDetail(Record):
    """``state`` is the engine's session: variables, frames, what it waits for; ``contact_then`` who began it, as they were.
    ``leaving`` is what the contact was asked in the run that was open until this one took its place."""

    run: Run
    state: dict[str, Any]
    contact_then: dict[str, Any] | None = None
    leaving: Leaving | None = None
    turns: tuple[RunTurn, ...]
    messages: tuple[Message, ...]
    calls: tuple[RunCall, ...]
    events: tuple[RunEvent, ...]


class Remembered(Record):
    """The answer that a creating request got the first time."""

    status: int
    body: Any


class Visitor(Record):
    id: UUID
    channel_id: UUID
    address: str
    created_at: datetime
    seen_at: datetime


class NewVisitor(Record):
    """``token`` is given to the browser; the store keeps a digest."""

    visitor: Visitor
    token: SecretStr


class Unhandled(NamedTuple):
    """A conversation whose events nobody has taken; ``upto`` is the number of the last one."""

    workspace_id: UUID
    conversation_id: UUID
    upto: int
