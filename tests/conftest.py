"""Fixtures of all suites. Servers start when a test first asks for one."""

import asyncio
import gc
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import hypothesis
import pytest
from pydantic import SecretStr

from store.config import Database
from store.database import Store
from store.migrate import prepare
from store.workspaces import Workspaces
from tests.servers import RUN, Run, Shared, start_postgres

hypothesis.settings.register_profile("patient", deadline=None)  # machines are shared: no test depends on time
hypothesis.settings.load_profile("patient")
TEMPLATE = "dialoom_template"
_run = pytest.StashKey[Run]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite expected results")


def pytest_configure(config: pytest.Config) -> None:
    if RUN not in os.environ:  # else a worker: it joins the run of its controller
        config.stash[_run] = Run.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    if (run := config.stash.get(_run, None)) is not None:
        run.end()
    gc.collect()  # a process that used a Temporal client aborts now and then when its remains are collected at exit
    time.sleep(0.3)


@pytest.fixture(scope="session")
def update(request: pytest.FixtureRequest) -> bool:
    """Whether expected results are to be rewritten instead of compared."""
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="session")
def postgres() -> str:
    """The address of a PostgreSQL that has a migrated template database."""
    return Run.joined().address("postgres", _migrated_postgres)


@pytest.fixture
async def database(postgres: str) -> AsyncIterator[Database]:
    """A migrated database of the test's own."""
    async with created(postgres) as config:
        yield config


@pytest.fixture
async def empty_database(postgres: str) -> AsyncIterator[Database]:
    """A database of the test's own, without any table."""
    async with created(postgres, "template template1") as config:
        yield config


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Store]:
    store = Store.open(database)
    yield store
    await store.close()


@pytest.fixture
async def workspace(store: Store) -> UUID:
    """A workspace with nothing in it."""
    id = uuid4()
    async with store.transaction(id) as session:
        await Workspaces(session).add("Acme", slug=f"acme-{id.hex}")
    return id


def _migrated_postgres(folder: Path) -> Shared:
    server = start_postgres(folder)
    asyncio.run(_make_template(server.address))
    return server


async def _make_template(address: str) -> None:
    await _execute(address, f"create database {TEMPLATE}")
    await prepare(_config(address, TEMPLATE))


@asynccontextmanager
async def created(address: str, options: str = f"template {TEMPLATE}") -> AsyncIterator[Database]:
    name = f"test_{uuid4().hex}"
    await _execute(address, f"create database {name} {options}")
    yield _config(address, name)
    await _execute(address, f"drop database {name} with (force)")


async def _execute(address: str, statement: str) -> None:
    connection = await asyncpg.connect(f"{address}/postgres")
    await connection.execute(statement)
    await connection.close()


def _config(address: str, name: str) -> Database:
    def url(user: str) -> SecretStr:
        return SecretStr(f"postgresql+asyncpg://{user}@{address.rpartition('@')[2]}/{name}")

    return Database(url=url("dialoom_app"), system_url=url("dialoom_system"), owner_url=url("postgres"), pool=5)
