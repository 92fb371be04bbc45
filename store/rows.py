"""The rows of one table. What is written has been made to fit the table's columns; what is found goes by the engine's own
comparisons, so that a row is found exactly where a condition would hold."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from engine.name_search import NameQuery, named_rows
from engine.tables import ROWS, RowQuery, SaveMode, filled, holds, in_order, key_of, row_fitted
from store.database import FRESH
from store.errors import Conflict, NotFound
from store.models import DataRow
from store.pages import Page, Window, page_of
from store.records import Record
from store.tables import DefinedTable

BATCH = 1_000


class StoredRow(Record):
    id: UUID
    data: dict[str, Any]
    created_at: datetime
    updated_at: datetime

    @property
    def shown(self) -> dict[str, Any]:
        """As flows know it."""
        return {"id": str(self.id), **self.data}


class Rows:
    def __init__(self, session: AsyncSession, table: DefinedTable) -> None:
        self._session, self._table = session, table
        self._mine = DataRow.table_id == table.id

    async def save(self, values: Mapping[str, Any], mode: SaveMode, id: UUID | None = None) -> StoredRow:
        """Raises Unfit, Conflict or NotFound. A new row gets this ``id``: to save it again then changes nothing. Whoever
        names a row by its key in other letters does not change how it is written."""
        fitted = row_fitted(self._table.table, values)
        known = await self._known(fitted, id)
        if known is None:
            if mode == "update":
                raise NotFound("row", self._named(fitted))
            return await self._insert(fitted, mode, id)
        if mode == "insert" and known.id != id:
            raise self._there_already(fitted)
        return await self._merge(known, {name: value for name, value in fitted.items() if name != self._table.key})

    async def update(self, id: UUID, values: Mapping[str, Any]) -> StoredRow:
        """Columns that are left out keep what they have."""
        return await self._merge(await self._row(id), row_fitted(self._table.table, values))

    async def get(self, id: UUID) -> StoredRow:
        return StoredRow.model_validate(await self._row(id))

    async def remove(self, id: UUID) -> None:
        gone = delete(DataRow).where(self._mine, DataRow.id == id).returning(DataRow.id)
        if await self._session.scalar(gone) is None:
            raise NotFound("row", id)

    async def page(self, window: Window) -> Page[StoredRow]:
        """Newest first."""
        return await page_of(self._session, select(DataRow).where(self._mine), DataRow.id, window, _stored)

    async def find(self, query: RowQuery) -> tuple[dict[str, Any], ...]:
        """So many as are asked for, of those for which the query holds."""
        found: list[dict[str, Any]] = []
        async for batch in self._batches():
            found += await asyncio.to_thread(_matching, query, batch)
            if query.sort is None and len(found) >= query.limit:
                break
        return in_order(query, found)

    async def find_named(self, query: NameQuery) -> tuple[dict[str, Any], ...]:
        """Those that a text means by their names."""
        rows = [row async for batch in self._batches() for row in batch]
        return await asyncio.to_thread(named_rows, query, rows)

    async def _batches(self) -> AsyncIterator[Sequence[dict[str, Any]]]:
        window = Window(limit=BATCH)
        while True:
            page = await self.page(window)
            yield [row.shown for row in page.items]
            if page.next is None:
                return
            window = Window(after=page.next, limit=BATCH)

    async def _known(self, fitted: Mapping[str, Any], id: UUID | None) -> DataRow | None:
        """The row that the key names, or the one that an earlier attempt has made."""
        key = key_of(self._table.table, fitted)
        which = DataRow.id == id if key is None else DataRow.key == key
        found: DataRow | None = await self._session.scalar(select(DataRow).where(self._mine, which).with_for_update())
        return found

    async def _insert(self, fitted: dict[str, Any], mode: SaveMode, id: UUID | None) -> StoredRow:
        if (await self._session.scalar(select(func.count()).where(self._mine)) or 0) >= ROWS:
            raise Conflict("table", f"it has {ROWS:,} rows, and takes no more")
        key = key_of(self._table.table, fitted)
        values = {"table_id": self._table.id, "key": key, "data": filled(fitted), **({"id": id} if id else {})}
        row = await self._session.scalar(insert(DataRow).values(values).on_conflict_do_nothing().returning(DataRow))
        # nothing: somebody else has inserted it in this moment, and it is there now
        return StoredRow.model_validate(row) if row else await self.save(fitted, mode, id)

    async def _merge(self, row: DataRow, fitted: Mapping[str, Any]) -> StoredRow:
        data = filled({**row.data, **fitted})
        column = self._table.key
        same = column is not None and data.get(column) == row.data.get(column)
        key = row.key if same else key_of(self._table.table, data)
        if key != row.key and await self._taken(key):
            raise self._there_already(data)
        changed = update(DataRow).where(DataRow.id == row.id).values(data=data, key=key, updated_at=func.now())
        return StoredRow.model_validate(await self._session.scalar(changed.returning(DataRow), execution_options=FRESH))

    def _named(self, fitted: Mapping[str, Any]) -> str:
        key = self._table.key
        return f"with {key} = {fitted.get(key)!r:.60}" if key else "to be updated: the table has no key that names one"

    def _there_already(self, row: Mapping[str, Any]) -> Conflict:
        return Conflict("row", f"{row.get(self._table.key or '')!r:.60} is in the table already")

    async def _taken(self, key: str | None) -> bool:
        return await self._session.scalar(select(DataRow.id).where(self._mine, DataRow.key == key)) is not None

    async def _row(self, id: UUID) -> DataRow:
        found: DataRow | None = await self._session.scalar(select(DataRow).where(self._mine, DataRow.id == id))
        if found is None:
            raise NotFound("row", id)
        return found


def _matching(query: RowQuery, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if holds(query, row)]


def _stored(row: DataRow) -> StoredRow:
    return StoredRow.model_validate(row)
