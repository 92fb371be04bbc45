"""What depends on what: which flows use a flow, a contact field, a tag, a table, a secret or a template, and what a flow uses."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from api.drafting import LIMITS
from api.permissions import requires
from api.problems import Refused, may_answer
from engine.uses import Use, UseKind, uses
from engine.validate import read_document
from nodes import NodeType
from store.flows import Flows
from store.mentions import Mention, Mentions
from store.records import Flow


class Dependent(msgspec.Struct, frozen=True, kw_only=True):
    """Who uses it: a node of a flow, in its draft or its published version, or an integration that starts the flow."""

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


@dataclass(frozen=True, slots=True)
class Depending:
    mentions: Mentions
    node_types: Mapping[str, NodeType[Any]]

    async def on(self, kind: UseKind, name: str) -> tuple[Dependent, ...]:
        found = await self.mentions.flows(name)
        return await asyncio.to_thread(lambda: tuple(self._users(found, kind, name)))

    async def on_flow(self, flow: Flow) -> tuple[Dependent, ...]:
        """But for the flow itself."""
        others = tuple(one for one in await self.on("flow", flow.key) if one.id != flow.id)
        integrations = await self.mentions.integrations(flow.id)
        return others + tuple(Dependent(by="integration", id=id, name=name) for id, name in integrations.items())

    async def refuse_used(self, flow: Flow) -> None:
        """Raises Refused for a flow that something would miss."""
        _refuse(await self.on_flow(flow))

    async def refuse_used_name(self, kind: UseKind, name: str) -> None:
        """Raises Refused for what a flow would miss: a table by its name, a team by its key."""
        _refuse(await self.on(kind, name))

    def uses(self, document: Mapping[str, Any]) -> tuple[Use, ...]:
        """Nothing of a document that cannot be understood."""
        read = read_document(document, self.node_types, LIMITS).document
        return uses(read, self.node_types, LIMITS) if read else ()

    def _users(self, found: tuple[Mention, ...], kind: UseKind, name: str) -> Iterator[Dependent]:
        for one in found:
            where = "published" if one.version_id else "draft"
            for use in self.uses(one.document):
                if (use.kind, use.name) == (kind, name):
                    yield Dependent(by="flow", id=one.flow_id, name=one.name, where=where, node=use.node, field=use.at)


def _refuse(used: tuple[Dependent, ...]) -> None:
    if used:
        names = ", ".join(sorted({f"the {one.by} {one.name!r}" for one in used}))
        raise Refused("conflict", f"it is used by {names}: change that first, or delete it with `force=true`")


class DependenciesController(Controller):
    tags = ("flows",)

    @get("/dependencies", operation_id="listDependents", guards=[requires("flows:read")])
    async def on_name(
        self,
        kind: FromQuery[UseKind],
        name: Annotated[str, QueryParameter(min_length=1, max_length=100, description="a flow's key, or a name")],
        depending: NamedDependency[Depending],
    ) -> Dependents:
        """Where a flow, a contact field, a tag, a table, a secret, a team or a template is used, in drafts and in versions."""
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
