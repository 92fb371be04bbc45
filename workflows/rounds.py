"""One round of work through all workspaces, and round after round: what breaks in one does not stop the others."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol
from uuid import UUID

import structlog

from workflows.away import AWAY

log = structlog.get_logger(__name__)
AGAIN_SECONDS = 5.0


class Watcher(Protocol):
    """Looks around as long as the process lives."""

    async def run(self) -> None: ...


async def safely(what: str, workspace: UUID, work: Callable[[UUID], Awaitable[int]]) -> int:
    """What ``work`` gives, or nothing and a line in the log: it is tried again in the next round."""
    try:
        return await work(workspace)
    except AWAY as error:
        log.warning("the database refuses", what=what, workspace=str(workspace), error=str(error))
    except Exception:
        log.exception("it cannot go on", what=what, workspace=str(workspace))
    return 0


async def for_ever(watcher: Watcher) -> None:
    """Nobody waits for a watcher, so nobody would see it end: what breaks it is told to the operator, and it begins again."""
    while True:
        try:
            await watcher.run()
        except Exception:
            log.exception("a watcher broke", watcher=type(watcher).__name__)
        await asyncio.sleep(AGAIN_SECONDS)
