"""From a list of people, in whatever form it came, to a bulk start that is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.bulk_bodies import BulkMade, BulkShown, Mention, NewBulk, Who
from api.problems import Fault, Refused
from api.starting import Starting, has_input, unfit
from engine import CompiledFlow
from store.addresses import Addresses
from store.bulk_starts import BulkStart, BulkStarts, NewBulkStart, NewRecipient
from store.channels import Channels
from store.states import BulkStatus
from workflows.entering import Entry

MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class BulkStarting:
    session: AsyncSession
    channels: Channels
    starting: Starting

    @property
    def starts(self) -> BulkStarts:
        return BulkStarts(self.session)

    async def create(self, flow: UUID, body: NewBulk) -> BulkMade:
        """Nobody is started by this yet: a worker takes them one after another."""
        into = await self.starting.entry(flow, body.node)
        kinds = {id: (await self.channels.get(id)).kind for id in body.channel_ids}
        people = _people(body) if body.audience is None else []
        _refuse_unfit(await self.starting.versions(into), body, people)
        recipients = await self._recipients(people, body.channel_ids[0], kinds)
        made = await self.starts.add(_new(into, body))
        assert made is not None  # noqa: S101 - only an occasion can be there before
        count = await self.starts.add_recipients(made.id, recipients)
        shown = await self.shown(made)
        return BulkMade(
            **{name: getattr(shown, name) for name in BulkShown.__struct_fields__}, repeated=len(people) - count
        )

    async def turn(self, id: UUID, status: BulkStatus) -> BulkShown:
        await self.starts.get(id)
        return await self.shown(await self.starts.turn(id, status))

    async def shown(self, bulk: BulkStart) -> BulkShown:
        fields = {name: getattr(bulk, name) for name in BulkShown.__struct_fields__ if name in BulkStart.model_fields}
        return BulkShown(**fields, recipients=await self.starts.counts(bulk.id), runs=await self.starts.runs(bulk.id))

    async def _recipients(self, people: Sequence[Mention], first: UUID, kinds: dict[UUID, str]) -> list[NewRecipient]:
        reached = await Addresses(self.session).reached([one.who.contact for one in people if one.who.contact], kinds)
        found = [(one, _place(one.who, first, reached)) for one in people]
        _refuse([_lost(one) for one, place in found if place is None])
        return [
            NewRecipient(channel_id=place[0], address=place[1], name=one.who.name, inputs=one.who.inputs)
            for one, place in found
            if place
        ]


def _new(into: Entry, body: NewBulk) -> NewBulkStart:
    """What the body leaves open is as the trigger says."""
    return NewBulkStart(
        flow_id=into.flow,
        channels=tuple(body.channel_ids),
        audience=body.audience.audience if body.audience else None,
        interrupt=into.interrupts if body.interrupt is None else body.interrupt,
        priority=into.priority if body.priority is None else body.priority,
        **body.model_dump(include={"name", "node", "inputs"}),
    )


def _people(body: NewBulk) -> list[Mention]:
    try:
        return body.people
    except ValueError as error:
        raise Refused("invalid-request", "see errors", [Fault(message=str(error), path="csv")]) from error


def _refuse_unfit(versions: Sequence[CompiledFlow], body: NewBulk, people: Sequence[Mention]) -> None:
    """Whoever starts a flow for many sees no single run: what it cannot take is told before anybody hears it."""
    common = [Fault(message=one.message, path=f"inputs.{one.field}") for one in unfit(versions, body.inputs)]
    columns = _strange(versions, people)
    own = (
        one.fault(f"inputs.{wrong.field}", wrong.message)
        for one in people
        for wrong in unfit(versions, one.who.inputs)
        if one.line is None or wrong.field not in columns
    )
    _refuse([*common, *(Fault(message=_no_input(name), path="csv") for name in columns), *own])


def _strange(versions: Sequence[CompiledFlow], people: Sequence[Mention]) -> list[str]:
    """Columns of the CSV that no version has: one mistake each, however many lines there are."""
    columns = dict.fromkeys(name for one in people if one.line is not None for name in one.who.inputs)
    return [name for name in columns if not any(has_input(flow, name) for flow in versions)]


def _no_input(column: str) -> str:
    return f"the column {column!r} is no input of the flow: leave it out, or declare it there"


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise Refused("invalid-request", "see errors", faults[:MOST_TOLD])


def _place(one: Who, first: UUID, reached: dict[UUID, tuple[UUID, str]]) -> tuple[UUID, str] | None:
    if one.contact is not None:
        return reached.get(one.contact)
    return first, (one.address or "").strip()


def _lost(one: Mention) -> Fault:
    return one.fault("contact", f"there is no contact {one.who.contact}, or they have no address on these channels")
