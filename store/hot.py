"""The hot path's door: transactions on bare asyncpg connections, for the few statements that every message costs.

It holds the same promise as ``Store.transaction``: everything inside sees one workspace, and commits when the block ends.
Opening it is one round trip.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
from pydantic import SecretStr
from sqlalchemy import make_url

# The statements here never differ but in their values: to plan one again costs more than to run it.
_SETTINGS = {"jit": "off", "application_name": "dialoom", "plan_cache_mode": "force_generic_plan"}
_STATEMENTS = 200  # prepared on each connection, for as long as it lives
Connection: TypeAlias = Any  # an asyncpg connection; asyncpg comes without types


class Query:
    """A statement with named parameters, ``:name``, for asyncpg, which numbers them. Types are cast in the statement."""

    def __init__(self, source: str) -> None:
        self._names: list[str] = []
        self._text = re.sub(r"(?<!:):([a-z_]+)", self._numbered, source)

    async def row(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """The first row, or None."""
        return await connection.fetchrow(self._text, *(values[name] for name in self._names))

    async def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        found: list[Any] = await connection.fetch(self._text, *(values[name] for name in self._names))
        return found

    async def run(self, connection: Connection, values: Mapping[str, Any]) -> None:
        await connection.execute(self._text, *(values[name] for name in self._names))

    def _numbered(self, found: re.Match[str]) -> str:
        if (name := found[1]) not in self._names:
            self._names.append(name)
        return f"${self._names.index(name) + 1}"


class Hot:
    """A pool of its own, opened at its first use in the running loop."""

    def __init__(self, url: SecretStr, size: int) -> None:
        self._url, self._size = make_url(url.get_secret_value()).set(drivername="postgresql"), size
        self._pool: Any = None
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def transaction(self, workspace: UUID, lock: UUID | None = None) -> AsyncIterator[Connection]:
        """An asyncpg connection inside a transaction of this workspace; JSON columns are Python values.

        ``lock`` is a conversation that nobody else may decide for meanwhile. Its lock is a statement of its own: the next
        one then sees what an earlier holder has committed.
        """
        begin = f"begin; select set_config('app.workspace', '{workspace}', true)"
        if lock is not None:
            begin += f"; select from conversations where id = '{lock}' for update"
        async with (await self._ready()).acquire() as connection:
            await connection.execute(begin)
            try:
                yield connection
            except BaseException:
                await _roll_back(connection)
                raise
            await connection.execute("commit")

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.close()

    async def _ready(self) -> Any:
        async with self._opening:
            if self._pool is None:
                self._pool = await asyncpg.create_pool(
                    self._url.render_as_string(hide_password=False),
                    min_size=0,
                    max_size=self._size,
                    init=_with_json,
                    reset=_as_it_is,
                    statement_cache_size=_STATEMENTS,
                    max_cached_statement_lifetime=0,
                    server_settings=_SETTINGS,
                )
        return self._pool


async def _roll_back(connection: Connection) -> None:
    """As far as there is still somebody to tell."""
    if not connection.is_closed() and connection.is_in_transaction():
        await connection.execute("rollback")


async def _with_json(connection: Connection) -> None:
    await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=_dumped, decoder=json.loads)


def _dumped(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


async def _as_it_is(_: Connection) -> None:
    """Nothing outlives a transaction here, so a connection goes back without a round trip."""
