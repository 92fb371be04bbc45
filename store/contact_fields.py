"""The fields that a workspace has defined for its contacts. Others may be written nevertheless."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from engine.contact_fields import ContactField, FieldType
from store.database import FRESH
from store.errors import Conflict, NotFound
from store.models import ContactFieldRow
from store.records import Record

MOST = 500


class DefinedField(Record):
    id: UUID
    key: str
    title: str
    type: FieldType
    choices: tuple[str, ...]
    description: str
    created_at: datetime
    updated_at: datetime


class ContactFields:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(
        self, key: str, *, title: str = "", type: FieldType = "text", choices: Sequence[str] = (), description: str = ""
    ) -> DefinedField:
        if (await self._session.scalar(select(func.count()).select_from(ContactFieldRow)) or 0) >= MOST:
            raise Conflict("contact fields", f"a workspace defines at most {MOST}")
        values = {"key": key, "title": title, "type": type, "choices": list(choices), "description": description}
        statement = insert(ContactFieldRow).values(values).on_conflict_do_nothing().returning(ContactFieldRow)
        row = await self._session.scalar(statement)
        if row is None:
            raise Conflict("contact field", f"{key!r} is defined already: change that one, or take another key")
        return DefinedField.model_validate(row)

    async def list(self) -> tuple[DefinedField, ...]:
        rows = await self._session.scalars(select(ContactFieldRow).order_by(ContactFieldRow.key))
        return tuple(DefinedField.model_validate(row) for row in rows)

    async def get(self, key: str) -> DefinedField:
        row = await self._session.scalar(select(ContactFieldRow).where(ContactFieldRow.key == key))
        if row is None:
            raise NotFound("contact field", key)
        return DefinedField.model_validate(row)

    async def change(self, key: str, values: Mapping[str, Any]) -> DefinedField:
        """Only what is given. What contacts have in the field stays as it is."""
        statement = update(ContactFieldRow).where(ContactFieldRow.key == key).values(updated_at=func.now(), **values)
        row = await self._session.scalar(statement.returning(ContactFieldRow), execution_options=FRESH)
        if row is None:
            raise NotFound("contact field", key)
        return DefinedField.model_validate(row)

    async def remove(self, key: str) -> None:
        """The definition. What contacts have in the field stays."""
        statement = delete(ContactFieldRow).where(ContactFieldRow.key == key).returning(ContactFieldRow.id)
        if await self._session.scalar(statement) is None:
            raise NotFound("contact field", key)

    async def known(self) -> dict[str, ContactField]:
        """By key, as the engine takes them."""
        return {one.key: ContactField(type=one.type, choices=one.choices) for one in await self.list()}
