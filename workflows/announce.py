"""Tells open screens, through Valkey, that a conversation has news. A hint only: it may be lost, the row is in the database."""

import json
from dataclasses import dataclass
from uuid import UUID

import redis.asyncio as redis
import structlog

log = structlog.get_logger(__name__)


def topic(conversation: UUID) -> str:
    return f"conversation:{conversation}"


@dataclass(frozen=True, slots=True)
class Announcer:
    client: redis.Redis

    async def sent(self, workspace: UUID, conversation: UUID) -> None:
        try:
            await self.client.publish(topic(conversation), json.dumps({"workspace": str(workspace)}))
        except (redis.RedisError, OSError) as error:
            log.debug("nobody was told", conversation=str(conversation), error=str(error))
