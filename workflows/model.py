"""What crosses the border between the workflow and its activities: names and numbers, never what people said."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from engine.model import Value


class State(Value):
    """All that a new run of the workflow is told; the rest it learns from its first turn."""

    workspace: UUID
    conversation: UUID
    mark: int = 0


class TurnRequest(Value):
    """``key`` is the same whenever this turn is executed, so that it is decided once; ``now`` is the workflow's clock."""

    workspace: UUID
    conversation: UUID
    key: str
    now: datetime


class OpenCall(Value):
    id: UUID
    node: str
    kind: str
    seconds: float


class TurnResult(Value):
    """What the workflow must know to go on.

    ``seen`` is the newest event that the turn knew of; ``more`` says that some are left to handle. ``until`` is the
    deadline of the wait, and moves with the delivery if ``from_delivery``. ``erased`` says that there is no such
    conversation: nothing will ever be due.
    """

    took: str | None = None
    number: int = 0
    status: Literal["none", "active", "paused", "completed", "failed", "cancelled", "blocked"] = "none"
    seen: int = 0
    more: bool = False
    unsent: bool = False
    until: datetime | None = None
    from_delivery: bool = False
    call: OpenCall | None = None
    flow: str = ""
    node: str = ""
    messages: int = 0
    reason: str | None = None
    erased: bool = False

    @property
    def open(self) -> bool:
        return self.status in {"active", "paused", "blocked"}


class CallRequest(Value):
    workspace: UUID
    call: UUID


class DeliverRequest(Value):
    workspace: UUID
    conversation: UUID
