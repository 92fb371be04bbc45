"""Migrations, run from code: no ini file, no environment."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from pydantic import SecretStr
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from store.config import Database
from store.roles import ensure_roles, grant

FOLDER = Path(__file__).parent / "migrations"


async def prepare(database: Database, revision: str = "head") -> None:
    """Roles, tables and rights, brought up to date. Safe to repeat; what ``dialoom migrate`` does."""
    await ensure_roles(database.owner_url, database.url, database.system_url)
    await upgrade(database.owner_url, revision)
    await grant(database.owner_url, database.url, database.system_url)


async def upgrade(owner_url: SecretStr, revision: str = "head") -> None:
    await _run(owner_url, lambda config: command.upgrade(config, revision))


async def downgrade(owner_url: SecretStr, revision: str) -> None:
    await _run(owner_url, lambda config: command.downgrade(config, revision))


async def current(owner_url: SecretStr) -> str | None:
    """The revision that the database is at; None before the first migration."""
    engine = create_async_engine(owner_url.get_secret_value())
    async with engine.connect() as connection:
        revision = await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
    await engine.dispose()
    return revision


async def _run(owner_url: SecretStr, step: Callable[[Config], None]) -> None:
    engine = create_async_engine(owner_url.get_secret_value())
    async with engine.begin() as connection:
        await connection.run_sync(_with_connection, step)
    await engine.dispose()


def _with_connection(connection: Connection, step: Callable[[Config], None]) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    step(config)


def newest() -> str | None:
    """The revision that this version of the code expects."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return ScriptDirectory.from_config(config).get_current_head()
