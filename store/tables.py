"""The tables that a workspace keeps beside its contacts, and what their columns are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from engine.tables import TABLES, Column, Table
from store.database import FRESH
from store.errors import Conflict, NotFound
from store.models import DataTableRow
from store.records import Record


class DefinedTable(Record):
    id: UUID
    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: str | None
    created_at: datetime
    updated_at: datetime

    @property
    def table(self) -> Table:
        """As the engine takes it."""
        return Table(columns=self.columns, key=self.key)


class Tables:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, name: str, table: Table, *, title: str = "", description: str = "") -> DefinedTable:
        if (await self._session.scalar(select(func.count()).select_from(DataTableRow)) or 0) >= TABLES:
            raise Conflict("tables", f"a workspace has at most {TABLES}")
        values = {"name": name, "title": title, "description": description, **table.model_dump(mode="json")}
        statement = insert(DataTableRow).values(values).on_conflict_do_nothing().returning(DataTableRow)
        row = await self._session.scalar(statement)
        if row is None:
            raise Conflict("table", f"{name!r} is there already: change that one, or take another name")
        return DefinedTable.model_validate(row)

    async def list(self) -> tuple[DefinedTable, ...]:
        rows = await self._session.scalars(select(DataTableRow).order_by(DataTableRow.name))
        return tuple(DefinedTable.model_validate(row) for row in rows)

    async def get(self, name: str) -> DefinedTable:
        row = await self._session.scalar(select(DataTableRow).where(DataTableRow.name == name))
        if row is None:
            raise NotFound("table", name)
        return DefinedTable.model_validate(row)

    async def change(self, name: str, values: Mapping[str, Any]) -> DefinedTable:
        """Only what is given. Rows keep what they hold, also in columns that are gone."""
        statement = update(DataTableRow).where(DataTableRow.name == name).values(updated_at=func.now(), **values)
        row = await self._session.scalar(statement.returning(DataTableRow), execution_options=FRESH)
        if row is None:
            raise NotFound("table", name)
        return DefinedTable.model_validate(row)

    async def remove(self, name: str) -> None:
        """The table with all its rows."""
        statement = delete(DataTableRow).where(DataTableRow.name == name).returning(DataTableRow.id)
        if await self._session.scalar(statement) is None:
            raise NotFound("table", name)

    async def known(self) -> dict[str, frozenset[str]]:
        """The names of each table's columns, for the checks."""
        return {one.name: frozenset(column.name for column in one.columns) for one in await self.list()}
