"""Where contacts are reached, and whether they still want to be."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from store.errors import Conflict
from store.models import AddressRow
from store.records import Address


class Addresses:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, contact: UUID, channel_kind: str, address: str) -> Address:
        """One more place where this person is reached; it must not be somebody else's."""
        statement = insert(AddressRow).values(contact_id=contact, channel_kind=channel_kind, address=address)
        row = await self._session.scalar(statement.on_conflict_do_nothing().returning(AddressRow))
        if row is None:
            raise Conflict("contact", f"the {channel_kind} address {address} belongs to a contact already")
        return Address.model_validate(row)

    async def of(self, contact: UUID) -> tuple[Address, ...]:
        query = select(AddressRow).where(AddressRow.contact_id == contact).order_by(AddressRow.id)
        return tuple(Address.model_validate(row) for row in await self._session.scalars(query))

    async def reached(self, contacts: Sequence[UUID], kinds: Mapping[UUID, str]) -> dict[UUID, tuple[UUID, str]]:
        """On which of these channels, whose kinds are given, each contact is reached, and where: the first they are on."""
        query = select(AddressRow).where(
            AddressRow.contact_id.in_(contacts), AddressRow.channel_kind.in_(kinds.values())
        )
        known: dict[tuple[UUID, str], str] = {}
        for row in await self._session.scalars(query.order_by(AddressRow.id)):
            known.setdefault((row.contact_id, row.channel_kind), row.address)
        return {
            contact: (channel, known[contact, kind])
            for channel, kind in reversed([*kinds.items()])
            for contact in contacts
            if (contact, kind) in known
        }

    async def stop(self, channel_kind: str, address: str) -> None:
        """The contact wants nothing more there; the first time they said so is kept."""
        stopped = {"opted_out_at": func.coalesce(AddressRow.opted_out_at, func.now()), "opted_out_turn": None}
        await self._session.execute(update(AddressRow).where(*_at(channel_kind, address)).values(stopped))

    async def resume(self, channel_kind: str, address: str) -> None:
        wanted = {"opted_out_at": None, "opted_out_turn": None}
        await self._session.execute(update(AddressRow).where(*_at(channel_kind, address)).values(wanted))


def _at(channel_kind: str, address: str) -> tuple[Any, ...]:
    return AddressRow.channel_kind == channel_kind, AddressRow.address == address
