"""Heartbeats beside a long activity, so that the death of its worker is seen within seconds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from temporalio import activity

EVERY_SECONDS = 4


@asynccontextmanager
async def heartbeating() -> AsyncIterator[None]:
    beat = asyncio.create_task(_beat())
    try:
        yield
    finally:
        beat.cancel()


async def _beat() -> None:
    while True:
        activity.heartbeat()
        await asyncio.sleep(EVERY_SECONDS)
