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

    async def tell(self, workspace: UUID, conversation: UUID, *, typing: bool = False) -> None:
        """That something was sent; or that something is being written."""
        news = {"workspace": str(workspace), **({"typing": True} if typing else {})}
        try:
            await self.client.publish(topic(conversation), json.dumps(news))
        except (redis.RedisError, OSError) as error:
            log.debug("nobody was told", conversation=str(conversation), error=str(error))
