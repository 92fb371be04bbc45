"""A compiled flow: an immutable index of a document, built once, so that a turn never searches."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeAlias
from uuid import UUID

from pydantic import BaseModel, ValidationError

from engine.behaviour import Behaviour
from engine.canary import Canary, drawn
from engine.errors import FlowInvalid, FlowMissing
from engine.flow import FlowDocument, Node, Variable
from engine.languages import spoken
from engine.marks import Mark, dotted, flows_in, marked
from engine.problems import Problem, said_by
from engine.translate import translated

Reference: TypeAlias = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class CompiledNode:
    """``params`` in the flow's ``language``; ``translations`` holds the params of the other languages, where they differ."""

    id: str
    behaviour: Behaviour[Any]
    params: BaseModel
    translations: Mapping[str, BaseModel]
    outputs: frozenset[str]
    language: str = ""

    @property
    def kind(self) -> str:
        return self.behaviour.kind

    def params_in(self, language: str) -> BaseModel:
        """In the nearest language that there is: of ``pt-BR`` that, else ``pt``, else ``pt-PT``, else the flow's own."""
        if not self.translations:
            return self.params
        return self.translations.get(spoken(language, self.language, tuple(self.translations)), self.params)

    def other_params(self, language: str) -> tuple[BaseModel, ...]:
        """Those of the flow's other languages: what a contact may mean who does not stick to one."""
        spoken = self.params_in(language)
        return tuple(params for params in (self.params, *self.translations.values()) if params is not spoken)


@dataclass(frozen=True, slots=True)
class CompiledFlow:
    """``id`` is the version's; ``edges`` leads from (node, output) to the next node;
    ``templates`` are the message templates that it names."""

    id: str
    name: str
    language: str
    variables: Mapping[str, Variable]
    nodes: Mapping[str, CompiledNode]
    edges: Mapping[tuple[str, str], str]
    templates: frozenset[str] = frozenset()

    @property
    def triggers(self) -> tuple[CompiledNode, ...]:
        return tuple(node for node in self.nodes.values() if node.behaviour.is_trigger)

    @property
    def entry(self) -> str | None:
        """Where the flow is entered by another flow or by the API: its first trigger."""
        return self.triggers[0].id if self.triggers else None

    @property
    def handler(self) -> str | None:
        """The node that catches what goes wrong in this flow."""
        return next((node.id for node in self.nodes.values() if node.behaviour.catches), None)

    @property
    def references(self) -> frozenset[Reference]:
        """The flows that this one may run: their keys, with the number of the version where it is pinned to one."""
        params = (node.params for node in self.nodes.values())
        return frozenset((one.key, one.version) for each in params for one in flows_in(each))


class Flows(Protocol):
    """Resolves what a session names, or a node that runs another flow; all that a turn may need is there beforehand."""

    def version(self, id: str) -> CompiledFlow: ...

    def published(self, key: str, contact: UUID) -> CompiledFlow | None: ...
    def pinned(self, key: str, version: int) -> CompiledFlow | None: ...


@dataclass(frozen=True, slots=True)
class FlowSet:
    """Flows by version id, the published version of each flow key, the canaries of those that have one running, and the
    versions that flows pin, by key and number."""

    versions: Mapping[str, CompiledFlow]
    keys: Mapping[str, str]
    canaries: Mapping[str, Canary] = field(default_factory=dict)
    pins: Mapping[tuple[str, int], str] = field(default_factory=dict)

    @classmethod
    def of(cls, *flows: CompiledFlow, **keys: CompiledFlow) -> "FlowSet":
        versions = {flow.id: flow for flow in (*flows, *keys.values())}
        return cls(versions, {key: flow.id for key, flow in keys.items()})

    def version(self, id: str) -> CompiledFlow:
        if flow := self.versions.get(id):
            return flow
        raise FlowMissing(id)

    def published(self, key: str, contact: UUID) -> CompiledFlow | None:
        """The canary for those contacts that are chosen for it, as when they start the flow themselves."""
        canary, id = self.canaries.get(key), self.keys.get(key)
        if canary and drawn(canary.id, contact, canary.percent):
            id = str(canary.version)
        return self.versions.get(id) if id else None

    def pinned(self, key: str, version: int) -> CompiledFlow | None:
        id = self.pins.get((key, version))
        return self.versions.get(id) if id else None

    def without(self, missing: Collection[str]) -> "FlowSet":
        """As if the flows with these keys had never been published."""
        keys = {key: id for key, id in self.keys.items() if key not in missing}
        pins = {pin: id for pin, id in self.pins.items() if pin[0] not in missing}
        return replace(self, keys=keys, pins=pins)


def compile_flow(id: str, document: FlowDocument, behaviours: Mapping[str, Behaviour[Any]]) -> CompiledFlow:
    """Raises FlowInvalid for a document that has not passed the static checks."""
    nodes = {node.id: _compile_node(node, document, behaviours) for node in document.nodes}
    named = (one for node in nodes.values() for one in marked(node.params) if one.mark is Mark.MESSAGE_TEMPLATE)
    return CompiledFlow(
        id=id,
        name=document.name,
        language=document.language,
        variables=document.variables,
        nodes=nodes,
        templates=frozenset(one.text for one in named),
        edges={(edge.source, edge.sourceHandle): edge.target for edge in document.edges},
    )


def _compile_node(node: Node, document: FlowDocument, behaviours: Mapping[str, Behaviour[Any]]) -> CompiledNode:
    behaviour = behaviours.get(node.type)
    if behaviour is None:
        raise FlowInvalid([Problem(code="unknown_type", message=f"there is no node type {node.type!r}", node=node.id)])
    params = bind(behaviour, node, node.data)
    return CompiledNode(
        id=node.id,
        behaviour=behaviour,
        params=params,
        translations={
            language: bind(behaviour, node, translated(node.data, texts[node.id]))
            for language, texts in document.translations.items()
            if node.id in texts
        },
        outputs=frozenset(behaviour.outputs(params)),
        language=document.language,
    )


def bind(behaviour: Behaviour[Any], node: Node, data: Mapping[str, Any]) -> BaseModel:
    """The node's data as its type's params; raises FlowInvalid with one problem per field."""
    try:
        params: BaseModel = behaviour.params.model_validate(data)
    except ValidationError as error:
        raise FlowInvalid(list(_field_problems(node.id, error))) from error
    return params


def _field_problems(node: str, error: ValidationError) -> Iterable[Problem]:
    for path, message in said_by(error):
        yield Problem(code="bad_params", message=message, node=node, field=dotted(path))
