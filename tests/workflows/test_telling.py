"""What happens in a workspace is told to who listens, by every path the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from store.enacted import Place, enact
from store.workspace_events import WorkspaceEvent, WorkspaceEvents
from tests.workflows.flows import echo
from tests.workflows.runtime import Runtime
from workflows.telling import Nudge, Teller


@dataclass
class Notes:
    """Somebody who writes down what they hear, and may break at a kind."""

    breaks_at: str = ""
    heard: list[WorkspaceEvent] = field(default_factory=list)

    async def hear(self, session: AsyncSession, workspace: UUID, event: WorkspaceEvent) -> Sequence[Nudge]:
        assert workspace
        if event.kind == self.breaks_at:
            await session.execute(text("select 1 / 0"))
        self.heard.append(event)
        return ()


@pytest.fixture
def notes() -> Notes:
    return Notes()


async def test_an_emitted_event(idle: Runtime, notes: Notes) -> None:
    """What a turn emits is there when it is committed, with its contact and its run."""
    await idle.publish(echo())
    found = await idle.say("ann", "go", nudge=False)
    assert found
    async with idle.store.hot.transaction(idle.workspace) as connection:
        turn = Place(found.conversation, None, UUID(int=1))
        await enact(connection, turn, [{"type": "emit", "name": "order.placed", "data": {"total": 12.5}}])
    assert await Teller(idle.store, idle.conversations, (notes,)).tell() == 1
    [event] = notes.heard
    assert (event.kind, event.contact_id, event.conversation_id) == ("flow.emitted", found.contact, found.conversation)
    assert event.data == {"name": "order.placed", "data": {"total": 12.5}, "run": None}


async def test_a_listener_that_breaks(idle: Runtime, notes: Notes) -> None:
    """It misses what it breaks at; the others hear it, and what comes after it is heard by all."""
    broken = Notes(breaks_at="first")
    async with idle.store.transaction(idle.workspace) as session:
        for kind in ("first", "second"):
            await WorkspaceEvents(session).add(kind, {})
    teller = Teller(idle.store, idle.conversations, (broken, notes))
    assert await teller.tell() == 2
    assert [[one.kind for one in who.heard] for who in (broken, notes)] == [["second"], ["first", "second"]]
    assert await teller.tell() == 0


@dataclass
class Unlucky:
    """Writes down what it hears; the first time, the database gives another transaction the way."""

    tried: int = 0

    async def hear(self, session: AsyncSession, workspace: UUID, event: WorkspaceEvent) -> Sequence[Nudge]:
        if event.kind == "first":
            self.tried += 1
            await WorkspaceEvents(session).add("written", {})
            if self.tried == 1:
                await session.execute(text("do $$ begin raise exception using errcode = 'deadlock_detected'; end $$"))
        return ()


async def test_a_deadlock(idle: Runtime) -> None:
    """Is nobody's mistake: who could not hear because of it hears in the next round, once."""
    async with idle.store.transaction(idle.workspace) as session:
        await WorkspaceEvents(session).add("first", {})
    unlucky = Unlucky()
    teller = Teller(idle.store, idle.conversations, (unlucky,))
    assert [await teller.tell() for _ in range(4)] == [0, 1, 1, 0]
    assert unlucky.tried == 2
    written = "select kind from workspace_events order by id"
    assert [row.kind for row in await idle.rows(written)] == ["first", "written"]
