"""Writes down for each webhook what it is to be told of what happens."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from store.deliveries import Deliveries
from store.webhooks import listening
from store.workspace_events import WorkspaceEvent
from workflows.telling import Nudge

LARGEST = 128 * 1024
EMITTED = "flow.emitted"


@dataclass(frozen=True, slots=True)
class Publisher:
    """Hears everything. An event that is too large is kept as a delivery that failed, without its data."""

    async def hear(self, session: AsyncSession, workspace: UUID, event: WorkspaceEvent) -> Sequence[Nudge]:
        names = names_of(event)
        for one in [one for one in await listening(session) if one.hears(names)]:
            body, refused = _body(workspace, event), None
            if len(body.encode()) > LARGEST:
                refused = f"the event is over {LARGEST // 1024} KiB"
                body = _body(workspace, event.model_copy(update={"data": {}}))
            await Deliveries(session).add(one.id, event, body, refused)
        return ()


def names_of(event: WorkspaceEvent) -> tuple[str, ...]:
    """Its kind; what a flow tells is known by its own name, too: ``flow.emitted/order.placed``."""
    return (event.kind, f"{EMITTED}/{event.data.get('name')}") if event.kind == EMITTED else (event.kind,)


def _body(workspace: UUID, event: WorkspaceEvent) -> str:
    """As Standard Webhooks recommends: type, timestamp and data."""
    body: dict[str, Any] = {
        "type": event.kind,
        "timestamp": event.created_at.isoformat(),
        "workspace_id": str(workspace),
        "contact_id": str(event.contact_id) if event.contact_id else None,
        "conversation_id": str(event.conversation_id) if event.conversation_id else None,
        "data": event.data,
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
