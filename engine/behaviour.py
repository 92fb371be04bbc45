"""What the engine needs to know of a node type, and the answers that a node gives.

A node is entered by an edge, answers with a ``Step``, and may be resumed by an event as long as it waits:

    leave="next"              go on by this output
    go="menu"                 go on at this node of the same flow; a field with Mark.NODE tells the checks
    wait=ForReply(...)        stop here until the contact writes, or the time is up
    run=SubFlow(...)          run another flow, then resume this node with ``FlowEnded``
    end=End(...)              the flow ends here

A step with none of them, in answer to an event, keeps waiting as before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar

from pydantic import BaseModel

from engine.context import Context
from engine.delivery import Milestone
from engine.effects import Said
from engine.events import Event, MessageReceived
from engine.pulls import Pull

P = TypeVar("P", bound=BaseModel)
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ForReply:
    """Until the contact writes; after ``timeout`` the node is resumed with ``TimedOut``.

    Where there is a ``key``, what it names may happen first: the node is then resumed with ``Happened``. ``begun`` says that a
    part of the answer is there: an interruption does not ask again, and after people had the conversation the time is up.
    """

    timeout: timedelta | None = None
    key: str | None = None
    begun: bool = False


@dataclass(frozen=True, slots=True)
class ForTime:
    """Until this moment; what the contact writes meanwhile is offered to ``resume`` too."""

    until: datetime


@dataclass(frozen=True, slots=True)
class ForEvent:
    """Until another system tells that what ``key`` names has happened: the node is resumed with ``Happened``.

    What the contact writes meanwhile is offered to ``resume`` too.
    """

    key: str
    timeout: timedelta | None = None


@dataclass(frozen=True, slots=True)
class ForDelivery:
    """Until the last message that the session has sent got so far, or has failed: the node is resumed with ``Reported``.

    What the contact writes meanwhile is offered to ``resume`` too.
    """

    until: Milestone
    timeout: timedelta | None = None


@dataclass(frozen=True, slots=True)
class ForCall:
    """Until this node type's ``perform`` has run with these params (templates filled in)."""

    params: BaseModel
    timeout: timedelta = timedelta(seconds=15)
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class ForAgent:
    """Until people give the conversation back; ``timeout`` ends their turn."""

    timeout: timedelta | None = None


@dataclass(frozen=True, slots=True)
class SubFlow:
    """Without ``version`` it is the published one that runs."""

    flow: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None


@dataclass(frozen=True, slots=True)
class End:
    result: str = "completed"


Wait: TypeAlias = ForReply | ForTime | ForEvent | ForDelivery | ForCall | ForAgent


class Step(NamedTuple):
    """A node's answer, written by names. ``memory`` replaces what the node remembers during this visit; ``result`` is kept
    as ``result.<node>`` for templates. ``answered`` tells people, by the names of its ``fields``, what a question has got that
    is left without being answered to the end; where it is empty, the result is no answer. ``heard`` is what the contact has
    said in several messages that the node took for one: ``input`` from here on. A tuple, since it is made at every visit,
    and a frozen dataclass is four times as dear."""

    effects: tuple[Said, ...] = ()
    variables: Mapping[str, Any] = NOTHING
    memory: Mapping[str, Any] | None = None
    result: Any = None
    answered: Mapping[str, Any] | None = None
    heard: MessageReceived | None = None
    leave: str | None = None
    go: str | None = None
    wait: Wait | None = None
    run: SubFlow | None = None
    end: End | None = None


class Behaviour(Protocol[P]):
    """A node type as the engine sees it; most of what it tells of itself is for the static checks."""

    @property
    def kind(self) -> str:
        """The ``type`` of its nodes in a document."""

    @property
    def title(self) -> str:
        """What authors call it."""

    @property
    def params(self) -> type[P]:
        """What the ``data`` of its nodes are."""

    @property
    def is_trigger(self) -> bool:
        """Whether a flow begins there."""

    @property
    def matches(self) -> Callable[[P, MessageReceived], bool] | None:
        """Which messages pull this trigger; None: messages do not."""

    @property
    def waits(self) -> bool:
        """Whether a turn may stop there."""

    @property
    def performs(self) -> bool:
        """Whether it may stop for a call."""

    @property
    def calls(self) -> bool:
        """Whether it stops for a call only, and never for the contact."""

    @property
    def speaks(self) -> bool:
        """Whether the contact reads the texts among its params."""

    @property
    def runs_out(self) -> frozenset[str]:
        """The outputs that are left only so often before the node takes another one."""

    @property
    def catches(self) -> bool:
        """Whether it is entered when something goes wrong in its flow."""

    @property
    def failures(self) -> frozenset[str]:
        """The outputs that are left when what it called has failed: unconnected, they lead to the node that catches."""

    @property
    def fallbacks(self) -> frozenset[str]:
        """The outputs that are left when nothing else fits."""

    @property
    def sets_nothing(self) -> frozenset[str]:
        """The outputs by which it goes on without the values that it was to give."""

    def outputs(self, params: P) -> tuple[str, ...]:
        """The ways out of a node with these params."""

    def enter(self, params: P, context: Context) -> Step:
        """What it does when it is entered."""

    def resume(self, params: P, context: Context, event: Event) -> Step:
        """What it does when that happens for which it waits."""

    def part(self, params: P, memory: Mapping[str, Any]) -> str | None:
        """Where inside the node somebody waits, by what it remembers; None for types that have no parts."""

    def under_way(self, result: Any) -> bool:
        """Whether by its result it counts on being entered again, as a loop does."""

    def rounds(self, params: P, context: Context) -> int:
        """How often it is left by what ``runs_out`` before another output, as far as params and variables tell; else 0."""

    def pulls(self, params: P) -> Pull:
        """By which messages this trigger is pulled, told so that two can be compared."""

    def barred_by(self, params: P) -> str | None:
        """The field that keeps this trigger from ever starting its flow; None where that is not certain."""
