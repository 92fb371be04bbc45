"""Hints over a real broker, which may go away and come back."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from api.live import HELD, RESYNC, Queue, RealtimeHub
from dialoom.stack import Valkey
from tests.servers import Run, start_valkey


@pytest.fixture(scope="session")
def valkey_url() -> str:
    """A Valkey of the test run."""
    return Run.joined().address("valkey", start_valkey)


@pytest.fixture
async def hub(valkey_url: str) -> AsyncIterator[RealtimeHub]:
    async with Redis.from_url(valkey_url) as redis, RealtimeHub(redis) as hub:
        await asyncio.wait_for(hub.ready.wait(), 10)
        yield hub


async def test_a_hint_reaches_who_listens_to_its_topic(hub: RealtimeHub) -> None:
    """And nobody else; who has left hears nothing more."""
    with hub.subscribe("conversation:1") as mine, hub.subscribe("conversation:2") as other:
        await hub.publish("conversation:1", {"n": 1})
        assert await mine.next(5) == {"n": 1}
        assert await other.next(0.05) is None
    with hub.subscribe("conversation:1", "conversation:2") as both:
        await hub.publish("conversation:2", {"n": 2})
        async for event in both:
            assert event == {"n": 2}
            break
    assert hub.listening
    assert await hub.ping()


async def test_who_is_too_slow_is_told_to_look_again() -> None:
    """The oldest hints are lost, the last one says so."""
    queue = Queue()
    for number in range(HELD + 5):
        queue.push({"n": number})
    held = [await queue.next(1) for _ in range(HELD)]
    assert held[0] == {"n": 5}
    assert held[-1] == RESYNC


async def test_a_broker_that_comes_back_is_heard_again(tmp_path: Path) -> None:
    """Publishing never fails, waiting goes on without hints, and everybody is told to look again."""
    server = Valkey(tmp_path / "data").start()
    try:
        async with Redis.from_url(server.url) as redis, RealtimeHub(redis) as hub:
            await asyncio.wait_for(hub.ready.wait(), 10)
            with hub.subscribe("conversation:1") as mine:
                await asyncio.to_thread(server.stop)
                await hub.publish("conversation:1", {"n": 1})
                assert not await hub.ping()
                await asyncio.to_thread(server.start)
                assert await mine.next(20) == RESYNC
                await hub.publish("conversation:1", {"n": 2})
                assert await mine.next(5) == {"n": 2}
    finally:
        await asyncio.to_thread(server.stop)
