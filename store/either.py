"""A statement for both doors to the database: the bare connections of the hot path, and the sessions of all else."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from store.hot import Connection, Query


class Either:
    """Parameters are ``:name`` with their types cast in the statement; JSON goes in by ``as_json``, as text."""

    def __init__(self, source: str) -> None:
        self._hot, self._plain = Query(source), text(source)

    async def row(self, on: AsyncSession | Connection, values: Mapping[str, Any]) -> Any:
        """The first row of what it gives; None where it gives nothing."""
        if not isinstance(on, AsyncSession):
            return await self._hot.row(on, values)
        named = {name: values[name] for name in self._plain._bindparams}  # noqa: SLF001 - text() tells them no other way
        found: Any = await on.execute(self._plain, named)
        return found.first() if found.returns_rows else None


def as_json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), default=str)
