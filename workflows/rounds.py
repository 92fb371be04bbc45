"""One round of work through all workspaces: what breaks in one does not stop the others."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog

from workflows.away import AWAY

log = structlog.get_logger(__name__)


async def safely(what: str, workspace: UUID, work: Callable[[UUID], Awaitable[int]]) -> int:
    """What ``work`` gives, or nothing and a line in the log: it is tried again in the next round."""
    try:
        return await work(workspace)
    except AWAY as error:
        log.warning("the database refuses", what=what, workspace=str(workspace), error=str(error))
    except Exception:
        log.exception("it cannot go on", what=what, workspace=str(workspace))
    return 0
