"""Drafts that nobody overwrites unseen, and versions that never change."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from engine.problems import Problem
from store.config import Database
from store.database import Store
from store.errors import Conflict, NotFound, StaleRevision
from store.flows import Flows
from store.pages import Window
from store.records import Flow, NewTrigger
from tests.store.seed import seeded

DOCUMENT: dict[str, Any] = {"dialoom": 3, "name": "Orders", "nodes": []}
PROBLEM = Problem(code="unreachable", message="nothing leads here", node="ask")


async def a_flow(session: AsyncSession, key: str = "orders") -> Flow:
    return await Flows(session).add(key, "Orders", DOCUMENT, [PROBLEM])


async def test_a_flow_begins_with_a_draft(session: AsyncSession) -> None:
    """Unfinished as it may be: problems are kept with it."""
    flow = await a_flow(session)
    draft = await Flows(session).draft(flow.id)
    assert (draft.revision, draft.document, draft.problems) == (1, DOCUMENT, (PROBLEM,))
    assert await Flows(session).find("orders") == await Flows(session).get(flow.id) == flow
    assert await Flows(session).find("others") is None
    with pytest.raises(Conflict, match="orders"):
        await a_flow(session)


async def test_a_draft_is_saved_only_on_what_was_read(session: AsyncSession) -> None:
    """Who saves on an old revision learns the current one, and nothing is lost."""
    flows, id = Flows(session), (await a_flow(session)).id
    saved = await flows.save(id, DOCUMENT | {"name": "Second"}, [], revision=1)
    assert (saved.revision, saved.document["name"], saved.problems) == (2, "Second", ())
    with pytest.raises(StaleRevision) as refused:
        await flows.save(id, DOCUMENT | {"name": "Third"}, [], revision=1)
    assert refused.value.current == 2
    assert await flows.draft(id) == saved
    with pytest.raises(NotFound):
        await flows.save(uuid4(), DOCUMENT, [], revision=1)


async def test_of_two_who_save_at_once_one_is_told(store: Store, workspace: UUID) -> None:
    """In the same instant, too."""
    async with store.transaction(workspace) as session:
        id = (await a_flow(session)).id

    async def save(name: str) -> int | None:
        async with store.transaction(workspace) as session:
            try:
                return (await Flows(session).save(id, DOCUMENT | {"name": name}, [], revision=1)).revision
            except StaleRevision:
                return None

    assert sorted(await asyncio.gather(*map(save, "abcd")), key=str) == [2, None, None, None]


async def test_publishing_numbers_versions_and_replaces_triggers(session: AsyncSession) -> None:
    """Only the newest version's triggers start anything, those of high priority first."""
    flows, id = Flows(session), (await a_flow(session)).id
    assert await flows.published(["orders"]) == {}
    first = await flows.publish(id, DOCUMENT, "h1", note="first", triggers=[NewTrigger(node="a", kind="keyword")])
    channel = uuid4()
    news = [
        NewTrigger(node="b", kind="any_message"),
        NewTrigger(
            node="c", kind="keyword", params={"words": ["stop"]}, priority=9, when_busy="interrupt", channels=(channel,)
        ),
    ]
    second = await flows.publish(id, DOCUMENT, "h2", triggers=news, by=uuid4())
    assert (first.number, second.number, second.note) == (1, 2, "")
    assert await flows.published(["orders", "others"]) == {"orders": second.id}
    triggers = await flows.triggers()
    assert [(one.node, one.version_id, one.channels) for one in triggers] == [
        ("c", second.id, (channel,)),
        ("b", second.id, ()),
    ]
    assert await flows.document(str(first.id)) == await flows.document(first.id) == DOCUMENT
    page = await flows.versions(id, Window(limit=1))
    assert [version.number for version in page.items] == [2]
    assert [version.number for version in (await flows.versions(id, Window(after=page.next))).items] == [1]
    assert await flows.version(second.id) == second
    with pytest.raises(NotFound):
        await flows.document(uuid4())


async def test_two_publish_at_once_and_get_two_numbers(store: Store, workspace: UUID) -> None:
    """Nobody's version is lost."""
    async with store.transaction(workspace) as session:
        id = (await a_flow(session)).id

    async def publish(hash: str) -> int:
        async with store.transaction(workspace) as session:
            return (await Flows(session).publish(id, DOCUMENT, hash)).number

    assert sorted(await asyncio.gather(*map(publish, "abcd"))) == [1, 2, 3, 4]


async def test_a_version_becomes_the_draft_again(session: AsyncSession) -> None:
    """As an ordinary save: on the revision that was read, and never from another flow."""
    flows, id = Flows(session), (await a_flow(session)).id
    version = await flows.publish(id, DOCUMENT, "h1")
    await flows.save(id, DOCUMENT | {"name": "Spoilt"}, [PROBLEM], revision=1)
    with pytest.raises(StaleRevision):
        await flows.restore(id, version.id, [], revision=1)
    restored = await flows.restore(id, version.id, [], revision=2)
    assert (restored.revision, restored.document, restored.problems) == (3, DOCUMENT, ())
    other = await flows.add("other", "Other", DOCUMENT)
    with pytest.raises(NotFound):
        await flows.restore(other.id, version.id, [], revision=1)


async def test_an_archived_flow_starts_for_nobody(session: AsyncSession) -> None:
    """It leaves the list and the triggers, and comes back with both."""
    flows, id = Flows(session), (await a_flow(session)).id
    await flows.publish(id, DOCUMENT, "h1", triggers=[NewTrigger(node="a", kind="keyword")])
    assert (await flows.archive(id)).archived_at is not None
    assert (await flows.page(Window())).items == ()
    assert [flow.id for flow in (await flows.page(Window(), archived=True)).items] == [id]
    assert (await flows.triggers(), await flows.published(["orders"])) == ((), {})
    with pytest.raises(Conflict):
        await flows.publish(id, DOCUMENT, "h2")
    assert (await flows.archive(id, archived=False)).archived_at is None
    assert len(await flows.triggers()) == 1
    await flows.unpublish(id)
    assert (await flows.triggers(), await flows.published(["orders"])) == ((), {})


async def test_a_flow_that_nobody_ran_goes_with_its_versions(session: AsyncSession) -> None:
    """Removing is for drafts and mistakes."""
    flows, id = Flows(session), (await a_flow(session)).id
    version = await flows.publish(id, DOCUMENT, "h1", triggers=[NewTrigger(node="a", kind="keyword")])
    await flows.remove(id)
    for gone in (flows.get(id), flows.draft(id), flows.version(version.id), flows.remove(id)):
        with pytest.raises(NotFound):
            await gone


async def test_a_flow_that_somebody_ran_stays(store: Store) -> None:
    """Runs keep the version they ran on."""
    rows = await seeded(store)
    async with store.transaction(rows["workspaces"]["id"]) as session:
        with pytest.raises(Conflict, match="archive"):
            await Flows(session).remove(rows["flows"]["id"])
    with pytest.raises(DBAPIError, match="fk_sessions_version_id"):
        async with store.transaction(rows["workspaces"]["id"]) as session:
            await session.execute(text("delete from flows"))


async def test_a_flow_that_another_one_ran_stays(store: Store) -> None:
    """A run that is inside of it, or was, needs its version as much as that of the flow that it began with."""
    rows = await seeded(store)
    async with store.transaction(rows["workspaces"]["id"]) as session:
        flows, id = Flows(session), (await a_flow(session)).id
        version = await flows.publish(id, DOCUMENT, "h1")
        await session.execute(text("update steps set flow_version = :version"), {"version": version.id})
        with pytest.raises(Conflict, match="archive"):
            await flows.remove(id)
        assert (await flows.version(version.id)).id == version.id


@pytest.mark.parametrize(
    "statement",
    [
        "update versions set document = '{}'",
        "update versions set hash = 'x'",
        "update versions set number = 9",
        "delete from versions",
    ],
)
async def test_a_version_never_changes(database: Database, store: Store, statement: str) -> None:
    """Not even for the owner of the tables."""
    await seeded(store)
    engine = create_async_engine(database.owner_url.get_secret_value())
    with pytest.raises(DBAPIError, match="never changes"):
        async with engine.begin() as connection:
            await connection.execute(text(statement))
    await engine.dispose()
