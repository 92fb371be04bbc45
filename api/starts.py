"""Start a published flow for a contact, from a program."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Response, post
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from pydantic import Field, model_validator

from api.bodies import Body
from api.dependencies import Session
from api.once import Once
from api.permissions import Identity, requires
from api.problems import Fault, Refused, may_answer
from api.services import Services
from engine import CompiledFlow
from store.addresses import Addresses
from store.channels import Channels
from store.contacts import Contacts
from store.errors import NotFound
from store.flows import Flows
from store.inbox import Person, command, ensure_conversation
from workflows.flow_cache import FlowCache


class Recipient(Body):
    """Who: a contact that is known, or an address on a channel, which becomes a contact if need be."""

    channel: UUID = Field(description="the channel that the conversation is on")
    contact: UUID | None = None
    address: str | None = Field(None, min_length=1, max_length=256, examples=["584721093"])
    name: str = Field("", max_length=200, description="for a contact who is not known yet")

    @model_validator(mode="after")
    def one_of_both(self) -> "Recipient":
        if (self.contact is None) == (self.address is None):
            raise ValueError("name either a contact or an address")
        return self


class Start(Body):
    """Who enters the flow, and with what."""

    to: Recipient
    inputs: dict[str, Any] = Field({}, description="the flow's input variables", examples=[{"order_no": "A-17"}])
    node: str | None = Field(None, max_length=64, description="a trigger node; without it, the flow's first")
    interrupt: bool = Field(False, description="leave a flow that is still open for this contact")


class StartTaken(msgspec.Struct, frozen=True, kw_only=True):
    """The start is in line behind what the contact said before; `GET /runs` shows what became of it."""

    conversation: UUID
    event: Annotated[int, msgspec.Meta(description="its place in the conversation's line of events")]


class StartsController(Controller):
    path = "/flows/{id:uuid}/start"
    tags = ("runs",)

    @post(
        operation_id="startFlow",
        status_code=202,
        guards=[requires("runs:operate")],
        responses=may_answer("not-found", "nothing-published", "idempotency-conflict"),
    )
    async def start(
        self,
        id: FromPath[UUID],
        data: JSONBody[Start],
        session: NamedDependency[Session],
        channels: NamedDependency[Channels],
        flow_cache: NamedDependency[FlowCache],
        services: NamedDependency[Services],
        identity: NamedDependency[Identity],
        once: NamedDependency[Once],
    ) -> Response[StartTaken]:
        """Start the flow's published version for a contact. A contact who is inside a flow stays there unless `interrupt`."""

        async def work() -> StartTaken:
            flow = await _published(session, flow_cache, id)
            conversation = await _conversation(session, channels, data.to)
            order = {
                "flow": str(id),
                "version": flow.id,
                "node": _entry(flow, data.node),
                "inputs": data.inputs,
                "interrupt": data.interrupt,
                "interrupts": True,
            }
            number = await command(session, conversation, "start", order)
            if number is None:
                raise NotFound("conversation", conversation)
            return StartTaken(conversation=conversation, event=number)

        answer = await once(work, status=202)
        if isinstance(answer.content, StartTaken):
            due = answer.content
            answer.background = BackgroundTask(
                services.conversations.nudge, identity.workspace, due.conversation, due.event
            )
        return answer


async def _published(session: Session, flow_cache: FlowCache, id: UUID) -> CompiledFlow:
    flow = await Flows(session).get(id)
    if flow.published_id is None or flow.archived_at is not None:
        raise Refused("nothing-published", "publish the flow before it is started")
    version = str(flow.published_id)
    return (await flow_cache.needed(session, [version])).version(version)


def _entry(flow: CompiledFlow, node: str | None) -> str:
    triggers = {trigger.id for trigger in flow.triggers}
    if node is not None and node not in triggers:
        message = f"the flow has no trigger {node!r}"
        raise Refused("invalid-request", message, [Fault(message=message, path="node")])
    if entry := node or flow.entry:
        return entry
    raise Refused("nothing-published", "the flow has no trigger to start from")


async def _conversation(session: Session, channels: Channels, to: Recipient) -> UUID:
    channel = await channels.get(to.channel)
    address = to.address or await _address(session, to.contact, channel.kind)
    return await ensure_conversation(session, Person(channel.id, channel.kind, address, to.name))


async def _address(session: Session, contact: UUID | None, kind: str) -> str:
    if contact is None:
        raise NotFound("contact", contact)
    await Contacts(session).get(contact)
    known = [one.address for one in await Addresses(session).of(contact) if one.channel_kind == kind]
    if not known:
        raise NotFound(f"{kind} address of contact", contact)
    return known[0]
