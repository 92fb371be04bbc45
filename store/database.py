"""The one door to the database: a transaction of a workspace, or a look across workspaces."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from store.config import Database
from store.hot import Hot

# For statements that change rows and return them: what the session had of them is replaced.
FRESH: Mapping[str, Any] = {"synchronize_session": False, "populate_existing": True}
_SET_WORKSPACE = text("select set_config('app.workspace', :id, true)")
_SYSTEM_POOL = 2


class Store:
    """Holds the connections. Belongs to the event loop it was opened in."""

    def __init__(self, app: AsyncEngine, system: AsyncEngine, hot: Hot) -> None:
        self._app, self._system, self.hot = app, system, hot
        self._sessions = async_sessionmaker(app, expire_on_commit=False)
        self._system_sessions = async_sessionmaker(system, expire_on_commit=False)

    @classmethod
    def open(cls, config: Database) -> Store:
        system = _engine(config.system_url, min(config.pool, _SYSTEM_POOL))
        return cls(_engine(config.url, config.pool), system, Hot(config.url, config.pool))

    async def close(self) -> None:
        await self.hot.close()
        await self._app.dispose()
        await self._system.dispose()

    async def ping(self) -> bool:
        """Whether the database answers."""
        try:
            async with self.system() as session:
                return await session.scalar(text("select true")) is True
        except (DBAPIError, OSError):
            return False

    @asynccontextmanager
    async def transaction(self, workspace: UUID) -> AsyncIterator[AsyncSession]:
        """Everything inside sees and writes rows of this workspace only; commits when the block ends."""
        async with self._sessions.begin() as session:
            await session.execute(_SET_WORKSPACE, {"id": str(workspace)})
            yield session

    @asynccontextmanager
    async def system(self) -> AsyncIterator[AsyncSession]:
        """For what is looked up before the workspace is known; row-level security does not hold here."""
        async with self._system_sessions.begin() as session:
            yield session


def _engine(url: SecretStr, pool: int) -> AsyncEngine:
    return create_async_engine(
        url.get_secret_value(),
        pool_size=pool,
        max_overflow=pool,
        hide_parameters=True,  # errors travel to logs and to Temporal: without what people said
        connect_args={"server_settings": {"jit": "off", "application_name": "dialoom"}, "statement_cache_size": 500},
    )
