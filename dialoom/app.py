"""Composition root: the only place that knows every part. The API is served as ``dialoom.app:create``."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
import redis.asyncio as redis
from litestar import Litestar

from api.app import create_app
from api.live import RealtimeHub
from api.services import Parts, Services
from dialoom.logs import set_up_logging
from dialoom.plugins import all_node_types
from dialoom.settings import Settings, load
from store.crypto import Vault
from store.database import Store
from workflows import parts, worker
from workflows.channel_cache import ChannelCache
from workflows.client import Conversations, connect, connect_when_there


def create() -> Litestar:
    settings = load()
    set_up_logging()

    @asynccontextmanager
    async def services() -> AsyncIterator[Services]:
        async with AsyncExitStack() as stack:
            yield await open_services(settings, stack)

    return create_app(Parts(open=services, encryption=settings.keys, config=settings.api, temporal=settings.temporal))


async def open_services(settings: Settings, stack: AsyncExitStack) -> Services:
    """The API's clients, in the running loop; ``stack`` closes them."""
    store, vault = Store.open(settings.database), Vault(settings.keys.keys)
    stack.push_async_callback(store.close)
    valkey = await stack.enter_async_context(redis.Redis.from_url(settings.valkey.url))
    return Services(
        store=store,
        vault=vault,
        conversations=Conversations(await connect(settings.temporal)),
        channels=ChannelCache(store, vault),
        http=await stack.enter_async_context(httpx.AsyncClient(timeout=30)),
        node_types=all_node_types(),
        events=await stack.enter_async_context(RealtimeHub(valkey)),
        connections=frozenset(settings.ai.connections),
        allowed=settings.worker.allowed,
    )


@asynccontextmanager
async def working(settings: Settings) -> AsyncIterator[None]:
    """The workers, until the block ends."""
    async with AsyncExitStack() as stack:
        store = Store.open(settings.database)
        stack.push_async_callback(store.close)
        found = parts.Parts(
            client=await connect_when_there(settings.temporal),
            store=store,
            vault=Vault(settings.keys.keys),
            valkey=await stack.enter_async_context(redis.Redis.from_url(settings.valkey.url)),
            node_types=all_node_types(),
            settings=settings.worker,
            ai=settings.ai,
            smtp=settings.smtp,
        )
        await stack.enter_async_context(worker.running(found))
        yield
