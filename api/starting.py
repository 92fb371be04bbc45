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
        listening = [one for one in await self.versions(into) if not elsewhere(one, into.node, start.to.channel)]
        if not listening:
            raise Refused("invalid-request", ELSEWHERE, [Fault(message=ELSEWHERE, path="to.channel")])
        if found := unfit(listening, start.inputs):
            faults = [Fault(message=one.message, path=f"inputs.{one.field}") for one in found]
            raise Refused("invalid-request", "the inputs are not those of the flow: see errors", faults)

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


def unfit(versions: Sequence[CompiledFlow], inputs: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with inputs that none of the versions takes: each in the words of a version that has it. Where each is taken
    by one of them, it is that they are given together."""
    found = [{str(one.field): one for one in initial(flow.variables, inputs, LIMITS)[1]} for flow in versions]
    if not all(found):
        return []
    wrong = [name for name in inputs if all(name in one for one in found)]
    return [_of_owner(name, versions, found) for name in wrong] or [_together(inputs, found)]


def has_input(flow: CompiledFlow, name: str) -> bool:
    return name in flow.variables and flow.variables[name].input


def _of_owner(name: str, versions: Sequence[CompiledFlow], found: Sequence[Mapping[str, Problem]]) -> Problem:
    owners = (problems for flow, problems in zip(versions, found, strict=True) if has_input(flow, name))
    return next(owners, found[0])[name]


def _together(inputs: Mapping[str, Any], found: Sequence[Mapping[str, Problem]]) -> Problem:
    names = [name for name in inputs if any(name in problems for problems in found)]
    message = f"no version of the flow takes {' and '.join(map(repr, names))} together: leave one of them out"
    return Problem(code="unfit_input", message=message, field=next(iter(found[0])))


async def nudge(conversations: Conversations, workspace: UUID, starts: Sequence[Begun]) -> None:
    """To be done when the answer is out, after every start."""
    for taken, patient in starts:
        await conversations.nudge(workspace, taken.conversation, taken.event, urgency=urgency_of(patient=patient))
