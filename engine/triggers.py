"""Which flow a message starts: a pure choice over the published triggers of a workspace."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, NamedTuple, Protocol, TypeAlias, TypeVar
from uuid import UUID

from pydantic import BaseModel, ValidationError

from engine.behaviour import Behaviour
from engine.compiled import CompiledFlow, CompiledNode
from engine.events import MessageReceived
from engine.leaving import WhenBusy, when_busy
from engine.news import News
from engine.occasion import Occasion
from engine.placing import channels, is_conditional, priority
from engine.problems import Problem

P = TypeVar("P", bound=BaseModel)
T = TypeVar("T", MessageReceived, News)
Admit: TypeAlias = Callable[[Occasion], bool]


class TriggerBehaviour(Behaviour[P], Protocol[P]):
    """A node type that may start a flow: by messages that it ``matches``, by news that it ``hears``; without either only the
    API, a schedule or another flow does it.

    ``admits`` is asked, too, where ``conditional`` is true of the params: for it the contact has to be looked up. Of a
    trigger that neither messages nor news pull it is asked when the contact's turn comes.
    """

    @property
    def hears(self) -> Callable[[P, News], bool] | None: ...
    @property
    def admits(self) -> Callable[[P, Occasion], bool] | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTrigger:
    """A trigger as publishing stores it. Without ``channels`` it listens to all of them."""

    node: str
    kind: str
    params: Mapping[str, Any] = field(default_factory=dict)
    priority: int = 0
    when_busy: WhenBusy = "ignore"
    channels: tuple[str, ...] = ()


class StoredTrigger(Protocol):
    """A trigger of a published version, as it is read from where it was stored."""

    @property
    def flow_id(self) -> UUID: ...
    @property
    def version_id(self) -> UUID: ...
    @property
    def node(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def params(self) -> Mapping[str, Any]: ...
    @property
    def priority(self) -> int: ...
    @property
    def when_busy(self) -> str: ...
    @property
    def channels(self) -> tuple[UUID, ...]: ...


@dataclass(frozen=True, slots=True)
class CompiledTrigger(Generic[T]):
    """A trigger for messages, or one for news."""

    flow_id: UUID
    version_id: UUID
    node: str
    kind: str
    priority: int
    when_busy: str
    channels: frozenset[UUID]
    match: Callable[[T], bool]
    admit: Admit | None = None

    def listens(self, channel_id: UUID) -> bool:
        return not self.channels or channel_id in self.channels

    def admitted(self, occasion: Occasion) -> bool:
        return self.admit is None or self.admit(occasion)


class TriggerTable(NamedTuple):
    """Triggers in the order in which they are asked: those for messages, and ``listeners`` for news. ``problems`` names those
    that no longer fit their type."""

    triggers: tuple[CompiledTrigger[MessageReceived], ...]
    problems: tuple[Problem, ...]
    listeners: tuple[CompiledTrigger[News], ...] = ()


def triggers_of(flow: CompiledFlow) -> tuple[DrawnTrigger, ...]:
    """What to store when this flow is published."""
    return tuple(_drawn(node.id, node.kind, node.params) for node in flow.triggers)


def _drawn(node: str, kind: str, params: BaseModel) -> DrawnTrigger:
    return DrawnTrigger(
        node=node,
        kind=kind,
        params=params.model_dump(mode="json"),
        priority=priority(params),
        when_busy=when_busy(params),
        channels=channels(params),
    )


def trigger_table(rows: Iterable[StoredTrigger], behaviours: Mapping[str, TriggerBehaviour[Any]]) -> TriggerTable:
    """Highest priority first, then the oldest flow: ids of flows are ordered by time. Built once, asked per message.

    A row that its node type no longer takes must not stop the others: it is left out, and told as a problem.
    """
    triggers: list[CompiledTrigger[MessageReceived]] = []
    listeners: list[CompiledTrigger[News]] = []
    problems: list[Problem] = []
    for row in rows:
        try:
            behaviour = behaviours[row.kind]
            params = behaviour.params.model_validate(row.params)
        except ValidationError as error:
            problems.append(_stale(row, str(error.errors(include_url=False)[0]["msg"])))
        except KeyError:
            problems.append(_stale(row, f"there is no node type {row.kind!r}"))
        else:
            triggers += [_compiled(row, behaviour, params, behaviour.matches)] if behaviour.matches else []
            listeners += [_compiled(row, behaviour, params, behaviour.hears)] if behaviour.hears else []
    return TriggerTable(_ordered(triggers), tuple(problems), _ordered(listeners))


def _ordered(triggers: Iterable[CompiledTrigger[T]]) -> tuple[CompiledTrigger[T], ...]:
    return tuple(sorted(triggers, key=lambda one: (-one.priority, one.flow_id)))


def _compiled(
    row: StoredTrigger, behaviour: TriggerBehaviour[Any], params: BaseModel, match: Callable[[Any, T], bool]
) -> CompiledTrigger[T]:
    return CompiledTrigger(
        row.flow_id,
        row.version_id,
        row.node,
        row.kind,
        row.priority,
        row.when_busy,
        frozenset(row.channels),
        partial(match, params),
        partial(behaviour.admits, params) if behaviour.admits and is_conditional(params) else None,
    )


def _stale(row: StoredTrigger, message: str) -> Problem:
    where = f"trigger {row.node!r} of flow {row.flow_id} is left out: {message}"
    return Problem(code="stale_trigger", message=where, node=row.node, fix="open the flow and publish it again")


class Chosen(NamedTuple):
    """What a message starts: ``idle`` if the contact is inside no flow, else ``inside``, which interrupts or asks."""

    idle: CompiledTrigger[MessageReceived] | None = None
    inside: CompiledTrigger[MessageReceived] | None = None


def candidates(
    triggers: Iterable[CompiledTrigger[MessageReceived]], message: MessageReceived, channel_id: UUID
) -> Iterator[CompiledTrigger[MessageReceived]]:
    """Those that take the message, in the order in which they are asked, without those that can no longer be chosen, since one
    without a condition comes before them."""
    taken = False
    for trigger in triggers:
        if (taken and trigger.when_busy == "ignore") or not trigger.listens(channel_id) or not trigger.match(message):
            continue
        yield trigger
        taken = taken or trigger.admit is None
        if trigger.admit is None and trigger.when_busy != "ignore":
            return


def choose(
    asked: Iterable[CompiledTrigger[MessageReceived]], occasion: Callable[[CompiledTrigger[MessageReceived]], Occasion]
) -> Chosen:
    """The first candidates that have no condition, or whose condition holds on their ``occasion``."""
    fit = (one for one in asked if one.admit is None or one.admit(occasion(one)))
    first = next(fit, None)
    if first is None or first.when_busy != "ignore":
        return Chosen(first, first)
    return Chosen(first, next((one for one in fit if one.when_busy != "ignore"), None))


def keeps_out(flow: CompiledFlow, node: str, occasion: Callable[[], Occasion]) -> bool:
    """Whether a trigger that only an order pulls leaves this contact out now.

    The others were asked when they were pulled, and whoever orders a start at one of them means it.
    """
    trigger = ordered_at(flow, node)
    behaviour: Any = trigger and trigger.behaviour
    if trigger is None or behaviour.admits is None or not is_conditional(trigger.params):
        return False
    return not behaviour.admits(trigger.params, occasion())


def elsewhere(flow: CompiledFlow, node: str, channel_id: UUID) -> bool:
    """Whether a trigger that only an order pulls is for other channels than this one."""
    trigger = ordered_at(flow, node)
    listens = channels(trigger.params) if trigger else ()
    return bool(listens) and str(channel_id) not in listens


def ordered_at(flow: CompiledFlow, node: str) -> CompiledNode | None:
    """The trigger with this id, if only an order pulls it: of a program, another system or the clock."""
    trigger = flow.nodes.get(node)
    behaviour: Any = trigger and trigger.behaviour
    return trigger if trigger and not behaviour.matches and not behaviour.hears else None
