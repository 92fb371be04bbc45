"""Flows: created, listed, renamed, archived, copied, and taken in and out as documents."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID, uuid4

from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from api.bodies import Listed, listed, shown
from api.dependents import Depending
from api.drafting import Drafting, key_of
from api.flow_bodies import CopyBody, FlowChange, FlowMade, FlowShown, ImportedFlow, NewFlow, made
from api.once import Once
from api.permissions import Identity, requires
from api.problems import may_answer
from api.trigger_cache import TriggerCache
from engine.flow import FORMAT
from store.errors import Conflict
from store.flows import LONGEST_NAME, Flows, name_in
from store.pages import Window

UNTITLED = "Untitled"


class FlowsController(Controller):
    path = "/flows"
    tags = ("flows",)

    @get(operation_id="listFlows", guards=[requires("flows:read")])
    async def list(
        self, flows: NamedDependency[Flows], window: NamedDependency[Window], archived: FromQuery[bool] = False
    ) -> Listed[FlowShown]:
        """Flows, newest first; the archived ones instead with `archived=true`."""
        return listed(FlowShown, await flows.page(window, archived=archived))

    @post(
        operation_id="createFlow",
        guards=[requires("flows:write")],
        responses=may_answer("conflict", "idempotency-conflict", "flow-invalid"),
    )
    async def create(
        self,
        data: JSONBody[NewFlow],
        flows: NamedDependency[Flows],
        drafting: NamedDependency[Drafting],
        once: NamedDependency[Once],
    ) -> Response[FlowMade]:
        """Create a flow, empty or from a document. A document with mistakes is kept, with its problems."""
        document = {**(data.document or empty()), "name": data.name}
        return await once(lambda: add(flows, drafting, data.key, data.name, document))

    @post(
        "/import",
        operation_id="importFlow",
        guards=[requires("flows:write")],
        responses=may_answer("conflict", "idempotency-conflict", "flow-invalid"),
    )
    async def take_in(
        self,
        data: JSONBody[ImportedFlow],
        flows: NamedDependency[Flows],
        drafting: NamedDependency[Drafting],
        once: NamedDependency[Once],
    ) -> Response[FlowMade]:
        """Create a flow from a document of this or an older format. Nothing of it is lost, mistakes are listed."""
        return await once(lambda: add(flows, drafting, data.key, name_of(data.document), data.document))

    @get("/{id:uuid}", operation_id="readFlow", guards=[requires("flows:read")], responses=may_answer("not-found"))
    async def read(self, id: FromPath[UUID], flows: NamedDependency[Flows]) -> FlowShown:
        """One flow, without its document."""
        return shown(FlowShown, await flows.get(id))

    @patch(
        "/{id:uuid}",
        operation_id="changeFlow",
        guards=[requires("flows:publish")],
        responses=may_answer("not-found", "conflict", "stale-revision"),
    )
    async def change(
        self,
        id: FromPath[UUID],
        data: JSONBody[FlowChange],
        flows: NamedDependency[Flows],
        drafting: NamedDependency[Drafting],
        depending: NamedDependency[Depending],
        triggers: NamedDependency[TriggerCache],
        identity: NamedDependency[Identity],
        force: Annotated[bool, QueryParameter(description="archive it also if published flows run it")] = False,
    ) -> FlowShown:
        """Rename a flow, archive it, or bring it back. An archived flow starts for nobody; what runs in it runs on. One that
        published flows run, or an integration starts, is not archived: they would fail there at once."""
        flow = await flows.get(id)
        if data.archived and not (force or flow.archived_at):
            await depending.refuse_live(flow, "archive")
        if data.name is not None:
            flow = await drafting.renamed(id, data.name)
        if data.archived is not None:
            flow = await flows.archive(id, archived=data.archived)
            triggers.forget(identity.workspace)
        return shown(FlowShown, flow)

    @delete(
        "/{id:uuid}",
        operation_id="deleteFlow",
        guards=[requires("flows:publish")],
        responses=may_answer("not-found", "conflict"),
    )
    async def remove(
        self,
        id: FromPath[UUID],
        flows: NamedDependency[Flows],
        depending: NamedDependency[Depending],
        triggers: NamedDependency[TriggerCache],
        identity: NamedDependency[Identity],
        force: Annotated[bool, QueryParameter(description="also if other flows or integrations use it")] = False,
    ) -> None:
        """Delete a flow that nobody ever ran and nothing uses. One with runs can only be archived."""
        flow = await flows.get(id)
        if not force:
            await depending.refuse_used(flow)
        await flows.remove(id)
        triggers.forget(identity.workspace)

    @post(
        "/{id:uuid}/duplicate",
        operation_id="duplicateFlow",
        guards=[requires("flows:write")],
        responses=may_answer("not-found", "conflict", "idempotency-conflict"),
    )
    async def duplicate(
        self,
        id: FromPath[UUID],
        data: JSONBody[CopyBody],
        flows: NamedDependency[Flows],
        drafting: NamedDependency[Drafting],
        once: NamedDependency[Once],
    ) -> Response[FlowMade]:
        """Copy a flow's draft into a new flow."""
        flow, draft = await flows.get(id), await flows.draft(id)
        name = data.name or f"{flow.name} (copy)"[:LONGEST_NAME]
        return await once(lambda: add(flows, drafting, data.key, name, {**draft.document, "name": name}))

    @get(
        "/{id:uuid}/export",
        operation_id="exportFlow",
        guards=[requires("flows:read")],
        responses=may_answer("not-found"),
    )
    async def export(
        self,
        id: FromPath[UUID],
        flows: NamedDependency[Flows],
        version: Annotated[UUID | None, QueryParameter(description="a version; without it, the draft")] = None,
    ) -> Response[dict[str, Any]]:
        """The document as a file, to keep, to share, or to import elsewhere."""
        flow = await flows.get(id)
        document = (await flows.version(version, of=id)).document if version else (await flows.draft(id)).document
        named = {"content-disposition": f'attachment; filename="{flow.key}.json"'}
        return Response(document, headers=named)


async def add(flows: Flows, drafting: Drafting, key: str | None, name: str, document: Mapping[str, Any]) -> FlowMade:
    """A key that nobody asked for gives way to one that is taken."""
    checked = await drafting.checked(dict(document))
    wanted = key or key_of(name)
    try:
        flow = await flows.add(wanted, name, checked.raw, checked.problems)
    except Conflict:
        if key is not None:
            raise
        flow = await flows.add(f"{wanted[:55]}-{uuid4().hex[:8]}", name, checked.raw, checked.problems)
    return made(flow, await flows.draft(flow.id))


def empty() -> dict[str, Any]:
    return {"dialoom": FORMAT, "nodes": [], "edges": []}


def name_of(document: Mapping[str, Any]) -> str:
    return name_in(document) or UNTITLED
