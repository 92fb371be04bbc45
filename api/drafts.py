"""The draft of a flow: read, saved against its revision, checked; and the versions made from it."""

from typing import Annotated
from uuid import UUID

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import structs

from api.bodies import Listed, listed, shown
from api.dependents import Depending
from api.drafting import Drafting
from api.flow_bodies import (
    CheckShown,
    DraftBody,
    DraftShown,
    PreflightShown,
    PublishBody,
    Published,
    RestoreBody,
    VersionDetail,
    VersionShown,
    left_behind,
)
from api.flow_testing import Testing
from api.once import Once
from api.permissions import Identity, requires
from api.problems import Fault, faults, may_answer
from api.revisions import IfMatch, IfStill, etag, named, needed
from api.trigger_cache import TriggerCache
from store.errors import Conflict
from store.flows import Flows
from store.pages import Window
from store.records import Draft
from store.waits import Waits


class DraftsController(Controller):
    path = "/flows/{id:uuid}"
    tags = ("drafts and versions",)

    @get("/draft", operation_id="readDraft", guards=[requires("flows:read")], responses=may_answer("not-found"))
    async def read(self, id: FromPath[UUID], flows: NamedDependency[Flows]) -> Response[DraftShown]:
        """The draft with its problems. Its revision is the `ETag`."""
        return _tagged(await flows.draft(id))

    @put(
        "/draft",
        operation_id="saveDraft",
        guards=[requires("flows:write")],
        responses=may_answer("not-found", "stale-revision", "flow-invalid", "revision-required"),
    )
    async def save(
        self,
        id: FromPath[UUID],
        data: JSONBody[DraftBody],
        flows: NamedDependency[Flows],
        drafting: NamedDependency[Drafting],
        if_match: IfMatch = None,
    ) -> Response[DraftShown]:
        """Save the draft whose revision `If-Match` names. A draft may have mistakes: it is saved with its problems."""
        revision = needed(if_match)
        checked = await drafting.checked(data.document, id)
        return _tagged(await flows.save(id, checked.raw, checked.problems, revision))

    @post(
        "/check",
        operation_id="checkDraft",
        status_code=200,
        guards=[requires("flows:read")],
        responses=may_answer("not-found"),
    )
    async def check(
        self, id: FromPath[UUID], flows: NamedDependency[Flows], drafting: NamedDependency[Drafting]
    ) -> CheckShown:
        """Check the draft again: what it refers to may have changed since it was saved."""
        checked = await drafting.checked((await flows.draft(id)).document, id)
        return CheckShown(publishable=not checked.errors, problems=faults(checked.problems))

    @get(
        "/preflight",
        operation_id="preflightFlow",
        guards=[requires("flows:read")],
        responses=may_answer("not-found", "flow-invalid"),
    )
    async def preflight(
        self,
        id: FromPath[UUID],
        flows: NamedDependency[Flows],
        drafting: NamedDependency[Drafting],
        waits: NamedDependency[Waits],
        testing: NamedDependency[Testing],
    ) -> Response[PreflightShown]:
        """What publishing the draft would lead to: its problems, what it needs and its tests do not give, and who waits at
        nodes that it does not have. The draft's revision is the `ETag`."""
        draft = await flows.draft(id)
        checked = await drafting.checked(draft.document, id)
        unmet = await testing.unmet(checked.document) if checked.document and not checked.errors else ()
        behind = left_behind(await waits.at(id), checked.raw) if checked.document else ()
        barred = await _barred(flows, id)
        found = PreflightShown(
            publishable=not (checked.errors or unmet or barred),
            problems=(*barred, *faults((*checked.problems, *unmet))),
            left_behind=behind,
        )
        return Response(found, headers=etag(draft.revision))

    @post(
        "/publish",
        operation_id="publishFlow",
        guards=[requires("flows:publish")],
        responses=may_answer("not-found", "conflict", "idempotency-conflict", "stale-revision", "flow-invalid"),
    )
    async def publish(
        self,
        id: FromPath[UUID],
        data: JSONBody[PublishBody],
        drafting: NamedDependency[Drafting],
        waits: NamedDependency[Waits],
        testing: NamedDependency[Testing],
        triggers: NamedDependency[TriggerCache],
        identity: NamedDependency[Identity],
        once: NamedDependency[Once],
        if_match: IfStill = None,
    ) -> Response[Published]:
        """Freeze the draft as the next version. New sessions take it within a second; running ones keep theirs, also where
        they wait at a node that is gone: the answer counts these. With `If-Match`, only the draft of this revision.

        A flow whose `publishing_needs` ask for tests or a coverage is published only if its tests give them.
        """
        revision = named(if_match)

        async def work() -> Published:
            version = await drafting.publish(id, data.note, testing.require, revision=revision)
            behind = left_behind(await waits.at(id), version.document)
            return Published(**structs.asdict(shown(VersionShown, version)), left_behind=behind)

        triggers.forget(identity.workspace)
        return await once(work)

    @post(
        "/unpublish",
        operation_id="unpublishFlow",
        guards=[requires("flows:publish")],
        status_code=204,
        responses=may_answer("not-found", "conflict"),
    )
    async def unpublish(
        self,
        id: FromPath[UUID],
        flows: NamedDependency[Flows],
        depending: NamedDependency[Depending],
        triggers: NamedDependency[TriggerCache],
        identity: NamedDependency[Identity],
        force: Annotated[bool, QueryParameter(description="unpublish it also if published flows run it")] = False,
    ) -> None:
        """Let nobody new into the flow. What runs in it runs on; a canary of it is stopped, with that as its reason. One that
        published flows run, or an integration starts, is not unpublished: they would fail there at once."""
        if not force:
            await depending.refuse_live(await flows.get(id), "unpublish")
        await flows.unpublish(id)
        triggers.forget(identity.workspace)

    @post(
        "/restore",
        operation_id="restoreVersion",
        status_code=200,
        guards=[requires("flows:write")],
        responses=may_answer("not-found", "stale-revision", "revision-required"),
    )
    async def restore(
        self,
        id: FromPath[UUID],
        data: JSONBody[RestoreBody],
        flows: NamedDependency[Flows],
        drafting: NamedDependency[Drafting],
        if_match: IfMatch = None,
    ) -> Response[DraftShown]:
        """Make a published version the draft again, in place of the draft that `If-Match` names."""
        revision = needed(if_match)
        checked = await drafting.checked(await flows.document(data.version), id)
        return _tagged(await flows.restore(id, data.version, checked.problems, revision))

    @get("/versions", operation_id="listVersions", guards=[requires("flows:read")], responses=may_answer("not-found"))
    async def versions(
        self, id: FromPath[UUID], flows: NamedDependency[Flows], window: NamedDependency[Window]
    ) -> Listed[VersionShown]:
        """What was published of the flow, newest first."""
        await flows.get(id)
        return listed(VersionShown, await flows.versions(id, window))

    @get(
        "/versions/{version:uuid}",
        operation_id="readVersion",
        guards=[requires("flows:read")],
        responses=may_answer("not-found"),
    )
    async def version(
        self, id: FromPath[UUID], version: FromPath[UUID], flows: NamedDependency[Flows]
    ) -> VersionDetail:
        """One published version with its document. It never changes."""
        return shown(VersionDetail, await flows.version(version, of=id))


async def _barred(flows: Flows, id: UUID) -> tuple[Fault, ...]:
    """What stands in the way of publishing, whatever the draft is."""
    try:
        await flows.publishable(id)
    except Conflict as why:
        return (Fault(code="conflict", severity="error", message=why.detail),)
    return ()


def _tagged(draft: Draft) -> Response[DraftShown]:
    answer = DraftShown(
        flow_id=draft.flow_id,
        revision=draft.revision,
        document=draft.document,
        problems=faults(draft.problems),
        updated_at=draft.updated_at,
    )
    return Response(answer, headers=etag(draft.revision))
