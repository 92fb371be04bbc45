"""Integrations and what they delivered: sealed, kept once, and erased with the person whom it is about."""

from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from store.contacts import Contacts
from store.crypto import Vault
from store.database import Store
from store.directory import Directory
from store.errors import NotFound
from store.flows import Flows
from store.integration_events import Delivered, IntegrationEvents
from store.integration_records import IntegrationWithConfig, Wiring
from store.integrations import Integrations
from store.pages import Window
from tests.store.seed import seeded

RAW = Delivered({"webhook-id": "msg_1"}, b"{}")
WIRING = Wiring(
    flow_id=None, channel_id=None, address_path="phone", inputs={"a": "b"}, event_kinds=("paid",), interrupt=False
)


async def a_shop(session: AsyncSession, vault: Vault, wiring: Wiring = WIRING) -> IntegrationWithConfig:
    return await Integrations(session, vault).add("webhook", "Shop", {"shown": 1}, {"secret": "hunter2"}, wiring)


async def test_an_integration_is_added_and_changed(session: AsyncSession, vault: Vault) -> None:
    """Only what is given changes; who reads the table, or prints the record, reads no secret."""
    integrations = Integrations(session, vault)
    added = await a_shop(session, vault)
    assert (added.config, added.inputs, added.event_kinds) == ({"shown": 1, "secret": "hunter2"}, {"a": "b"}, ("paid",))
    assert "hunter2" not in repr(added) + str(await session.scalar(text("select integrations::text from integrations")))
    changed = await integrations.update(added.id, name="New", wiring=WIRING.model_copy(update={"interrupt": True}))
    assert (changed.name, changed.interrupt, changed.config) == ("New", True, added.config)
    newer = await integrations.update(added.id, settings={}, credentials={"secret": "two"})
    assert (newer.name, newer.config) == ("New", {"secret": "two"})
    assert await integrations.list() == (await integrations.get(added.id),)
    await integrations.remove(added.id)
    for refused in (integrations.get(added.id), integrations.update(added.id), integrations.remove(added.id)):
        with pytest.raises(NotFound):
            await refused


async def test_rotation_frees_the_old_key(store: Store, workspace: UUID, keys: tuple[SecretStr, SecretStr]) -> None:
    """After it the new key alone reads the credentials."""
    new, old = keys
    async with store.transaction(workspace) as session:
        shop = await a_shop(session, Vault([old]))
    async with store.transaction(workspace) as session:
        assert (await Integrations(session, Vault(keys)).rotate()).rewritten == 1
        assert (await Integrations(session, Vault(keys)).rotate()).rewritten == 0
    async with store.transaction(workspace) as session:
        assert (await Integrations(session, Vault([new])).get(shop.id)).config == shop.config


async def test_an_integration_outlives_its_flow(session: AsyncSession, vault: Vault) -> None:
    """So that what comes in meanwhile is kept until another flow is chosen."""
    flow = await Flows(session).add("thanks", "Thanks", {})
    shop = await a_shop(session, vault, WIRING.model_copy(update={"flow_id": flow.id}))
    await Flows(session).remove(flow.id)
    session.expire_all()
    found = await session.scalar(text("select flow_id from integrations where id = :id"), {"id": shop.id})
    assert (shop.flow_id, found) == (flow.id, None)


async def test_an_event_is_claimed_until_it_was_handled(session: AsyncSession, vault: Vault) -> None:
    """One that failed or was ignored may be tried again, with what was delivered last; attempts are counted."""
    events, shop = IntegrationEvents(session), await a_shop(session, vault)
    first = await events.claim(shop.id, "msg_1", "paid", RAW)
    assert first is not None
    for status, again in (("failed", first), ("ignored", first), ("handled", None)):
        await events.mark(first, status)  # type: ignore[arg-type]
        assert await events.claim(shop.id, "msg_1", "paid", RAW._replace(body=status.encode())) == again
    found = await events.get(first)
    assert (found.status, found.attempts, found.body, found.handled_at is not None) == ("handled", 3, b"ignored", True)


async def test_webhooks_without_an_event_do_not_collide(session: AsyncSession, vault: Vault) -> None:
    """As many as come are kept, and found by status and integration, newest first."""
    events, shop, other = IntegrationEvents(session), await a_shop(session, vault), await a_shop(session, vault)
    kept = [await events.keep(shop.id, RAW, "refused", "no signature") for _ in range(3)]
    await events.keep(shop.id, RAW, "ignored")
    await events.keep(other.id, RAW, "refused")
    page = await events.page(Window(limit=2), shop.id, status="refused")
    assert ([event.id for event in page.items], page.next is not None) == ([kept[2], kept[1]], True)
    rest = await events.page(Window(after=page.next), shop.id, status="refused")
    assert [event.id for event in rest.items] == [kept[0]]
    for refused in (events.get(uuid4()), events.mark(uuid4(), "failed")):
        with pytest.raises(NotFound):
            await refused


async def test_erasing_a_contact_erases_what_was_told_of_them(store: Store) -> None:
    """The webhook that started their flow holds their data, so it goes with them."""
    rows = await seeded(store)
    async with store.transaction(rows["workspaces"]["id"]) as session:
        await IntegrationEvents(session).mark(
            rows["integration_events"]["id"], "handled", conversation=rows["conversations"]["id"]
        )
    async with store.transaction(rows["workspaces"]["id"]) as session:
        await Contacts(session).erase(rows["contacts"]["id"])
        assert await session.scalar(text("select count(*) from integration_events")) == 0
        assert await session.scalar(text("select count(*) from integrations")) == 1


async def test_the_workspace_of_an_integration_is_looked_up(store: Store, workspace: UUID, vault: Vault) -> None:
    """By its id alone, for a webhook names nothing else."""
    async with store.transaction(workspace) as session:
        shop = await a_shop(session, vault)
    async with store.system() as session:
        assert await Directory(session).integration(shop.id) == workspace
        assert await Directory(session).integration(uuid4()) is None
