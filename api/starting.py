"""Starting a flow's published version for a contact: what a program asks for, and what the event of an integration does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple
from uuid import UUID

import msgspec
from pydantic import Field, model_validator
from sqlalchemy.ext.asyncio import AsyncSession

from api.bodies import Body
from api.drafting import LIMITS
from api.problems import Fault, Refused
from engine import CompiledFlow
from engine.problems import Problem
from engine.triggers import elsewhere
from engine.variables import initial
from store.addresses import Addresses
from store.bulk_starts import ORDINARY
from store.channels import Channels
from store.contacts import Contacts
from store.errors import NotFound
from store.inbox import Person, command, ensure_conversation
from workflows.client import Conversations, urgency_of
from workflows.decide import ELSEWHERE
from workflows.entering import Entry, NoSuchTrigger, NothingPublished, entry
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
    interrupt: bool | None = Field(
        None, description="leave a flow that is still open for this contact; without it, what the trigger says"
    )
    priority: int | None = Field(
        None,
        ge=0,
        le=100,
        description="below 50 it comes behind people who have just written; without it, the trigger's",
    )


class StartTaken(msgspec.Struct, frozen=True, kw_only=True):
    """The start is in line behind what the contact said before; `GET /runs` shows its run, and
    `GET /conversations/{id}/events` why nothing was started."""

    conversation: UUID
    event: Annotated[int, msgspec.Meta(description="its place in the conversation's line of events")]


class Begun(NamedTuple):
    """A start, and whether it comes behind people who have just written."""

    taken: StartTaken
    patient: bool = False


@dataclass(frozen=True, slots=True)
class Starting:
    session: AsyncSession
    channels: Channels
    flow_cache: FlowCache

    async def start(self, id: UUID, start: Start, *, answered: bool = False) -> Begun:
        """Put the start in line. Whoever calls nudges the conversation when the transaction is committed. ``answered``: who asks
        is told what cannot be; of what another system sends, the run says so and loses nothing."""
        into = await self.entry(id, start.node)
        if answered:
            await self._refuse_unfit(into, start)
        conversation = await self._conversation(start.to)
        patient = (into.priority if start.priority is None else start.priority) < ORDINARY
        order = into.order(start.inputs, interrupt=start.interrupt, patient=patient)
        number = await command(self.session, conversation, "start", order)
        if number is None:
            raise NotFound("conversation", conversation)
        return Begun(StartTaken(conversation=conversation, event=number), patient)

    async def entry(self, id: UUID, node: str | None) -> Entry:
        """Where the flow is entered now."""
        try:
            return await entry(self.session, self.flow_cache, id, node)
        except NothingPublished as error:
            raise Refused("nothing-published", str(error)) from error
        except NoSuchTrigger as error:
            raise Refused("invalid-request", str(error), [Fault(message=str(error), path="node")]) from error

    async def versions(self, into: Entry) -> tuple[CompiledFlow, ...]:
        """Those that a contact may get: what is published and, while a canary runs, that too. Their turn draws."""
        tried = [into.canary["version"]] if into.canary else []
        flows = await self.flow_cache.needed(self.session, tried)
        return (into.compiled, *map(flows.version, tried))

    async def _refuse_unfit(self, into: Entry, start: Start) -> None:
        """Only what none of the versions takes."""
        versions = await self.versions(into)
        refusals = [refusal for one in versions if (refusal := _unfit(one, into.node, start))]
        if len(refusals) == len(versions):
            raise refusals[0]

    async def _conversation(self, to: Recipient) -> UUID:
        channel = await self.channels.get(to.channel)
        address = to.address or await self._address(to.contact, channel.kind)
        return await ensure_conversation(self.session, Person(channel.id, channel.kind, address, to.name))

    async def _address(self, contact: UUID | None, kind: str) -> str:
        if contact is None:
            raise NotFound("contact", contact)
        await Contacts(self.session).get(contact)
        known = [one.address for one in await Addresses(self.session).of(contact) if one.channel_kind == kind]
        if not known:
            raise NotFound(f"{kind} address of contact", contact)
        return known[0]


def _unfit(flow: CompiledFlow, node: str, start: Start) -> Refused | None:
    if elsewhere(flow, node, start.to.channel):
        return Refused("invalid-request", ELSEWHERE, [Fault(message=ELSEWHERE, path="to.channel")])
    faults = [Fault(message=one.message, path=f"inputs.{one.field}") for one in unfit((flow,), start.inputs)]
    return Refused("invalid-request", "the inputs are not those of the flow: see errors", faults) if faults else None


def unfit(versions: Sequence[CompiledFlow], inputs: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with inputs that none of the versions takes, as the first of them says it."""
    found = [initial(one.variables, inputs, LIMITS)[1] for one in versions]
    return found[0] if all(found) else []


async def nudge(conversations: Conversations, workspace: UUID, starts: Sequence[Begun]) -> None:
    """To be done when the answer is out, after every start."""
    for taken, patient in starts:
        await conversations.nudge(workspace, taken.conversation, taken.event, urgency=urgency_of(patient=patient))
