"""Which flow a message starts: a pure choice over the published triggers of a workspace."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, NamedTuple, Protocol, TypeAlias, TypeVar
from uuid import UUID

from pydantic import BaseModel, ValidationError

from engine.behaviour import Behaviour
from engine.compiled import CompiledFlow
from engine.events import MessageReceived
from engine.leaving import WhenBusy, when_busy
from engine.news import News
from engine.occasion import Occasion
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
    def matches(self) -> Callable[[P, MessageReceived], bool] | None: ...
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
        priority=getattr(params, "priority", 0),
        when_busy=when_busy(params),
        channels=tuple(map(str, getattr(params, "channels", ()))),
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
        partial(behaviour.admits, params) if behaviour.admits and getattr(params, "conditional", False) else None,
    )


def _stale(row: StoredTrigger, message: str) -> Problem:
    where = f"trigger {row.node!r} of flow {row.flow_id} is left out: {message}"
    return Problem(code="stale_trigger", message=where, node=row.node, fix="open the flow and publish it again")


def candidates(
    triggers: Iterable[CompiledTrigger[MessageReceived]],
    message: MessageReceived,
    channel_id: UUID,
    *,
    in_session: bool = False,
) -> Iterator[CompiledTrigger[MessageReceived]]:
    """Those that take the message, in the order in which they are asked, up to the first that has no condition.

    Inside an open session only those that interrupt it, or ask, are asked.
    """
    for trigger in triggers:
        listens = not trigger.channels or channel_id in trigger.channels
        if listens and (trigger.when_busy != "ignore" or not in_session) and trigger.match(message):
            yield trigger
            if trigger.admit is None:
                return


def choose(
    asked: Iterable[CompiledTrigger[MessageReceived]], occasion: Callable[[CompiledTrigger[MessageReceived]], Occasion]
) -> CompiledTrigger[MessageReceived] | None:
    """The first candidate that has no condition, or whose condition holds on its ``occasion``."""
    return next((one for one in asked if one.admit is None or one.admit(occasion(one))), None)


def keeps_out(flow: CompiledFlow, node: str, occasion: Callable[[], Occasion]) -> bool:
    """Whether a trigger that only an order pulls leaves this contact out now.

    The others were asked when they were pulled, and whoever orders a start at one of them means it.
    """
    trigger = flow.nodes.get(node)
    behaviour: Any = trigger and trigger.behaviour
    if trigger is None or not getattr(trigger.params, "conditional", False):
        return False
    if behaviour.admits is None or behaviour.matches or behaviour.hears:
        return False
    return not behaviour.admits(trigger.params, occasion())
