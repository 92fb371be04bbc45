"""The application on a real PostgreSQL. Nudges go to an address where no Temporal is: they fail and nobody minds."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from typing import Any, TypeAlias, cast
from uuid import UUID

import httpx
import pytest
from cryptography.fernet import Fernet
from litestar import Litestar
from pydantic import SecretStr

from api.app import create_app
from api.config import Api
from api.permissions import ROLES
from api.services import Event, Parts, Services
from nodes import node_types
from store.config import Encryption
from store.crypto import Vault
from store.database import Store
from store.keys import Keys
from tests.make import a_document
from workflows.channel_cache import ChannelCache
from workflows.client import Conversations, connect
from workflows.config import Temporal

Client: TypeAlias = httpx.AsyncClient
Nodes: TypeAlias = dict[str, tuple[str, dict[str, Any]]]
CONFIG = Api(public_url="https://dialoom.test")
ALLOWED = ("10.0.0.9", 9000)  # a private place that the operator lets us call
ENCRYPTION = Encryption(keys=(SecretStr(Fernet.generate_key().decode()),), pepper=SecretStr("pepper"))


class Deaf:
    """The broker is away: no hint ever comes."""

    listening = False

    async def publish(self, topic: str, event: Event) -> None:
        """Nobody hears it."""

    @contextmanager
    def subscribe(self, *topics: str) -> Iterator["Deaf"]:
        yield self

    async def next(self, timeout: float) -> Event | None:  # noqa: ASYNC109 - as the real one
        await asyncio.sleep(min(timeout, 0.05))
        return None

    async def __aiter__(self) -> AsyncIterator[Event]:
        while False:
            yield {}

    async def ping(self) -> bool:
        return False


@pytest.fixture
def providers() -> httpx.MockTransport:
    """Platforms that take everything."""
    return httpx.MockTransport(lambda _: httpx.Response(200, json={"ok": True, "result": {"id": 1, "username": "bot"}}))


@pytest.fixture
def connections() -> frozenset[str]:
    """Those to language models that the operator has set up: none that the API was told of."""
    return frozenset()


@pytest.fixture
def vault() -> Vault:
    return Vault(ENCRYPTION.keys)


@pytest.fixture
def parts(store: Store, vault: Vault, providers: httpx.MockTransport, connections: frozenset[str]) -> Parts:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Services]:
        async with httpx.AsyncClient(transport=providers) as http:
            yield Services(
                store=store,
                vault=vault,
                conversations=Conversations(await connect(Temporal(address="127.0.0.1:1"))),
                channels=ChannelCache(store, vault),
                http=http,
                node_types=node_types(),
                events=Deaf(),
                connections=connections,
                allowed=frozenset({ALLOWED}),
            )

    return Parts(open=opened, encryption=ENCRYPTION, config=CONFIG)


class Opening:
    """What the application opens when it starts: each test's own."""

    parts: Parts

    def __call__(self) -> AbstractAsyncContextManager[Services]:
        return self.parts.open()


@pytest.fixture(scope="session")
def built() -> tuple[Litestar, Opening]:
    """Made once, as three hundred endpoints take most of a second; it keeps nothing from one start to the next."""
    opening = Opening()
    return create_app(Parts(open=opening, encryption=ENCRYPTION, config=CONFIG)), opening


@pytest.fixture
async def app(built: tuple[Litestar, Opening], parts: Parts) -> AsyncIterator[Litestar]:
    """The application, started in the test's own loop."""
    app, opening = built
    opening.parts = parts
    ready, stop = asyncio.Event(), asyncio.Event()

    async def alive() -> None:
        async with app.lifespan():  # entered and left by one task, which a fixture is not
            ready.set()
            await stop.wait()

    task = asyncio.create_task(alive())
    await asyncio.wait((task, asyncio.create_task(ready.wait())), return_when=asyncio.FIRST_COMPLETED)
    yield app
    stop.set()
    await task


@pytest.fixture
async def stranger(app: Litestar) -> AsyncIterator[Client]:
    """A client without a key."""
    transport = httpx.ASGITransport(cast("Any", app), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://dialoom.test") as client:
        yield client


KeyMaker: TypeAlias = Callable[..., Awaitable[dict[str, str]]]


@pytest.fixture
def key(store: Store, workspace: UUID) -> KeyMaker:
    """Makes the headers of a new key with these permissions."""

    async def make(*permissions: str) -> dict[str, str]:
        async with store.transaction(workspace) as session:
            made = await Keys(session, ENCRYPTION.pepper).add("test", permissions)
        return {"authorization": f"Bearer {made.plain.get_secret_value()}"}

    return make


@pytest.fixture
async def client(stranger: Client, key: KeyMaker) -> Client:
    """A client with an owner's key, at ``/api/v1``."""
    stranger.base_url = httpx.URL("https://dialoom.test/api/v1")
    stranger.headers.update(await key(*sorted(ROLES["owner"])))
    return stranger


def greeter(word: str = "hello", **over: Any) -> dict[str, Any]:
    """A flow that answers a word."""
    nodes: Nodes = {"start": ("keyword", {"words": [word]}), "hi": ("send_message", {"text": "Hi {{ contact.name }}"})}
    return a_document(nodes, {"start.next": "hi"}, name="Greeter", **over)


def asker() -> dict[str, Any]:
    """A flow that asks for a name and waits."""
    nodes: Nodes = {
        "start": ("keyword", {"words": ["hello"]}),
        "ask": ("ask_text", {"question": "Your name?", "save_as": "name", "timeout": "PT1H"}),
        "done": ("send_message", {"text": "Hi {{ vars.name }}"}),
    }
    return a_document(nodes, {"start.next": "ask", "ask.answered": "done", "ask.no_match": "done"}, name="Asker")


async def published(client: Client, document: dict[str, Any], key: str | None = None) -> dict[str, Any]:
    """The flow, made from a document and published."""
    made = await client.post("/flows/import", json={"document": document, **({"key": key} if key else {})})
    assert made.status_code == 201, made.text
    version = await client.post(f"/flows/{made.json()['id']}/publish", json={})
    assert version.status_code == 201, version.text
    return {**made.json(), "version": version.json()["id"]}


def kind_of(answer: httpx.Response) -> str:
    """The last part of a problem's type."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    found: str = answer.json()["type"].rpartition("/")[2]
    return found


async def a_chat(client: Client, **config: Any) -> str:
    """A connected web chat."""
    made = await client.post("/channels", json={"kind": "webchat", "name": "Chat", "config": config})
    assert made.status_code == 201, made.text
    found: str = made.json()["id"]
    return found
