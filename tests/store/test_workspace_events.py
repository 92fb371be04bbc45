"""What happened in a workspace is told once, oldest first, and forgotten when its contact is erased."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from store.contacts import Contacts
from store.database import Store
from store.directory import Directory
from store.workspace_events import WorkspaceEvents
from tests.store.seed import seeded


async def test_told_once_and_in_order(session: AsyncSession) -> None:
    """What was handled does not come again; what is left comes in the order in which it happened."""
    events = WorkspaceEvents(session)
    for number in range(3):
        await events.add("order.paid", {"number": number})
    first = await events.take(2)
    assert [(one.kind, one.data["number"]) for one in first] == [("order.paid", 0), ("order.paid", 1)]
    await events.handled(one.id for one in first)
    assert [one.data["number"] for one in await events.take(9)] == [2]


async def test_two_at_once(store: Store) -> None:
    """What one process has in hand, another one does not get."""
    rows = await seeded(store)
    workspace = rows["workspaces"]["id"]
    async with store.transaction(workspace) as one, store.transaction(workspace) as other:
        assert len(await WorkspaceEvents(one).take(9)) == 1
        assert await WorkspaceEvents(other).take(9) == []


async def test_where_something_happened(store: Store) -> None:
    """Only workspaces with something left to tell are looked into."""
    workspace = (await seeded(store))["workspaces"]["id"]
    async with store.system() as system:
        assert workspace in await Directory(system).with_events()
    async with store.transaction(workspace) as session:
        await WorkspaceEvents(session).handled(one.id for one in await WorkspaceEvents(session).take(9))
    async with store.system() as system:
        assert workspace not in await Directory(system).with_events()


async def test_forgotten(session: AsyncSession) -> None:
    """What everybody was told is thrown away after a while; what nobody was told stays, and an erased contact takes theirs."""
    events, contacts = WorkspaceEvents(session), Contacts(session)
    ann = await contacts.add("telegram", "1")
    await events.add("contact.changed", {}, contact=ann.id)
    await events.add("told", {})
    await events.handled(one.id for one in await events.take(9) if one.kind == "told")
    assert (await events.forget(timedelta(days=1)), await events.forget(-timedelta(days=1))) == (0, 1)
    await contacts.erase(ann.id)
    assert await events.take(9) == []
