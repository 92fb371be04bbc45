"""Whether the process lives, and whether it can do its work."""

import asyncio

import msgspec
from litestar import Controller, Response, get
from litestar.di import NamedDependency
from temporalio.service import RPCError

from api.services import Services
from workflows.client import Conversations

PATIENCE = 2.0


class Alive(msgspec.Struct, frozen=True):
    status: str = "ok"


class Ready(msgspec.Struct, frozen=True):
    """Only the database is needed to take webhooks in; without the others, replies and hints are late."""

    ready: bool
    database: bool
    temporal: bool
    valkey: bool


class Health(Controller):
    path = "/health"
    tags = ("health",)

    @get(operation_id="health")
    async def alive(self) -> Alive:
        """The process answers."""
        return Alive()

    @get("/ready", operation_id="ready")
    async def ready(self, services: NamedDependency[Services]) -> Response[Ready]:
        """Which servers answer. 503 while the database does not."""
        database, temporal, valkey = await asyncio.gather(
            _database(services), _temporal(services.conversations), services.events.ping()
        )
        found = Ready(ready=database, database=database, temporal=temporal, valkey=valkey)
        return Response(found, status_code=200 if database else 503)


async def _database(services: Services) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            return await services.store.ping()
    except (TimeoutError, OSError):
        return False


async def _temporal(conversations: Conversations) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            return await conversations.client.service_client.check_health()
    except (RPCError, RuntimeError, TimeoutError):
        return False
