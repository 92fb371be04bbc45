"""What depends on what: which flows and segments use a flow, a contact field, a tag, a table, a secret, an agent or a template,
and what a flow uses."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias
from uuid import UUID

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from api.drafting import LIMITS
from api.permissions import requires
from api.problems import Refused, may_answer
from engine.uses import Use, UseKind, known_as, uses, uses_of_segment
from engine.validate import read_document
from nodes import NodeType
from store.flows import Flows
from store.mentions import Mention, Mentions
from store.records import Flow
from store.segments import Segment, Segments
from workflows.segmenting import TREE


class Dependent(msgspec.Struct, frozen=True, kw_only=True):
    """Who uses it: a node of a flow, in its draft, its published version or its canary, the condition of a segment, or an
    integration that starts the flow."""

    by: str
    id: UUID
    name: str
    where: str | None = None
    node: str | None = None
    field: str | None = None


class Dependents(msgspec.Struct, frozen=True, kw_only=True):
    used_by: tuple[Dependent, ...]


class Used(msgspec.Struct, frozen=True, kw_only=True):
    """Something of the workspace that the flow names, at this field of this node."""

    kind: str
    name: str
    node: str
    field: str


class Dependencies(Dependents, frozen=True, kw_only=True):
    """``uses``: what the draft names. ``used_by``: who names the flow."""

    uses: tuple[Used, ...]


Ending: TypeAlias = Literal["archive", "delete", "drop", "unpublish"]


@dataclass(frozen=True, slots=True)
class Depending:
    mentions: Mentions
    segments: Segments
    node_types: Mapping[str, NodeType[Any]]

    async def on(self, kind: UseKind, name: str, *, live: bool = False) -> tuple[Dependent, ...]:
        """``live``: without drafts, and flows that are archived."""
        known = known_as(kind, name)
        found = await self.mentions.flows(known, live=live)
        flows = await asyncio.to_thread(lambda: tuple(self._users(found, kind, known)))
        segments = await self.segments.all() if kind in {"field", "tag"} else ()
        return flows + tuple(_of_segments(segments, kind, known))

    async def on_flow(self, flow: Flow, *, live: bool = False) -> tuple[Dependent, ...]:
        """But for the flow itself."""
        others = tuple(one for one in await self.on("flow", flow.key, live=live) if one.id != flow.id)
        integrations = await self.mentions.integrations(flow.id)
        return others + tuple(Dependent(by="integration", id=id, name=name) for id, name in integrations.items())

    async def refuse_used(self, flow: Flow) -> None:
        """Raises Refused for a flow that something would miss."""
        _refuse(await self.on_flow(flow), "delete")

    async def refuse_live(self, flow: Flow, to: Ending) -> None:
        """Raises Refused for a flow that people get into by another one, or by an integration."""
        _refuse(await self.on_flow(flow, live=True), to)

    async def refuse_used_name(self, kind: UseKind, name: str) -> None:
        """Raises Refused for what a flow would miss: a table by its name, a team by its key, an agent by the address."""
        _refuse(await self.on(kind, name), "delete")

    async def refuse_used_constants(self, names: Iterable[str]) -> None:
        """Raises Refused for the first of these that a flow would miss."""
        for name in names:
            _refuse(await self.on("global", name), "drop", f"the constant {name!r}")

    def uses(self, document: Mapping[str, Any]) -> tuple[Use, ...]:
        """Nothing of a document that cannot be understood."""
        read = read_document(document, self.node_types, LIMITS).document
        return uses(read, self.node_types, LIMITS) if read else ()

    def _users(self, found: tuple[Mention, ...], kind: UseKind, name: str) -> Iterator[Dependent]:
        for one in found:
            where = "canary" if one.canary else "published" if one.version_id else "draft"
            for use in self.uses(one.document):
                if (use.kind, use.name) == (kind, name):
                    yield Dependent(by="flow", id=one.flow_id, name=one.name, where=where, node=use.node, field=use.at)


def _of_segments(segments: tuple[Segment, ...], kind: UseKind, name: str) -> Iterator[Dependent]:
    for one in segments:
        for use in uses_of_segment(TREE.validate_python(one.condition)):
            if (use.kind, use.name) == (kind, name):
                yield Dependent(by="segment", id=one.id, name=one.name, field=use.at)


def _refuse(used: tuple[Dependent, ...], to: Ending, what: str = "it") -> None:
    if used:
        names = ", ".join(sorted({f"the {one.by} {one.name!r}" for one in used}))
        raise Refused("conflict", f"{what} is used by {names}: change that first, or {to} it with `force=true`")


class DependenciesController(Controller):
    tags = ("flows",)

    @get("/dependencies", operation_id="listDependents", guards=[requires("flows:read")])
    async def on_name(
        self,
        kind: FromQuery[UseKind],
        name: Annotated[str, QueryParameter(min_length=1, max_length=100, description="a flow's key, or a name")],
        depending: NamedDependency[Depending],
    ) -> Dependents:
        """Where a flow, a contact field, a tag, a table, a secret, a team, an agent (by the e-mail address), a template, a
        channel (by its id), a segment or a constant (`global`) is used: in drafts, in versions, in conditions of segments."""
        return Dependents(used_by=await depending.on(kind, name))

    @get(
        "/flows/{id:uuid}/dependencies",
        operation_id="readDependencies",
        guards=[requires("flows:read")],
        responses=may_answer("not-found"),
    )
    async def of_flow(
        self, id: FromPath[UUID], flows: NamedDependency[Flows], depending: NamedDependency[Depending]
    ) -> Dependencies:
        """What the flow's draft uses, and which flows and integrations use the flow."""
        found = await asyncio.to_thread(depending.uses, (await flows.draft(id)).document)
        used = tuple(Used(kind=one.kind, name=one.name, node=one.node, field=one.at) for one in found)
        return Dependencies(uses=used, used_by=await depending.on_flow(await flows.get(id)))
