"""What is sent and answered when a flow is tried out."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from pydantic import AwareDatetime, Field

from api.bodies import Body
from api.problems import Fault
from engine import Duration, Event, Session


class Someone(Body):
    """The contact that the flow talks to; of whom nothing is said, nothing is known, as in a flow test."""

    name: str = Field("", max_length=200, examples=["Maria"])
    language: str | None = Field(None, max_length=35)
    fields: dict[str, Any] = {}
    tags: list[str] = []
    opted_out: bool = False
    segments: list[str] = []


class Begin(Body):
    """Start at this trigger node, or at the one that takes the text; without both at the flow's first. A text that no trigger
    takes starts nothing, as in production; but a flow that no message can start begins at its first one."""

    node: str | None = Field(None, max_length=64)
    text: str | None = Field(None, max_length=4096, examples=["order"])
    inputs: dict[str, Any] = {}


class CallAnswer(Body):
    """What a node's call gives, in place of its type's own simulation."""

    result: Any = None
    error: Literal["timeout", "failed"] | None = None


class Simulated(Body):
    """One step of a simulation: begin, or send an event, or let time pass."""

    version: UUID | None = Field(None, description="try this version; without it, the draft")
    session: Session | None = Field(None, description="the `session` of the answer before")
    start: Begin | None = None
    event: Event | None = None
    elapse: Duration | None = None
    contact: Someone = Field(default_factory=Someone)
    channel: str | None = Field(
        None,
        max_length=100,
        description="try it on a channel of this type, such as telegram: with what is said otherwise there",
    )
    calls: dict[str, CallAnswer] = Field({}, description="by node id")
    now: AwareDatetime | None = Field(None, description="the virtual time; the `now` of the answer before")


class SimulatedTurn(msgspec.Struct, frozen=True, kw_only=True):
    """``said`` is what the flow says, ``shown`` what of it the contact sees on a channel of the given type, in the form
    that it can carry; the same, where none is given. ``told`` is what people get of it, in words. ``lines`` say this step
    in a flow test: those of all steps, one after the other, are its dialogue.

    ``session``, ``contact`` and ``now`` go into the next request.
    """

    session: dict[str, Any]
    said: tuple[dict[str, Any], ...]
    shown: tuple[dict[str, Any], ...]
    told: tuple[str, ...]
    lines: tuple[dict[str, Any], ...]
    effects: tuple[dict[str, Any], ...]
    steps: tuple[dict[str, Any], ...]
    contact: dict[str, Any]
    problems: tuple[Fault, ...]
    now: datetime
