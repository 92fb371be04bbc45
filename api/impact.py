"""What a change would have meant for conversations that really happened."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from pydantic import AwareDatetime, Field

from api.bodies import Body
from api.impacts import Impacts
from api.permissions import requires
from api.problems import may_answer
from engine.impact import Divergence, Report


class ImpactBody(Body):
    """Which version to try, and on how many of the latest runs that came through the flow."""

    version: UUID | None = Field(None, description="a version of the flow; without it, the draft")
    sessions: int = Field(50, ge=1, le=200, description="how many runs are played again, the latest first")
    since: AwareDatetime | None = Field(None, description="only runs that started then, or later")


class DivergenceShown(msgspec.Struct, frozen=True, kw_only=True):
    """The first thing in a run that the candidate does otherwise. ``what``: the node is `gone`, another `way` follows it, it
    is left by another `output`, sends another `message`, has another `effect`, sets a `variable` otherwise, has another
    `wait`, `end`, or has `refused` what came."""

    run: UUID
    turn: int
    at: datetime
    event: str
    node: str
    what: Literal["gone", "way", "output", "message", "effect", "variable", "wait", "end", "refused"]
    expected: Any
    got: Any


class NodeImpact(msgspec.Struct, frozen=True, kw_only=True):
    """How many runs part ways at this node; ``example`` is one of them."""

    node: str
    what: str
    count: int
    example: UUID


class Untold(msgspec.Struct, frozen=True, kw_only=True):
    """A run that does not repeat even on the version that it happened on, so that it tells nothing about another one."""

    run: UUID
    why: str


class ImpactShown(msgspec.Struct, frozen=True, kw_only=True):
    """Of ``sessions`` runs, ``same`` would be what they were. ``untouched`` are nodes that no run came through."""

    sessions: int
    same: int
    diverging: int
    nodes: tuple[NodeImpact, ...]
    divergences: tuple[DivergenceShown, ...]
    untold: tuple[Untold, ...]
    untouched: tuple[str, ...]


class ImpactController(Controller):
    path = "/flows/{id:uuid}/impact"
    tags = ("versions",)

    @post(
        operation_id="readImpact",
        status_code=200,
        guards=[requires("flows:read"), requires("runs:read")],
        responses=may_answer("not-found", "flow-invalid"),
    )
    async def impact(
        self, id: FromPath[UUID], data: JSONBody[ImpactBody], impacts: NamedDependency[Impacts]
    ) -> ImpactShown:
        """Play the latest runs that came through the flow, its own and those of flows that ran it, again on the draft or a
        version: with what came, when it came, what calls gave and the contact as they were. Nothing is sent or called."""
        return _shown(await impacts.report(id, data.version, data.sessions, data.since))


def _shown(found: Report) -> ImpactShown:
    return ImpactShown(
        sessions=found.sessions,
        same=found.same,
        diverging=len(found.divergences),
        nodes=tuple(msgspec.convert(one, NodeImpact, from_attributes=True) for one in found.nodes),
        divergences=tuple(_divergence(run, one) for run, one in found.divergences),
        untold=tuple(Untold(run=run, why=why) for run, why in found.unlike),
        untouched=found.untouched,
    )


def _divergence(run: UUID, one: Divergence) -> DivergenceShown:
    return DivergenceShown(run=run, **one.model_dump())
