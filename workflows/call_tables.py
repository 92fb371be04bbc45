"""The workspace's tables, for one call of a node."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from engine import Limits
from engine.name_search import NameQuery
from engine.tables import RowAnswer, RowQuery, RowToSave, unknown_columns
from engine.variables import Unfit
from store.database import Store
from store.errors import Conflict, NotFound
from store.rows import Rows
from store.tables import Tables

Search: TypeAlias = Callable[[Rows], Awaitable[tuple[dict[str, Any], ...]]]


@dataclass(frozen=True, slots=True)
class CallTables:
    """A row that the call adds has the call's id, so that a repeated attempt finds it and adds no other."""

    store: Store
    workspace: UUID
    call: UUID

    async def save(self, row: RowToSave) -> RowAnswer:
        try:
            async with self.store.transaction(self.workspace) as session:
                rows = Rows(session, await Tables(session).get(row.table))
                saved = await rows.save(row.values, row.mode, self.call)
        except (NotFound, Conflict, Unfit) as error:
            return RowAnswer(refused=str(error))
        return RowAnswer(rows=(saved.shown,))

    async def find(self, query: RowQuery) -> RowAnswer:
        return await self._found(query, lambda rows: rows.find(query))

    async def find_named(self, query: NameQuery) -> RowAnswer:
        return await self._found(query, lambda rows: rows.find_named(query))

    async def _found(self, query: RowQuery | NameQuery, search: Search) -> RowAnswer:
        try:
            async with self.store.transaction(self.workspace) as session:
                table = await Tables(session).get(query.table)
                if unknown := unknown_columns(table.table, query.columns):
                    return RowAnswer(refused=f"the table {query.table!r} has no column {unknown[0]!r}")
                found = await search(Rows(session, table))
        except NotFound as error:
            return RowAnswer(refused=str(error))
        limit = Limits().call_response_bytes
        if len(json.dumps(found)) > limit:
            return RowAnswer(
                refused=f"the rows are over {limit // 1024} KiB together: ask for fewer, or make them smaller"
            )
        return RowAnswer(rows=found)
