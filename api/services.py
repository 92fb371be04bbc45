"""What the application stands on. The composition root makes it inside the event loop that serves."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import httpx

from api.config import Api
from nodes import NodeType
from store.config import Encryption
from store.crypto import Vault
from store.database import Store
from workflows.channel_cache import ChannelCache
from workflows.client import Conversations
from workflows.config import Temporal

Event: TypeAlias = dict[str, Any]


class Subscription(Protocol):
    """Hints, one after another. A hint may be lost: who waits for one also looks at the database now and then."""

    def __aiter__(self) -> AsyncIterator[Event]: ...

    async def next(self, timeout: float) -> Event | None: ...  # noqa: ASYNC109 - how long a poll lasts, not a cancel scope


class Events(Protocol):
    """Publish and subscribe. ``publish`` never raises; ``listening`` says whether hints can come at this moment."""

    @property
    def listening(self) -> bool: ...

    async def publish(self, topic: str, event: Event) -> None: ...

    def subscribe(self, *topics: str) -> AbstractContextManager[Subscription]: ...

    async def ping(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """``connections`` are the names of those that the operator has set up to language models, for the checks; ``allowed`` are the
    hosts and ports that may be called though they are private."""

    store: Store
    vault: Vault
    conversations: Conversations
    channels: ChannelCache
    http: httpx.AsyncClient
    node_types: Mapping[str, NodeType[Any]]
    events: Events
    connections: frozenset[str] = frozenset()
    allowed: frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """``open`` makes the clients when the application starts, and closes them when it ends."""

    open: Callable[[], AbstractAsyncContextManager[Services]]
    encryption: Encryption
    config: Api = Api()
    temporal: Temporal = Temporal()
