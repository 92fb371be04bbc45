"""Segments: groups of contacts by a condition, kept up to date by themselves."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from pydantic import AfterValidator, Field

from api.bodies import Body, Listed, listed, shown
from api.dependents import Depending
from api.once import Once
from api.permissions import requires
from api.problems import may_answer
from api.segment_preview import Previewing, SegmentPreview
from engine.conditions import Tree
from engine.flow import NAME
from engine.segments import NAMES, moves, unknown_names
from store.pages import Window
from store.segments import Segment, Segments

READ, WRITE = requires("contacts:read"), requires("contacts:write")


def _readable(condition: Tree) -> Tree:
    if unknown := unknown_names(condition):
        can = ", ".join(f"contact.{name}" for name in sorted(NAMES))
        raise ValueError(f"a segment cannot read {unknown[0]!r}; it can read {can}, now and today")
    return condition


Condition = Annotated[
    Tree,
    AfterValidator(_readable),
    Field(
        description="a tree of tests, as the node *Condition* has it",
        examples=[{"left": "contact.days_silent", "op": "gte", "right": "30"}],
    ),
]


class NewSegment(Body):
    """``key`` is what flows and conditions call it by; it never changes."""

    key: str = Field(pattern=NAME, examples=["silent"])
    name: str = Field(min_length=1, max_length=200, examples=["Silent for a month"])
    condition: Condition


class SegmentChange(Body):
    """What is left out stays."""

    name: str | None = Field(None, min_length=1, max_length=200)
    condition: Condition | None = None


class Preview(Body):
    condition: Condition


class SegmentShown(msgspec.Struct, frozen=True, kw_only=True):
    """``moving``: time alone changes who is in it, so that all contacts are looked through every few minutes. Before it was
    ``swept_at`` for the first time, not everybody is in it yet."""

    id: UUID
    key: str
    name: str
    condition: dict[str, Any]
    moving: bool
    swept_at: datetime | None
    created_at: datetime
    updated_at: datetime


class SegmentDetail(SegmentShown, frozen=True, kw_only=True):
    members: int


class SegmentsController(Controller):
    path = "/segments"
    tags = ("contacts",)

    @get(operation_id="listSegments", guards=[READ])
    async def list(self, segments: NamedDependency[Segments], window: NamedDependency[Window]) -> Listed[SegmentShown]:
        """Segments, newest first. `GET /contacts?segment=` lists who is in one."""
        return listed(SegmentShown, await segments.page(window))

    @post(operation_id="createSegment", guards=[WRITE], responses=may_answer("conflict", "idempotency-conflict"))
    async def create(
        self, data: JSONBody[NewSegment], segments: NamedDependency[Segments], once: NamedDependency[Once]
    ) -> Response[SegmentDetail]:
        """Create a segment. Who is in it is found out within seconds; each of them enters it, which flows may listen to."""

        async def work() -> SegmentDetail:
            condition, moving = _stored(data.condition)
            return await _detail(segments, await segments.add(data.key, data.name, condition, moving=moving))

        return await once(work)

    @post("/preview", operation_id="previewSegment", status_code=200, guards=[READ])
    async def preview(self, data: JSONBody[Preview], previewing: NamedDependency[Previewing]) -> SegmentPreview:
        """Who would be in it now: how many, and some of them. At most 10,000 contacts are looked at, the oldest first."""
        return await previewing.of(data.condition)

    @get("/{id:uuid}", operation_id="readSegment", guards=[READ], responses=may_answer("not-found"))
    async def read(self, id: FromPath[UUID], segments: NamedDependency[Segments]) -> SegmentDetail:
        """A segment, and how many contacts are in it."""
        return await _detail(segments, await segments.get(id))

    @patch("/{id:uuid}", operation_id="changeSegment", guards=[WRITE], responses=may_answer("not-found"))
    async def change(
        self, id: FromPath[UUID], data: JSONBody[SegmentChange], segments: NamedDependency[Segments]
    ) -> SegmentDetail:
        """Change a segment. With another condition, contacts enter and leave it within seconds."""
        if data.name is not None:
            await segments.rename(id, data.name)
        if data.condition is not None:
            condition, moving = _stored(data.condition)
            await segments.redefine(id, condition, moving=moving)
        return await _detail(segments, await segments.get(id))

    @delete("/{id:uuid}", operation_id="removeSegment", guards=[WRITE], responses=may_answer("not-found", "conflict"))
    async def remove(
        self,
        id: FromPath[UUID],
        segments: NamedDependency[Segments],
        depending: NamedDependency[Depending],
        force: Annotated[bool, QueryParameter(description="also if flows use it")] = False,
    ) -> None:
        """Remove a segment that no flow names. Its contacts stay as they are, and no flow is told that they left it."""
        if not force:
            await depending.refuse_used_name("segment", (await segments.get(id)).key)
        await segments.remove(id)


def _stored(condition: Tree) -> tuple[dict[str, Any], bool]:
    return condition.model_dump(mode="json", by_alias=True), moves(condition)


async def _detail(segments: Segments, segment: Segment) -> SegmentDetail:
    found = shown(SegmentShown, segment)
    return SegmentDetail(**msgspec.structs.asdict(found), members=await segments.members(segment.key))
