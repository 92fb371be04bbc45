"""Who would be in a segment, before there is one."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from engine.conditions import Tree
from engine.segments import Seen, belongs
from store.segments import Members

AT_ONCE, MOST, SHOWN = 500, 10_000, 20


class SegmentMember(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    name: str


class SegmentPreview(msgspec.Struct, frozen=True, kw_only=True):
    count: Annotated[int, msgspec.Meta(description="how many of those that were looked at would be in it")]
    looked_at: int
    complete: Annotated[bool, msgspec.Meta(description="whether all contacts were looked at")]
    some: tuple[SegmentMember, ...]


@dataclass(frozen=True, slots=True)
class Previewing:
    members: Members

    async def of(self, condition: Tree) -> SegmentPreview:
        """Page after page, each decided off the loop, so that nobody else has to wait."""
        now, after, looked_at = datetime.now(UTC), UUID(int=0), 0
        inside: list[Seen] = []
        while looked_at < MOST:
            page = await self.members.page(after, AT_ONCE)
            inside += await asyncio.to_thread(_inside, condition, page, now)
            looked_at += len(page)
            if len(page) < AT_ONCE:
                return _preview(inside, looked_at, complete=True)
            after = page[-1].contact.id
        return _preview(inside, looked_at, complete=False)


def _inside(condition: Tree, page: list[Seen], now: datetime) -> list[Seen]:
    return [one for one in page if belongs(condition, one, now)]


def _preview(inside: list[Seen], looked_at: int, *, complete: bool) -> SegmentPreview:
    some = tuple(SegmentMember(id=one.contact.id, name=one.contact.name) for one in inside[:SHOWN])
    return SegmentPreview(count=len(inside), looked_at=looked_at, complete=complete, some=some)
