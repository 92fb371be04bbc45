"""A whole run time in this process, on a real PostgreSQL, Valkey and Temporal: everything but the HTTP hook."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from temporalio.client import Client

from store.crypto import Vault
from store.database import Store
from tests.servers import Run, start_temporal, start_valkey
from tests.workflows.runtime import Runtime, opened
from workflows import config
from workflows.client import connect


@pytest.fixture(scope="session")
def temporal_address() -> str:
    """A Temporal server of the test run."""
    return Run.joined().address("temporal", start_temporal)


@pytest.fixture(scope="session")
def valkey_url() -> str:
    """A Valkey of the test run."""
    return Run.joined().address("valkey", start_valkey)


@pytest.fixture
def vault() -> Vault:
    return Vault([SecretStr(Fernet.generate_key().decode())])


@pytest.fixture
async def client(temporal_address: str) -> Client:
    return await connect(config.Temporal(address=temporal_address), lazy=False)


@pytest.fixture
async def runtime(
    store: Store, vault: Vault, workspace: UUID, client: Client, valkey_url: str
) -> AsyncIterator[Runtime]:
    """Workers that run conversations of a fresh workspace with a web chat; the sandbox is on."""
    async with AsyncExitStack() as stack:
        runtime = await opened(stack, store, vault, workspace, client, valkey_url)
        await stack.enter_async_context(runtime.working())
        yield runtime


@pytest.fixture(scope="session")
def histories() -> Path:
    return Path(__file__).parent / "histories"
