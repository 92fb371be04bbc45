"""A session: one run through flows, with an explicit cursor. Serialised between turns, so it stays small.

A field that comes new is stored only where it says something (``exclude_if``): workers of the version before, which know no
such key, go on with all other sessions while new ones are rolled out, and after a roll-back.
"""

import operator
from datetime import datetime
from typing import Any, Literal, TypeAlias

from pydantic import Field

from engine.delivery import Milestone
from engine.effects import Answered
from engine.events import Happened, MessageReceived
from engine.leaving import Leaving
from engine.model import Value
from engine.offers import Offered

Status: TypeAlias = Literal["active", "paused", "completed", "failed", "cancelled", "blocked"]


class Waiting(Value):
    """What the session waits for.

    ``until`` ends the wait by a timeout; ``call`` names the call whose result is due, ``key`` what is to happen elsewhere,
    ``report`` how far the last message is to get;
    ``taken`` says that an agent interrupted the node, so that it is entered again, and asks again, when the bot goes on; but
    if what it waited for has ``happened`` meanwhile, it goes on with that. ``begun``: a part of the reply is there already,
    or an agent for whom the node waited.
    """

    kind: Literal["reply", "time", "event", "delivery", "call", "agent"]
    until: datetime | None = None
    call: str | None = None
    key: str | None = None
    report: Milestone | None = None
    taken: bool = False
    happened: Happened | None = None
    begun: bool = Field(False, exclude_if=operator.not_)

    @property
    def anew(self) -> bool:
        """Whether the node is entered anew when people give it back, whatever it has remembered."""
        return self.taken and self.happened is None and not self.begun


class Frame(Value):
    """One flow version being run. ``memory`` belongs to the current visit of ``node`` and is dropped on leaving. ``error`` is
    what the flow's error handler was entered for. ``told`` is what was asked and answered at a node and its result does not say:
    in a form that was not filled in to the end, or in the flows that it has run."""

    flow: str
    node: str
    variables: dict[str, Any] = {}
    results: dict[str, Any] = {}
    memory: dict[str, Any] = {}
    error: dict[str, Any] | None = None
    told: dict[str, tuple[Answered, ...]] = Field({}, exclude_if=operator.not_)


class Session(Value):
    """``frames`` is a stack: the last one runs, the others wait for their sub-flows. ``starts`` counts the flows that it has
    started for contacts, ``depth`` how many such starts have led to it. ``leaving``: the contact was asked whether to leave
    all this for another flow. ``offered`` is what was said last to be pressed, if nothing has taken its place; ``replied``
    says that the contact has written since, and was not answered yet."""

    status: Status = "active"
    frames: tuple[Frame, ...] = ()
    waiting: Waiting | None = None
    input: MessageReceived | None = None
    turn: int = 0
    result: str | None = None
    reason: str | None = None
    starts: int = 0
    depth: int = 0
    leaving: Leaving | None = None
    offered: tuple[Offered, ...] = Field((), exclude_if=operator.not_)
    replied: bool = Field(False, exclude_if=operator.not_)

    @property
    def ended(self) -> bool:
        return self.status in {"completed", "failed", "cancelled"}
