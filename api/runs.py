"""Runs: what happens in conversations, and the levers to repair it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, TypeVar
from urllib.parse import quote
from uuid import UUID

import msgspec
from litestar import Controller, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from api.bodies import Listed, listed, shown
from api.commands import OPEN, Commands, Ordered
from api.permissions import Identity, requires
from api.problems import may_answer
from api.query_names import body_only
from api.recorded_givens import given
from api.recording import recorded
from api.run_bodies import (
    CallShown,
    Cancel,
    Cancelled,
    CancelMany,
    EventShown,
    HandBack,
    MessageShown,
    Recorded,
    RunDetailShown,
    RunMoveShown,
    RunShown,
    TakeOver,
    TurnShown,
)
from api.simulation import Simulations
from engine.session import Status
from store.agents import Agents
from store.channels import Channels
from store.contacts import Contacts
from store.errors import Conflict
from store.moves import Moves, RunMove
from store.pages import Window
from store.records import RunDetail
from store.runs import RunFilter, Runs
from workflows.client import workflow_id
from workflows.config import Temporal

READ, OPERATE = requires("runs:read"), requires("runs:operate")
REFUSALS = may_answer("not-found", "event-refused")
NO_LIMIT = TakeOver()
S = TypeVar("S", bound=msgspec.Struct)


class RunsController(Controller):
    path = "/runs"
    tags = ("runs",)

    @get(operation_id="listRuns", guards=[READ])
    async def list(
        self,
        runs: NamedDependency[Runs],
        window: NamedDependency[Window],
        status: FromQuery[Status | None] = None,
        flow: FromQuery[UUID | None] = None,
        contact: FromQuery[UUID | None] = None,
        channel: FromQuery[UUID | None] = None,
        node: Annotated[str | None, QueryParameter(max_length=64, description="where it stands, or ended")] = None,
        since: Annotated[datetime | None, QueryParameter(description="when it started, or later")] = None,
    ) -> Listed[RunShown]:
        """Runs, newest first."""
        which = RunFilter(status=status, flow=flow, contact=contact, channel=channel, node=node, since=since)
        return listed(RunShown, await runs.page(window, which))

    @get("/{id:uuid}", operation_id="readRun", guards=[READ], responses=may_answer("not-found"))
    async def read(
        self,
        id: FromPath[UUID],
        runs: NamedDependency[Runs],
        moves: NamedDependency[Moves],
        identity: NamedDependency[Identity],
        state: State,
    ) -> RunDetailShown:
        """Everything that happened in a run: turns with their steps, messages, calls, moves, and what it waits for."""
        found = await runs.detail(id)
        return _detail(
            found, await moves.of_run(id), workflow_link(state.temporal, identity.workspace, found.run.conversation_id)
        )

    @get("/{id:uuid}/flow-test", operation_id="recordRun", guards=[READ], responses=may_answer("not-found", "conflict"))
    async def record(
        self,
        id: FromPath[UUID],
        runs: NamedDependency[Runs],
        contacts: NamedDependency[Contacts],
        channels: NamedDependency[Channels],
        simulations: NamedDependency[Simulations],
        identity: NamedDependency[Identity],
    ) -> Recorded:
        """The run as a flow test: what was said, how much time passed, what calls gave. Paste it into the flow's `tests`.

        Where another flow asked whether to leave this one, that is left out, and the test's name says so; also that the run
        was moved to another version.
        """
        found = await runs.detail(id)
        if not any(turn.number for turn in found.turns):
            raise Conflict("run", "nothing has happened in it yet")
        contact = await contacts.get(found.run.contact_id)
        kinds = {channel.id: channel.kind for channel in await channels.list()}
        read = (await given(simulations, found)).for_whom(identity)
        test = recorded(found, contact, kinds.get(found.run.channel_id, "webchat"), read)
        return Recorded(flow_id=found.run.flow_id, test=test.model_dump(mode="json", exclude_defaults=True))

    @post("/{id:uuid}/cancel", operation_id="cancelRun", status_code=202, guards=[OPERATE], responses=REFUSALS)
    async def cancel(
        self, id: FromPath[UUID], data: JSONBody[Cancel], commands: NamedDependency[Commands]
    ) -> Response[Ordered]:
        """End a run where it stands. What was said before is not taken back."""
        return await commands.give(id, "cancel", {"reason": data.reason}, OPEN)

    @post("/cancel", operation_id="cancelRuns", status_code=202, guards=[OPERATE])
    async def cancel_many(self, data: JSONBody[CancelMany], commands: NamedDependency[Commands]) -> Response[Cancelled]:
        """End many runs where they stand: of a flow, of a contact, at a node… Sub-flows end with the run that they are in."""
        return await commands.cancel_all(data.which, data.reason, data.limit)

    @post(
        "/{id:uuid}/take-over",
        operation_id="takeOverRun",
        status_code=202,
        guards=[OPERATE, body_only],
        responses=REFUSALS,
    )
    async def take_over(
        self,
        id: FromPath[UUID],
        commands: NamedDependency[Commands],
        agents: NamedDependency[Agents],
        data: JSONBody[TakeOver] = NO_LIMIT,
    ) -> Response[Ordered]:
        """Pause the bot, so that people talk to the contact. Who takes over again begins the idle limit anew.

        Where the flow itself has handed over, its own limit goes on to hold.
        """
        if data.agent:
            await agents.known(data.agent)
        return await commands.give(id, "take_over", data.model_dump(), ("active", "paused"))

    @post(
        "/{id:uuid}/hand-back",
        operation_id="handBackRun",
        status_code=202,
        guards=[OPERATE, body_only],
        responses=REFUSALS,
    )
    async def hand_back(
        self, id: FromPath[UUID], data: JSONBody[HandBack], commands: NamedDependency[Commands]
    ) -> Response[Ordered]:
        """Give the conversation back to the bot, at the node where it was or at another one."""
        return await commands.hand_back(id, data.node)

    @post("/{id:uuid}/retry", operation_id="retryRun", status_code=202, guards=[OPERATE], responses=REFUSALS)
    async def retry(self, id: FromPath[UUID], commands: NamedDependency[Commands]) -> Response[Ordered]:
        """Let a blocked run go on from the event that it stumbled over, now that what was broken is mended."""
        return await commands.retry(id)


def workflow_link(temporal: Temporal, workspace: UUID, conversation: UUID) -> str:
    workflow = quote(workflow_id(workspace, conversation), safe="")
    return f"{temporal.web}/namespaces/{temporal.namespace}/workflows/{workflow}"


def _detail(found: RunDetail, moves: Iterable[RunMove], temporal: str) -> RunDetailShown:
    return RunDetailShown(
        run=shown(RunShown, found.run),
        state=found.state,
        turns=_each(TurnShown, found.turns),
        messages=_each(MessageShown, found.messages),
        calls=_each(CallShown, found.calls),
        events=_each(EventShown, found.events),
        moves=_each(RunMoveShown, moves),
        temporal=temporal,
    )


def _each(kind: type[S], records: Iterable[Any]) -> tuple[S, ...]:
    return tuple(shown(kind, record) for record in records)
