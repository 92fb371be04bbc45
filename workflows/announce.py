"""Tells open screens, through Valkey, that there is news. A hint only: it may be lost, the row is in the database."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import redis.asyncio as redis
import structlog

log = structlog.get_logger(__name__)


def topic(conversation: UUID) -> str:
    return f"conversation:{conversation}"


def desk_topic(workspace: UUID) -> str:
    return f"desk:{workspace}"


def desk_news(conversation: UUID) -> dict[str, str]:
    """What is told there: somebody has to look at this conversation, its notes and notifications again."""
    return {"type": "conversation", "conversation": str(conversation)}


@dataclass(frozen=True, slots=True)
class Announcer:
    client: redis.Redis

    async def tell(self, workspace: UUID, conversation: UUID, *, typing: bool = False) -> None:
        """To who looks at the conversation: that something was sent; or that something is being written."""
        news = {"workspace": str(workspace), **({"typing": True} if typing else {})}
        await self._tell(topic(conversation), news, conversation)

    async def desk(self, workspace: UUID, conversation: UUID) -> None:
        """To all people of the workspace: it was handed over, assigned, closed…"""
        await self._tell(desk_topic(workspace), desk_news(conversation), conversation)

    async def _tell(self, topic: str, news: dict[str, Any], conversation: UUID) -> None:
        try:
            await self.client.publish(topic, json.dumps(news))
        except (redis.RedisError, OSError) as error:
            log.debug("nobody was told", conversation=str(conversation), error=str(error))
