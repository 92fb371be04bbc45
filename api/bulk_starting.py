"""From a list of people, in whatever form it came, to a bulk start that is stored."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.bulk_bodies import BulkMade, BulkShown, NewBulk, Who
from api.problems import Fault, Refused
from api.starting import Starting
from store.addresses import Addresses
from store.bulk_starts import BulkStart, BulkStarts, NewBulkStart, NewRecipient
from store.channels import Channels
from store.states import BulkStatus


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
        people = await self._recipients(body, kinds) if body.audience is None else []
        audience = body.audience.audience if body.audience else None
        given = body.model_dump(include={"name", "node", "inputs"})
        given |= {
            "interrupt": into.interrupts if body.interrupt is None else body.interrupt,
            "priority": into.priority if body.priority is None else body.priority,
        }
        made = await self.starts.add(
            NewBulkStart(flow_id=flow, channels=tuple(body.channel_ids), audience=audience, **given)
        )
        assert made is not None  # noqa: S101 - only an occasion can be there before
        count = await self.starts.add_recipients(made.id, people)
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

    async def _recipients(self, body: NewBulk, kinds: dict[UUID, str]) -> list[NewRecipient]:
        try:
            people = body.people
        except ValueError as error:
            raise Refused("invalid-request", "see errors", [Fault(message=str(error), path="csv")]) from error
        reached = await Addresses(self.session).reached([one.contact for one in people if one.contact], kinds)
        found = [(one, _place(one, body.channel_ids[0], reached)) for one in people]
        faults = [_lost(index, one) for index, (one, place) in enumerate(found) if place is None]
        if faults:
            raise Refused("invalid-request", "see errors", faults[:100])
        return [
            NewRecipient(channel_id=place[0], address=place[1], name=one.name, inputs=one.inputs)
            for one, place in found
            if place
        ]


def _place(one: Who, first: UUID, reached: dict[UUID, tuple[UUID, str]]) -> tuple[UUID, str] | None:
    if one.contact is not None:
        return reached.get(one.contact)
    return first, (one.address or "").strip()


def _lost(index: int, one: Who) -> Fault:
    message = f"there is no contact {one.contact}, or they have no address on these channels"
    return Fault(message=message, path=f"recipients.{index}.contact")
