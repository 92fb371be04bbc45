"""Which flow a message starts: a pure choice over the published triggers of a workspace."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar
from uuid import UUID

from pydantic import BaseModel, ValidationError

from engine.behaviour import Behaviour
from engine.compiled import CompiledFlow
from engine.events import MessageReceived
from engine.problems import Problem

P = TypeVar("P", bound=BaseModel)
Match: TypeAlias = Callable[[MessageReceived], bool]


class TriggerBehaviour(Behaviour[P], Protocol[P]):
    """A node type that may start a flow. Without ``matches`` no message does it, but the API, a schedule or a flow."""

    @property
    def matches(self) -> Callable[[P, MessageReceived], bool] | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTrigger:
    """A trigger as publishing stores it. Without ``channels`` it listens to all of them."""

    node: str
    kind: str
    params: Mapping[str, Any] = field(default_factory=dict)
    priority: int = 0
    interrupts: bool = False
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
    def interrupts(self) -> bool: ...
    @property
    def channels(self) -> tuple[UUID, ...]: ...


@dataclass(frozen=True, slots=True)
class CompiledTrigger:
    flow_id: UUID
    version_id: UUID
    node: str
    kind: str
    priority: int
    interrupts: bool
    channels: frozenset[UUID]
    match: Match


class TriggerTable(NamedTuple):
    """Triggers in the order in which they are asked; ``problems`` names those that no longer fit their type."""

    triggers: tuple[CompiledTrigger, ...]
    problems: tuple[Problem, ...]


def triggers_of(flow: CompiledFlow) -> tuple[DrawnTrigger, ...]:
    """What to store when this flow is published."""
    return tuple(_drawn(node.id, node.kind, node.params) for node in flow.triggers)


def _drawn(node: str, kind: str, params: BaseModel) -> DrawnTrigger:
    return DrawnTrigger(
        node=node,
        kind=kind,
        params=params.model_dump(mode="json"),
        priority=getattr(params, "priority", 0),
        interrupts=getattr(params, "interrupts", False),
        channels=tuple(map(str, getattr(params, "channels", ()))),
    )


def trigger_table(rows: Iterable[StoredTrigger], behaviours: Mapping[str, TriggerBehaviour[Any]]) -> TriggerTable:
    """Highest priority first, then the oldest flow: ids of flows are ordered by time. Built once, asked per message.

    A row that its node type no longer takes must not stop the others: it is left out, and told as a problem.
    """
    triggers: list[CompiledTrigger] = []
    problems: list[Problem] = []
    for row in rows:
        try:
            match = _matcher(row, behaviours)
        except ValidationError as error:
            problems.append(_stale(row, str(error.errors(include_url=False)[0]["msg"])))
        except KeyError:
            problems.append(_stale(row, f"there is no node type {row.kind!r}"))
        else:
            triggers += [_compiled(row, match)] if match else []
    return TriggerTable(tuple(sorted(triggers, key=lambda one: (-one.priority, one.flow_id))), tuple(problems))


def _matcher(row: StoredTrigger, behaviours: Mapping[str, TriggerBehaviour[Any]]) -> Match | None:
    behaviour = behaviours[row.kind]
    params = behaviour.params.model_validate(row.params)
    return partial(behaviour.matches, params) if behaviour.matches else None


def _compiled(row: StoredTrigger, match: Match) -> CompiledTrigger:
    return CompiledTrigger(
        row.flow_id, row.version_id, row.node, row.kind, row.priority, row.interrupts, frozenset(row.channels), match
    )


def _stale(row: StoredTrigger, message: str) -> Problem:
    where = f"trigger {row.node!r} of flow {row.flow_id} is left out: {message}"
    return Problem(code="stale_trigger", message=where, node=row.node, fix="open the flow and publish it again")


def choose(
    triggers: Iterable[CompiledTrigger], message: MessageReceived, channel_id: UUID, *, in_session: bool = False
) -> CompiledTrigger | None:
    """The first that takes the message. Inside an open session only those that interrupt are asked."""
    for trigger in triggers:
        listens = not trigger.channels or channel_id in trigger.channels
        if listens and (trigger.interrupts or not in_session) and trigger.match(message):
            return trigger
    return None
