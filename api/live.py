"""Hints for open screens over Redis/Valkey: one subscription per process, filtered here.

redis-py reconnects silently. The only sign that hints were missed is a second confirmation of the subscription, so each
of those becomes a ``resync`` for everybody.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any, Self

import msgspec
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from api.services import Event

log = structlog.get_logger(__name__)
RESYNC: Event = {"type": "resync"}
PATTERNS = ("conversation:*", "desk:*")
QUICKEST, SLOWEST = 0.05, 5.0
HELD = 256


class Queue:
    """One subscriber's hints. Who is too slow loses the oldest, and is told to look for itself."""

    def __init__(self) -> None:
        self._held: asyncio.Queue[Event] = asyncio.Queue(HELD)

    def push(self, event: Event) -> None:
        if self._held.full():
            self._held.get_nowait()
            event = RESYNC
        self._held.put_nowait(event)

    async def next(self, timeout: float) -> Event | None:  # noqa: ASYNC109 - how long a poll lasts, not a cancel scope
        try:
            return await asyncio.wait_for(self._held.get(), timeout)
        except TimeoutError:
            return None

    async def __aiter__(self) -> AsyncIterator[Event]:
        while True:
            yield await self._held.get()


class RealtimeHub:
    """``async with RealtimeHub(redis) as hub``: listens, also over restarts of the broker, until the block ends."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._topics: defaultdict[str, set[Queue]] = defaultdict(set)
        self.ready = asyncio.Event()
        self.listening = False

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="realtime-hub")
        return self

    async def __aexit__(self, *error: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def publish(self, topic: str, event: Event) -> None:
        try:
            await self._redis.publish(topic, msgspec.json.encode(event))
        except (RedisError, OSError) as error:
            log.debug("a hint was lost", topic=topic, error=str(error))

    async def ping(self) -> bool:
        try:
            return bool(await self._redis.ping())
        except (RedisError, OSError):
            return False

    @contextmanager
    def subscribe(self, *topics: str) -> Iterator[Queue]:
        queue = Queue()
        for topic in topics:
            self._topics[topic].add(queue)
        try:
            yield queue
        finally:
            for topic in topics:
                self._forget(topic, queue)

    def _forget(self, topic: str, queue: Queue) -> None:
        self._topics[topic].discard(queue)
        if not self._topics[topic]:
            del self._topics[topic]

    async def _run(self) -> None:
        delay = QUICKEST
        while True:
            try:
                async with self._redis.pubsub() as channel:
                    await channel.psubscribe(*PATTERNS)
                    delay = QUICKEST
                    await self._listen(channel)
            except (RedisError, OSError) as error:
                self.listening = False
                log.info("no hints while the broker is away", error=str(error))
                await asyncio.sleep(delay * (1 + random.random()))  # noqa: S311 - spreads the reconnects
                delay = min(delay * 2, SLOWEST)

    async def _listen(self, channel: Any) -> None:
        async for message in channel.listen():
            match message["type"]:
                case "psubscribe" if message["data"] == len(PATTERNS):  # the last of them: how many there are now
                    self._confirm()
                case "pmessage":
                    self._spread(message["channel"].decode(), message["data"])

    def _confirm(self) -> None:
        self.listening = True
        if self.ready.is_set():
            for queue in {one for queues in self._topics.values() for one in queues}:
                queue.push(RESYNC)
        self.ready.set()

    def _spread(self, topic: str, data: bytes) -> None:
        if queues := self._topics.get(topic):
            event = msgspec.json.decode(data)
            for queue in queues:
                queue.push(event)
