"""Canaries: a version that only a part of the contacts starts with, until it is promoted, stopped, or gives itself up."""

from datetime import datetime
from typing import Annotated, TypeAlias
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import structs
from pydantic import Field

from api.bodies import Body
from api.drafting import Drafting
from api.flow_bodies import LeftBehind, left_behind
from api.flow_testing import Testing
from api.once import Once
from api.permissions import Identity, requires
from api.problems import Refused, may_answer
from api.revisions import IfStill, named
from api.trigger_cache import TriggerCache
from store.canaries import Canaries, CanaryRecord, Limits
from store.flows import Flows
from store.records import Version
from store.states import CanaryStatus
from store.waits import Waits

Percent: TypeAlias = Annotated[
    int, Field(ge=1, le=100, description="how many of a hundred contacts start with it", examples=[10])
]
READ, PUBLISH = requires("flows:read"), requires("flows:publish")


class NewCanary(Body):
    """It is given up when more than ``most_failing`` of at least ``minimum`` sessions failed or are blocked."""

    percent: Percent
    note: str = Field("", max_length=500, examples=["a shorter question"])
    most_failing: float = Field(0.05, ge=0, le=1, description="from 0 to 1: 0.05 is one of twenty")
    minimum: int = Field(20, ge=1, le=1_000_000, description="sessions before it is judged")


class CanaryChange(Body):
    percent: Percent


class CanaryShown(msgspec.Struct, frozen=True, kw_only=True):
    """``failing`` of the ``sessions`` that started with it failed or are blocked. ``reason`` says why it was rolled back, or
    stopped without a word of anybody's."""

    id: UUID
    flow_id: UUID
    version_id: UUID
    status: CanaryStatus
    percent: int
    most_failing: float
    minimum: int
    sessions: int
    failing: int
    reason: str | None
    started_at: datetime
    ended_at: datetime | None


class CanaryWarned(CanaryShown, frozen=True, kw_only=True):
    """``left_behind`` warns of conversations that stand where the canary has nothing, or something else."""

    left_behind: tuple[LeftBehind, ...]


class CanariesController(Controller):
    path = "/flows/{id:uuid}/canary"
    tags = ("canaries",)

    @post(
        operation_id="startCanary",
        guards=[PUBLISH],
        responses=may_answer(
            "not-found", "conflict", "idempotency-conflict", "nothing-published", "stale-revision", "flow-invalid"
        ),
    )
    async def start(
        self,
        id: FromPath[UUID],
        data: JSONBody[NewCanary],
        flows: NamedDependency[Flows],
        drafting: NamedDependency[Drafting],
        testing: NamedDependency[Testing],
        canaries: NamedDependency[Canaries],
        waits: NamedDependency[Waits],
        triggers: NamedDependency[TriggerCache],
        identity: NamedDependency[Identity],
        once: NamedDependency[Once],
        if_match: IfStill = None,
    ) -> Response[CanaryWarned]:
        """Freeze the draft as a version that some contacts start with, always the same ones; the others take the published
        one. Who starts a flow is decided by the published version's triggers. With `If-Match`, only the draft of this
        revision. Running conversations keep their version; the answer counts those whose node the canary lacks."""
        revision = named(if_match)
        if (await flows.get(id)).published_id is None:
            raise Refused("nothing-published", "publish the flow: a canary is for a part of those who start it")

        async def work() -> CanaryWarned:
            version = await drafting.publish(id, data.note, testing.require, revision=revision, live=False)
            limits = Limits.model_validate(data.model_dump(exclude={"note"}))
            canary = await canaries.start(id, version.id, await drafting.entries(version), limits)
            return await _warned(canaries, canary, waits, version)

        triggers.forget(identity.workspace)
        return await once(work)

    @get(operation_id="readCanary", guards=[READ], responses=may_answer("not-found"))
    async def read(self, id: FromPath[UUID], canaries: NamedDependency[Canaries]) -> CanaryShown:
        """The flow's running or latest canary, and how it does."""
        return await _shown(canaries, await canaries.latest(id))

    @patch(operation_id="changeCanary", guards=[PUBLISH], responses=may_answer("not-found", "conflict"))
    async def change(
        self,
        id: FromPath[UUID],
        data: JSONBody[CanaryChange],
        canaries: NamedDependency[Canaries],
        triggers: NamedDependency[TriggerCache],
        identity: NamedDependency[Identity],
    ) -> CanaryShown:
        """Let more contacts, or fewer, start with it. Of more, those who did before still do."""
        triggers.forget(identity.workspace)
        return await _shown(canaries, await canaries.widen(id, data.percent))

    @post(
        "/promote",
        operation_id="promoteCanary",
        status_code=200,
        guards=[PUBLISH],
        responses=may_answer("not-found", "conflict"),
    )
    async def promote(
        self,
        id: FromPath[UUID],
        flows: NamedDependency[Flows],
        drafting: NamedDependency[Drafting],
        canaries: NamedDependency[Canaries],
        waits: NamedDependency[Waits],
        triggers: NamedDependency[TriggerCache],
        identity: NamedDependency[Identity],
    ) -> CanaryWarned:
        """Let everybody start with it: from now on it is the published version. The answer counts who is left behind, as that
        of publishing does."""
        canary = await canaries.end(id, "promoted")
        version = await flows.version(canary.version_id)
        await drafting.go_live(version)
        triggers.forget(identity.workspace)
        return await _warned(canaries, canary, waits, version)

    @post(
        "/stop",
        operation_id="stopCanary",
        status_code=200,
        guards=[PUBLISH],
        responses=may_answer("not-found", "conflict"),
    )
    async def stop(
        self,
        id: FromPath[UUID],
        canaries: NamedDependency[Canaries],
        triggers: NamedDependency[TriggerCache],
        identity: NamedDependency[Identity],
    ) -> CanaryShown:
        """Let nobody new start with it. Who did goes on in it; a move brings them to the published version."""
        triggers.forget(identity.workspace)
        return await _shown(canaries, await canaries.end(id, "stopped"))


async def _shown(canaries: Canaries, canary: CanaryRecord) -> CanaryShown:
    health = await canaries.health(canary)
    return CanaryShown(**canary.model_dump(), **health.model_dump())


async def _warned(canaries: Canaries, canary: CanaryRecord, waits: Waits, version: Version) -> CanaryWarned:
    behind = left_behind(await waits.at(canary.flow_id), version.document)
    return CanaryWarned(**structs.asdict(await _shown(canaries, canary)), left_behind=behind)
