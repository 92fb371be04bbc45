"""What the editor can offer: node types, channel types, integration types, and the schema of the flow document."""

from dataclasses import asdict
from typing import Any, Literal

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency

from api.bodies import Listed
from api.channel_bodies import ChannelType
from api.integration_bodies import IntegrationType
from api.permissions import requires
from api.services import Services
from channels import AnyAdapter, adapters
from engine import FlowDocument
from engine.document import schema_of
from engine.functions import GROUPS
from integrations import integration_types
from nodes import NodeType
from ui_schema import Description, describe, flow_schema, outputs_of


class ExampleShown(msgspec.Struct, frozen=True, kw_only=True):
    """What ``source`` gives where the contact is spoken to in ``language``."""

    source: str
    gives: Any
    language: str


class Expression(msgspec.Struct, frozen=True, kw_only=True):
    """A function of templates, conditions or replies; ``group`` is where it stands in the documentation."""

    kind: Literal["filter", "tag", "operator", "comparison", "reply_test"]
    group: str
    name: str
    help: str
    examples: tuple[ExampleShown, ...]


class Catalogue(Controller):
    path = "/"
    tags = ("catalogue",)
    guards = (requires("flows:read"),)

    @get("/node-types", operation_id="listNodeTypes")
    async def node_types(self, services: NamedDependency[Services]) -> Listed[Description]:
        """Every node type of this installation, with the form to edit its params."""
        return Listed(items=tuple(described(node) for node in services.node_types.values()))

    @get("/channel-types", operation_id="listChannelTypes")
    async def channel_types(self) -> Listed[ChannelType]:
        """Every channel type, with the form to connect an account and what its messages may be like."""
        return Listed(items=tuple(_channel_type(adapter) for adapter in adapters().values()))

    @get("/integration-types", operation_id="listIntegrationTypes")
    async def integration_types(self) -> Listed[IntegrationType]:
        """Every integration type, with the form to connect one."""
        found = integration_types().values()
        types = [IntegrationType(kind=one.kind, title=one.title, form=one.config.model_json_schema()) for one in found]
        return Listed(items=tuple(types))

    @get("/expressions", operation_id="listExpressions")
    async def expressions(self) -> Listed[Expression]:
        """All that templates and conditions can do, with examples: for completion and help where they are written."""
        return Listed(items=_EXPRESSIONS)

    @get("/schema/flow.json", operation_id="readFlowSchema")
    async def flow_schema(self, services: NamedDependency[Services]) -> dict[str, Any]:
        """The JSON Schema of flow documents, with the node types of this installation."""
        return flow_schema(schema_of(FlowDocument), map(described, services.node_types.values()))


_EXPRESSIONS = tuple(
    Expression(
        kind=group.kind,
        group=group.title,
        name=one.name,
        help=one.help,
        examples=tuple(msgspec.convert(example, ExampleShown, from_attributes=True) for example in one.examples),
    )
    for group in GROUPS
    for one in group.functions
)


def described(node: NodeType[Any]) -> Description:
    form = schema_of(node.params)
    return describe(node.kind, form, outputs_of(node.outputs), node.ui, is_trigger=node.is_trigger)


def _channel_type(adapter: AnyAdapter) -> ChannelType:
    return ChannelType(
        kind=adapter.kind,
        title=adapter.title,
        form=adapter.config.model_json_schema(),
        capabilities=asdict(adapter.capabilities),
    )
