"""The workspace's secrets, and the credentials of its channels: sealed at rest, moved when keys change."""

from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from store.channels import Channels
from store.crypto import Vault
from store.database import Store
from store.errors import Conflict, NotFound, Undecryptable
from store.secrets import Secrets
from tests.store.seed import seeded

CREDENTIALS = {"token": "123:abc"}


async def test_secrets_are_kept_by_name(session: AsyncSession, vault: Vault) -> None:
    """Setting one again gives it another value; lists never show values."""
    secrets = Secrets(session, vault)
    await secrets.set("shop", "one")
    await secrets.set("shop", "two")
    await secrets.set("bank", "three")
    assert await secrets.value("shop") == "two"
    assert [secret.name for secret in await secrets.names()] == ["bank", "shop"]
    await secrets.remove("shop")
    with pytest.raises(NotFound):
        await secrets.value("shop")
    with pytest.raises(NotFound):
        await secrets.remove("shop")


async def test_nothing_is_stored_in_the_clear(session: AsyncSession, vault: Vault) -> None:
    """Who reads the tables reads no secret."""
    await Secrets(session, vault).set("shop", "hunter2")
    await Channels(session, vault).add("telegram", "Bot", {"username": "shown"}, {"token": "hunter2"})
    for query in ("select secrets::text from secrets", "select channels::text from channels"):
        assert "hunter2" not in str(await session.scalar(text(query)))


async def test_rotation_frees_the_old_key(store: Store, workspace: UUID, keys: tuple[SecretStr, SecretStr]) -> None:
    """After it the new key alone reads everything, and the count of the old one says so."""
    new, old = keys
    async with store.transaction(workspace) as session:
        before = Vault([old])
        await Secrets(session, before).set("shop", "hunter2")
        channel = await Channels(session, before).add("telegram", "Bot", {}, CREDENTIALS)
    both = Vault(keys)
    async with store.transaction(workspace) as session:
        for repository in (Secrets(session, both), Channels(session, both)):
            rotation = await repository.rotate()
            assert (rotation.found[both.keys[1]], rotation.rewritten) == (1, 1)
            rotation = await repository.rotate()
            assert (rotation.found[both.keys[1]], rotation.rewritten) == (0, 0)
    async with store.transaction(workspace) as session:
        after = Vault([new])
        assert await Secrets(session, after).value("shop") == "hunter2"
        assert (await Channels(session, after).get(channel.id)).config == CREDENTIALS


async def test_a_key_removed_too_early_is_named(session: AsyncSession, keys: tuple[SecretStr, SecretStr]) -> None:
    """The error says what is wrong, and nothing is lost."""
    new, old = keys
    await Secrets(session, Vault([old])).set("shop", "hunter2")
    with pytest.raises(Undecryptable):
        await Secrets(session, Vault([new])).value("shop")
    assert await Secrets(session, Vault([new, old])).value("shop") == "hunter2"


async def test_a_channel_is_added_connected_and_changed(session: AsyncSession, vault: Vault) -> None:
    """Its config is what may be shown and what may not, together; lists show only the first."""
    channels = Channels(session, vault)
    added = await channels.add("telegram", "Bot", {"username": "x"}, CREDENTIALS)
    assert (added.status, added.config) == ("disconnected", {"username": "x", **CREDENTIALS})
    assert "123:abc" not in repr(added)
    connected = await channels.set_status(added.id, "connected", account={"id": "1", "name": "@bot"})
    assert (connected.status, connected.account) == ("connected", {"id": "1", "name": "@bot"})
    failing = await channels.set_status(added.id, "failing", error="401")
    assert (failing.error, failing.account) == ("401", {"id": "1", "name": "@bot"})
    changed = await channels.update(added.id, name="Bot 2", credentials={"token": "new"})
    assert (changed.name, changed.config) == ("Bot 2", {"username": "x", "token": "new"})
    assert (await channels.update(added.id, settings={})).config == {"token": "new"}
    assert [channel.name for channel in await channels.list()] == ["Bot 2"]
    assert not hasattr((await channels.list())[0], "config")


async def test_an_unknown_channel(session: AsyncSession, vault: Vault) -> None:
    """Neither read nor changed."""
    channels = Channels(session, vault)
    for refused in (channels.get(uuid4()), channels.update(uuid4(), name="x"), channels.remove(uuid4())):
        with pytest.raises(NotFound):
            await refused


async def test_a_channel_with_conversations_is_not_removed_by_the_way(store: Store, vault: Vault) -> None:
    """What people said goes with the channel, so it takes a word more."""
    rows = await seeded(store)
    id = rows["channels"]["id"]
    async with store.transaction(rows["workspaces"]["id"]) as session:
        channels = Channels(session, vault)
        with pytest.raises(Conflict):
            await channels.remove(id)
        await channels.remove(id, with_conversations=True)
        for table in ("channels", "hook_events", "visitors", "conversations", "messages", "sessions"):
            assert await session.scalar(text(f"select count(*) from {table}")) == 0
