"""A simulated turn: which flows it needs, and the playing of it."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.channel_bodies import adapter_of
from api.drafting import Drafting
from api.problems import faults
from api.simulated import Begin, CallAnswer, Simulated, SimulatedTurn
from api.simulated_lines import lines_of
from channels import Capabilities, fitted, spread
from engine import (
    Call,
    CallReturned,
    Channel,
    CompiledFlow,
    Contact,
    EngineError,
    EventRefused,
    FlowDocument,
    FlowInvalid,
    FlowSet,
    MessageReceived,
    SendMessage,
    Session,
    World,
    compile_flow,
)
from engine.contact_fields import ContactField
from engine.flowtest import hear, left_out
from engine.message_templates import MessageTemplate
from engine.problems import Problem
from engine.simulator import Simulator
from engine.told import told
from nodes import NodeType
from nodes.calling import simulated_call
from store.workspaces import Workspaces
from workflows.flow_cache import FlowCache

NOBODY = UUID(int=0)
DRAFT = "draft"
NOTHING_STARTS = Problem(
    code="nothing_starts",
    message="no trigger of the flow takes what was said",
    severity="warning",
    fix="say what one of its triggers takes, or name the `node` at which it starts",
)


class Known(NamedTuple):
    """What the workspace has defined, as a real conversation finds it."""

    fields: dict[str, ContactField]
    templates: tuple[MessageTemplate, ...]
    globals: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Simulations:
    session: AsyncSession
    flow_cache: FlowCache
    drafting: Drafting
    node_types: Mapping[str, NodeType[Any]]

    async def flows(self, id: UUID, asked: Simulated) -> tuple[CompiledFlow, FlowSet]:
        """The flow that is tried out, and with it every flow that it, or the session, may run."""
        versions = {version_of(frame.flow) for frame in asked.session.frames} if asked.session else set()
        if asked.version:
            await self.drafting.flows.version(asked.version, of=id)
            known = await self._known({str(asked.version), *versions})
            return known.version(str(asked.version)), known
        return await self.around(await self.draft(id), versions)

    async def known(self) -> Known:
        constants = await Workspaces(self.session).globals()
        return Known(await self.drafting.contact_fields.known(), await self.drafting.templates.all(), constants)

    async def draft(self, id: UUID) -> FlowDocument:
        """Raises FlowInvalid for a draft with errors."""
        checked = await self.drafting.checked((await self.drafting.flows.draft(id)).document, id)
        if checked.errors or checked.document is None:
            raise FlowInvalid(checked.errors)
        return checked.document

    async def around(self, document: FlowDocument, versions: Collection[str] = ()) -> tuple[CompiledFlow, FlowSet]:
        """The draft as a flow, with the published flows that it may run."""
        flow = await asyncio.to_thread(compile_flow, DRAFT, document, self.node_types)
        return flow, await self._known(versions, flow)

    async def _known(self, versions: Collection[str], draft: CompiledFlow | None = None) -> FlowSet:
        """Without canaries: what is tried out is tried on the published versions, whoever the simulated contact is."""
        return await self.flow_cache.needed(self.session, set(versions) - {DRAFT}, draft=draft, canaries=False)


def version_of(name: str) -> str:
    try:
        return name if name == DRAFT else str(UUID(name))
    except ValueError:
        raise EventRefused(f"the session is in a flow {name[:40]!r}, which is no version") from None


@dataclass(frozen=True, slots=True)
class Calls:
    """Answers calls as the request says, or as the node's type does."""

    node_types: Mapping[str, NodeType[Any]]
    given: Mapping[str, CallAnswer]

    def __call__(self, call: Call) -> CallReturned:
        if answer := self.given.get(call.node):
            return CallReturned.model_validate({"call": call.id, **answer.model_dump()})
        return simulated_call(call, self.node_types)


def play(
    asked: Simulated,
    flow: CompiledFlow,
    flows: FlowSet,
    node_types: Mapping[str, NodeType[Any]],
    known: Known,
) -> SimulatedTurn:
    """What comes of the request. A bug of a node type is told to who tries it out, not hidden as a failure of ours."""
    can = adapter_of(asked.channel, "channel").capabilities if asked.channel else None
    world = _world(asked, known, can)
    simulator = Simulator(flows, world, Calls(node_types, asked.calls), session=asked.session or Session())
    _refuse_unknown_places(simulator.session, flows)
    try:
        _play(simulator, asked, flow)
    except EngineError:
        raise
    except Exception as error:
        raise EventRefused(f"the flow cannot go on from here: {error!r:.300}") from error
    return _answer(asked, simulator, can)


def _play(simulator: Simulator, asked: Simulated, flow: CompiledFlow) -> None:
    if asked.start:
        simulator.session = Session()
        _begin(simulator, asked.start, flow)
    if asked.elapse:
        simulator.wait(asked.elapse)
    event, session = asked.event, simulator.session
    if isinstance(event, MessageReceived) and session.frames and not session.ended:
        hear(simulator, flow, event, lambda node: simulator.start(flow, node, event))
    elif event:
        simulator.take(event)


def _begin(simulator: Simulator, start: Begin, flow: CompiledFlow) -> None:
    said = MessageReceived(text=start.text) if start.text is not None else None

    def begins(node: str | None) -> list[SendMessage]:
        return simulator.start(flow, node, said, start.inputs)

    if start.node is not None and start.node not in flow.nodes:
        raise EventRefused(f"the flow has no node {start.node!r}")
    if said is None and (out := left_out(flow, start.node, simulator)):
        raise EventRefused(f"the trigger {out!r} is not for this contact now: its conditions leave them out")
    if said is None or start.node:
        begins(start.node)
    elif hear(simulator, flow, said, begins) is None:
        simulator.problems.append(NOTHING_STARTS)


def _refuse_unknown_places(session: Session, flows: FlowSet) -> None:
    for frame in session.frames:
        if frame.node not in flows.version(frame.flow).nodes:
            raise EventRefused(f"the session stands at node {frame.node[:64]!r}, which is not in the flow any more")


def _world(asked: Simulated, known: Known, can: Capabilities | None) -> World:
    able = {"reactions": can.reactions, "templates": can.templates} if can else {}
    return World(
        now=(asked.now or datetime.now(UTC)).astimezone(UTC),
        contact=Contact(id=NOBODY, **asked.contact.model_dump()),
        channel=Channel(id=NOBODY, kind=asked.channel or "webchat", name="simulator", **able),
        conversation=NOBODY,
        contact_fields=known.fields,
        templates=known.templates,
        globals=known.globals,
    )


def _answer(asked: Simulated, simulator: Simulator, can: Capabilities | None) -> SimulatedTurn:
    said = simulator.transcript
    shown = [fitted(part, can) for one in said for part in spread(one, can)] if can else said
    return SimulatedTurn(
        session=simulator.session.model_dump(mode="json"),
        said=_plain(said),
        shown=_plain(shown),
        lines=lines_of(asked, said, ignored=NOTHING_STARTS in simulator.problems),
        told=tuple(filter(None, map(told, simulator.effects))),
        effects=tuple(one.model_dump(mode="json") for one in simulator.effects),
        steps=tuple(one._asdict() for one in simulator.steps),
        contact=simulator.world.contact.model_dump(mode="json", exclude={"id"}),
        problems=faults(simulator.problems),
        now=simulator.world.now,
    )


def _plain(messages: list[SendMessage]) -> tuple[dict[str, Any], ...]:
    return tuple(one.model_dump(mode="json", exclude_defaults=True) for one in messages)
