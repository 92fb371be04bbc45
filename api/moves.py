"""Moving running conversations to another version of their flow."""

from datetime import datetime
from typing import Annotated, TypeAlias
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from pydantic import Field

from api.bodies import Body, Listed, shown
from api.dependencies import Session
from api.once import Once
from api.permissions import requires
from api.problems import Refused, may_answer
from store.flows import Flows
from store.moves import Move, Moves
from store.pages import Window
from store.states import MoveOutcome
from workflows.moving import Forecast, Moving

NodeId: TypeAlias = Annotated[str, Field(min_length=1, max_length=64)]
MOVE, READ = requires("flows:publish"), requires("flows:read")


class MoveBody(Body):
    """Where to, and which node takes the place of one that is gone; nodes that are not named keep their id."""

    version: UUID | None = Field(None, description="a version of the flow; without it, the published one")
    nodes: dict[NodeId, NodeId] = Field({}, examples=[{"ask_name": "ask_full_name"}])


class Batch(Body):
    limit: int = Field(200, ge=1, le=1_000, description="how many conversations are looked at in this request")


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became, or would become, of conversations at this node: ``moved``, ``stays`` (``why`` and ``detail`` say what
    for), put back (``undone``), or no longer to be put back (``went_on``). ``moved`` with a ``detail``: a later move has to be
    undone before. ``example`` is one of the runs."""

    outcome: MoveOutcome
    node: str
    count: int
    why: str | None
    detail: str | None
    example: UUID | None = None


class ForecastShown(msgspec.Struct, frozen=True, kw_only=True):
    """``complete`` is false if there were too many conversations to look at all of them."""

    version_id: UUID
    complete: bool
    outcomes: tuple[Outcome, ...]


class MoveShown(msgspec.Struct, frozen=True, kw_only=True):
    """``open``: there is more to do; ``done``: everybody was looked at; ``undone``: it is being put back."""

    id: UUID
    flow_id: UUID
    version_id: UUID
    nodes: dict[str, str]
    status: str
    created_at: datetime
    outcomes: tuple[Outcome, ...]


class MovesController(Controller):
    tags = ("moves",)

    @post(
        "/flows/{id:uuid}/moves/forecast",
        operation_id="forecastMove",
        status_code=200,
        guards=[READ],
        responses=may_answer("not-found", "conflict", "nothing-published"),
    )
    async def forecast(
        self,
        id: FromPath[UUID],
        data: JSONBody[MoveBody],
        flows: NamedDependency[Flows],
        moving: NamedDependency[Moving],
    ) -> ForecastShown:
        """Who would move, and who would stay and why. Nobody is moved."""
        target = data.version or await _published(flows, id)
        return _forecast(target, await moving.forecast(id, target, data.nodes))

    @post(
        "/flows/{id:uuid}/moves",
        operation_id="createMove",
        guards=[MOVE],
        responses=may_answer("not-found", "conflict", "idempotency-conflict", "nothing-published"),
    )
    async def create(
        self,
        id: FromPath[UUID],
        data: JSONBody[MoveBody],
        flows: NamedDependency[Flows],
        moving: NamedDependency[Moving],
        session: NamedDependency[Session],
        once: NamedDependency[Once],
    ) -> Response[MoveShown]:
        """Prepare a move. It begins with its first batch."""
        target = data.version or await _published(flows, id)
        await moving.check(id, target, data.nodes)

        async def work() -> MoveShown:
            return await _shown(session, await Moves(session).add(id, target, data.nodes))

        return await once(work)

    @get("/flows/{id:uuid}/moves", operation_id="listMoves", guards=[READ], responses=may_answer("not-found"))
    async def list(
        self,
        id: FromPath[UUID],
        window: NamedDependency[Window],
        flows: NamedDependency[Flows],
        session: NamedDependency[Session],
    ) -> Listed[MoveShown]:
        """The flow's moves, newest first: to go on with one, or to undo it."""
        await flows.get(id)
        found = await Moves(session).page(id, window)
        return Listed(items=tuple([await _shown(session, one) for one in found.items]), next=found.next)

    @get("/moves/{id:uuid}", operation_id="readMove", guards=[READ], responses=may_answer("not-found"))
    async def read(self, id: FromPath[UUID], session: NamedDependency[Session]) -> MoveShown:
        """How far a move has come, and what became of whom."""
        return await _shown(session, await Moves(session).get(id))

    @post(
        "/moves/{id:uuid}/run",
        operation_id="runMove",
        status_code=200,
        guards=[MOVE],
        responses=may_answer("not-found", "conflict"),
    )
    async def run(
        self,
        id: FromPath[UUID],
        data: JSONBody[Batch],
        moving: NamedDependency[Moving],
        session: NamedDependency[Session],
    ) -> MoveShown:
        """Move the next batch; repeat while the status is `open`. Each conversation moves by itself, between two turns, so
        nobody's message is lost. After `done` it begins again with those that stayed; who came after the move was prepared is
        no matter of it."""
        return await _shown(session, await moving.batch(id, data.limit))

    @post(
        "/moves/{id:uuid}/undo",
        operation_id="undoMove",
        status_code=200,
        guards=[MOVE],
        responses=may_answer("not-found"),
    )
    async def undo(
        self,
        id: FromPath[UUID],
        data: JSONBody[Batch],
        moving: NamedDependency[Moving],
        session: NamedDependency[Session],
    ) -> MoveShown:
        """Put the next batch back where it was; repeat while any are `moved` without a `detail`. Whom a later move has moved
        again has that as `detail`: undo it first, then this one once more. Who has gone on since stays. A batch of the move that
        is under way ends."""
        return await _shown(session, await moving.undo(id, data.limit))


async def _published(flows: Flows, flow: UUID) -> UUID:
    found = (await flows.get(flow)).published_id
    if found is None:
        raise Refused("nothing-published", "name the version to move to")
    return found


async def _shown(session: Session, move: Move) -> MoveShown:
    tallies = await Moves(session).tallies(move.id)
    return MoveShown(**move.model_dump(exclude={"cursor"}), outcomes=tuple(shown(Outcome, one) for one in tallies))


def _forecast(target: UUID, found: Forecast) -> ForecastShown:
    notes = sorted(found.notes.items(), key=lambda item: -item[1])
    outcomes = tuple(
        Outcome(outcome=note.outcome, node=note.node, count=count, why=note.why, detail=note.detail)
        for note, count in notes
    )
    return ForecastShown(version_id=target, complete=found.complete, outcomes=outcomes)
