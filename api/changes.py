"""What a flow's versions and its draft differ in, and whom publishing would leave behind."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from api.bodies import shown
from api.drafting import Drafting
from api.permissions import requires
from api.problems import Refused, may_answer
from engine import FlowDocument, FlowInvalid
from engine.diff import EdgeChange, FlowDiff, NodeChange, diff
from engine.migrate import migrate
from engine.values_diff import ValueChange
from store.flows import Flows

Before = Annotated[UUID | None, QueryParameter(description="a version; without it, the published one")]
After = Annotated[UUID | None, QueryParameter(description="a version; without it, the draft")]


class ValueChangeShown(msgspec.Struct, frozen=True, kw_only=True):
    """``path`` names items of a list by their ids; ``text`` marks what people read. A list that was ``reordered`` gives
    the ids of its items."""

    change: str
    path: str
    before: Any
    after: Any
    text: bool


class NodeChangeShown(msgspec.Struct, frozen=True, kw_only=True):
    """``added``, ``removed``, ``changed``, or only ``moved`` on the canvas."""

    change: str
    id: str
    type: str
    label: str
    values: tuple[ValueChangeShown, ...]


class EdgeChangeShown(msgspec.Struct, frozen=True, kw_only=True):
    """Where the output led, and where it leads now; null is nowhere."""

    source: str
    output: str
    before: str | None
    after: str | None


class DiffShown(msgspec.Struct, frozen=True, kw_only=True):
    """Empty lists where nothing differs. Paths of ``tests`` begin with a test's name, and are empty where it is all of them.
    ``reordered``: nodes changed their order, which decides the entry."""

    about: tuple[ValueChangeShown, ...]
    variables: tuple[ValueChangeShown, ...]
    nodes: tuple[NodeChangeShown, ...]
    edges: tuple[EdgeChangeShown, ...]
    translations: tuple[ValueChangeShown, ...]
    tests: tuple[ValueChangeShown, ...]
    reordered: bool


class ChangesController(Controller):
    path = "/flows/{id:uuid}"
    tags = ("drafts and versions",)

    @get(
        "/diff",
        operation_id="compareFlow",
        guards=[requires("flows:read")],
        responses=may_answer("not-found", "nothing-published", "flow-invalid"),
    )
    async def compare(
        self,
        id: FromPath[UUID],
        flows: NamedDependency[Flows],
        drafting: NamedDependency[Drafting],
        before: Before = None,
        after: After = None,
    ) -> DiffShown:
        """What differs between two versions, or between a version and the draft: nodes, edges, texts, variables, tests."""
        older = await version_of(flows, id, before or await _published(flows, id))
        newer = await version_of(flows, id, after) if after else await draft_of(flows, drafting, id)
        return _shown(diff(older, newer, drafting.node_types))


async def version_of(flows: Flows, flow: UUID, version: UUID) -> FlowDocument:
    """What was published, in the present format."""
    found = await flows.version(version, of=flow)
    return FlowDocument.model_validate(migrate(found.document))


async def draft_of(flows: Flows, drafting: Drafting, flow: UUID) -> FlowDocument:
    """The draft; raises FlowInvalid for one that is no flow document at all."""
    checked = await drafting.checked((await flows.draft(flow)).document, flow)
    if checked.document is None:
        raise FlowInvalid(checked.errors)
    return checked.document


async def _published(flows: Flows, flow: UUID) -> UUID:
    found = (await flows.get(flow)).published_id
    if found is None:
        raise Refused("nothing-published", "name the version to compare with, as in `?before=…`")
    return found


def _shown(found: FlowDiff) -> DiffShown:
    return DiffShown(
        about=_values(found.about),
        variables=_values(found.variables),
        nodes=tuple(_node(node) for node in found.nodes),
        edges=tuple(_edge(edge) for edge in found.edges),
        translations=_values(found.translations),
        tests=_values(found.tests),
        reordered=found.reordered,
    )


def _node(node: NodeChange) -> NodeChangeShown:
    return NodeChangeShown(
        change=node.change, id=node.id, type=node.type, label=node.label, values=_values(node.values)
    )


def _edge(edge: EdgeChange) -> EdgeChangeShown:
    return shown(EdgeChangeShown, edge)


def _values(changes: tuple[ValueChange, ...]) -> tuple[ValueChangeShown, ...]:
    return tuple(
        ValueChangeShown(change=one.change, path=one.place, before=one.before, after=one.after, text=one.text)
        for one in changes
    )
