"""A whole run time in this process, on a real PostgreSQL, Valkey and Temporal: everything but the HTTP hook."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from uuid import UUID, uuid4

import httpx
import pytest
from cryptography.fernet import Fernet
from google.protobuf.duration_pb2 import Duration
from pydantic import SecretStr
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client

from store.crypto import Vault
from store.database import Store
from store.workspaces import Workspaces
from tests.servers import Run, start_temporal, start_valkey
from tests.simulators.openai_server import OpenAiServer, an_openai_server
from tests.workflows.bot import Bot, a_bot, simulator
from tests.workflows.runtime import Runtime, opened
from tests.workflows.shop import Shop, a_shop
from workflows import config
from workflows.activities.turn import Turns
from workflows.announce import Announcer
from workflows.channel_cache import ChannelCache
from workflows.client import connect
from workflows.flow_cache import FlowCache
from workflows.sending import Sender


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


@pytest.fixture(scope="session")
def temporal(temporal_address: str) -> config.Temporal:
    """A namespace of this process: in a shared one, workers of two processes would take each other's tasks."""
    namespace = f"test-{os.getpid()}"
    asyncio.run(_register(temporal_address, namespace))
    return config.Temporal(address=temporal_address, namespace=namespace)


async def _register(address: str, namespace: str) -> None:
    client = await connect(config.Temporal(address=address), lazy=False)
    kept = Duration(seconds=86_400)
    wanted = RegisterNamespaceRequest(namespace=namespace, workflow_execution_retention_period=kept)
    await client.workflow_service.register_namespace(wanted)


@pytest.fixture
async def client(temporal: config.Temporal) -> Client:
    return await connect(temporal, lazy=False)


@pytest.fixture
async def runtime(
    store: Store, vault: Vault, workspace: UUID, client: Client, valkey_url: str
) -> AsyncIterator[Runtime]:
    """Workers that run conversations of a fresh workspace with a web chat; the sandbox is on."""
    async with AsyncExitStack() as stack:
        runtime = await opened(stack, store, vault, workspace, client, valkey_url)
        await stack.enter_async_context(runtime.working())
        yield runtime


@pytest.fixture
async def idle(store: Store, vault: Vault, workspace: UUID, client: Client, valkey_url: str) -> AsyncIterator[Runtime]:
    """The same without workers: the test starts them."""
    async with AsyncExitStack() as stack:
        yield await opened(stack, store, vault, workspace, client, valkey_url)


@pytest.fixture
async def other(idle: Runtime, valkey_url: str) -> AsyncIterator[Runtime]:
    """The same run time for another workspace."""
    workspace = uuid4()
    async with idle.store.transaction(workspace) as session:
        await Workspaces(session).add("Other", slug=f"other-{workspace.hex}")
    async with AsyncExitStack() as stack:
        yield await opened(stack, idle.store, idle.vault, workspace, idle.client, valkey_url)


@pytest.fixture
async def turns(idle: Runtime) -> AsyncIterator[Turns]:
    """The turn's activity by itself, for tests that play the workflow."""
    async with httpx.AsyncClient() as http:
        sender = Sender(
            store=idle.store,
            channels=ChannelCache(idle.store, idle.vault),
            http=http,
            settings=idle.settings,
            announce=Announcer(idle.valkey).tell,
            slots=asyncio.Semaphore(8),
        )
        yield Turns(idle.store, FlowCache(idle.node_types, 8), sender)


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    """Another company's HTTP server."""
    async with a_shop() as shop:
        yield shop


@pytest.fixture
async def model() -> AsyncIterator[OpenAiServer]:
    """A language model behind an OpenAI-compatible endpoint."""
    async with an_openai_server() as server:
        yield server


@pytest.fixture(scope="session")
def telegram() -> Iterator[str]:
    """The address of a Telegram simulator for all tests of this process."""
    with simulator() as address:
        yield address


@pytest.fixture
async def bot(idle: Runtime, telegram: str) -> AsyncIterator[Bot]:
    """The run time with a Telegram bot in place of the web chat; the test starts workers."""
    async with a_bot(idle, telegram) as bot:
        yield bot
