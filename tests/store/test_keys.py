"""API keys, workspaces and what the system role looks up."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from store.crypto import digest
from store.database import Store
from store.directory import Directory
from store.errors import Conflict, NotFound
from store.keys import Keys
from store.workspaces import Workspaces
from tests.store.seed import put, seeded

PEPPER = SecretStr("pepper")


async def test_a_key_is_shown_once_and_found_by_its_digest(store: Store, workspace: UUID) -> None:
    """Nobody can read a key again, and everybody who has it is recognised before the workspace is known."""
    async with store.transaction(workspace) as session:
        new = await Keys(session, PEPPER).add("CI", ["flows:write"])
        stored = str(await session.scalar(text("select api_keys::text from api_keys")))
    plain = new.plain.get_secret_value()
    assert plain.startswith(f"dlm_{new.key.prefix}_")
    assert plain not in stored
    assert plain not in repr(new)
    async with store.system() as session:
        found = await Directory(session).key(digest(plain, PEPPER))
        assert found == new.key
        assert found is not None
        assert (found.workspace_id, found.permissions) == (workspace, ("flows:write",))
        assert await Directory(session).key(digest(plain)) is None


async def test_a_revoked_key_opens_nothing(store: Store, workspace: UUID) -> None:
    """It stays in the list, with the moment it was revoked first."""
    async with store.transaction(workspace) as session:
        keys = Keys(session, PEPPER)
        new = await keys.add("CI", [])
        await keys.revoke(new.key.id)
        (first,) = await keys.list()
        assert first.revoked_at is not None
    async with store.transaction(workspace) as session:
        await Keys(session, PEPPER).revoke(new.key.id)
        assert await Keys(session, PEPPER).list() == (first,)
        with pytest.raises(NotFound):
            await Keys(session, PEPPER).revoke(uuid4())
    async with store.system() as session:
        assert await Directory(session).key(digest(new.plain.get_secret_value(), PEPPER)) is None


async def test_use_is_noted_to_the_minute(store: Store, workspace: UUID) -> None:
    """A busy key is not written at every request."""
    async with store.transaction(workspace) as session:
        id = (await Keys(session, PEPPER).add("CI", [])).key.id
    seen = []
    for _ in range(2):
        async with store.transaction(workspace) as session:
            await Keys(session, PEPPER).touch(id)
            seen.append((await Keys(session, PEPPER).list())[0].last_used_at)
    assert seen[0] is not None
    assert seen[0] == seen[1]


async def test_a_workspace_has_globals(store: Store) -> None:
    """It is created in the transaction that is opened with its id, and knows only itself."""
    id = uuid4()
    async with store.transaction(id) as session:
        workspaces = Workspaces(session)
        with pytest.raises(NotFound):
            await workspaces.get()
        added = await workspaces.add("Acme", "acme", {"timezone": "UTC"})
        await workspaces.set_globals({"phone": "123"})
        found = await workspaces.get()
        assert (added.id, found.id, found.settings) == (id, id, {"timezone": "UTC"})
        assert await workspaces.globals() == {"phone": "123"}
    async with store.transaction(uuid4()) as session:
        with pytest.raises(Conflict, match="acme"):
            await Workspaces(session).add("Other", "acme")


async def test_the_directory_knows_where_a_channel_is(store: Store) -> None:
    """A webhook names only the channel."""
    rows = await seeded(store)
    async with store.system() as session:
        directory = Directory(session)
        place = await directory.channel(rows["channels"]["id"])
        assert place is not None
        assert (place.workspace_id, place.kind) == (rows["workspaces"]["id"], rows["channels"]["kind"])
        assert await directory.channel(uuid4()) is None
        assert await directory.workspaces() == (rows["workspaces"]["id"],)


async def test_unhandled_events_are_found_across_workspaces(store: Store) -> None:
    """Once for each conversation, up to its last event; handled and fresh ones are left alone."""
    first, second = await seeded(store), await seeded(store)
    async with store.transaction(first["workspaces"]["id"]) as session:
        await put(session, first, "events", {"number": 2})
        await _age(session, 60)
        await put(session, first, "events", {"number": 3})
    async with store.transaction(second["workspaces"]["id"]) as session:
        await _age(session, 90)
    expected = [
        (second["workspaces"]["id"], second["conversations"]["id"], 1),
        (first["workspaces"]["id"], first["conversations"]["id"], 2),
    ]
    async with store.system() as session:
        assert await Directory(session).unhandled(timedelta(seconds=30), 10) == expected
        assert await Directory(session).unhandled(timedelta(seconds=30), 1) == expected[:1]
        assert await Directory(session).unhandled(timedelta(hours=1), 10) == []
    async with store.transaction(second["workspaces"]["id"]) as session:
        await session.execute(text("update events set handled_at = now()"))
    async with store.system() as session:
        assert await Directory(session).unhandled(timedelta(seconds=30), 10) == expected[1:]


async def _age(session: AsyncSession, seconds: int) -> None:
    statement = text("update events set created_at = now() - cast(:age as interval)")
    await session.execute(statement, {"age": timedelta(seconds=seconds)})
