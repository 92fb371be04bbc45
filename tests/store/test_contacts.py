"""People, their addresses, and that nothing of them stays when they are erased."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from engine import AddTag, RemoveTag, SetField
from engine.effects import ContactChange
from store.addresses import Addresses
from store.contacts import Contacts
from store.database import Store
from store.errors import Conflict, NotFound
from store.pages import Window
from tests.store.seed import put, seeded

CHANGES: list[tuple[str, list[ContactChange], dict[str, object]]] = [
    ("a field", [SetField(name="city", value="Oslo")], {"fields": {"age": 7, "city": "Oslo"}}),
    ("an emptied field", [SetField(name="age", value=None)], {"fields": {}}),
    ("their name", [SetField(name="name", value="Ada")], {"name": "Ada"}),
    ("no name", [SetField(name="name", value=None)], {"name": ""}),
    ("a tag", [AddTag(tag="vip"), AddTag(tag="vip")], {"tags": ("new", "vip")}),
    ("a tag taken away", [AddTag(tag="vip"), RemoveTag(tag="new")], {"tags": ("vip",)}),
    ("nothing", [], {"fields": {"age": 7}, "tags": ("new",)}),
]


async def test_a_contact_is_found_by_address(session: AsyncSession) -> None:
    """The same text on another channel type is somebody else."""
    contacts = Contacts(session)
    ada = await contacts.add("telegram", "42", name="Ada", language="en", fields={"age": 7}, tags=["a", "b", "a"])
    assert ada.tags == ("a", "b")
    assert await contacts.find_by_address("telegram", "42") == ada
    assert await contacts.find_by_address("whatsapp", "42") is None
    await Addresses(session).add(ada.id, "whatsapp", "42")
    assert await contacts.find_by_address("whatsapp", "42") == await contacts.get(ada.id)
    assert [one.channel_kind for one in await Addresses(session).of(ada.id)] == ["telegram", "whatsapp"]
    with pytest.raises(Conflict):
        await contacts.add("telegram", "42", name="Eve")


async def test_two_tenants_may_know_one_address(store: Store) -> None:
    """Their contacts have nothing to do with each other."""
    for workspace in (uuid4(), uuid4()):
        async with store.transaction(workspace) as session:
            await session.execute(text("insert into workspaces (name, slug) values ('', uuidv7()::text)"))
            await Contacts(session).add("telegram", "42")


@pytest.mark.parametrize(("what", "changes", "expected"), CHANGES, ids=[one[0] for one in CHANGES])
async def test_flows_change_contacts(
    session: AsyncSession, what: str, changes: list[ContactChange], expected: dict[str, object]
) -> None:
    """The engine's effects, in their order, mean here what they mean within a turn."""
    contacts = Contacts(session)
    contact = await contacts.add("telegram", "42", name="A", fields={"age": 7}, tags=["new"])
    changed = await contacts.apply(contact.id, changes)
    assert changed.model_dump(include=set(expected)) == expected
    assert await contacts.get(contact.id) == changed


async def test_people_change_contacts(session: AsyncSession) -> None:
    """What is not given stays; fields are merged, tags replaced."""
    contacts = Contacts(session)
    id = (await contacts.add("telegram", "42", name="A", fields={"age": 7, "city": "Oslo"}, tags=["new"])).id
    changed = await contacts.update(id, language="nb", fields={"age": None, "size": "L"})
    assert (changed.name, changed.language, changed.fields) == ("A", "nb", {"city": "Oslo", "size": "L"})
    assert changed.tags == ("new",)
    assert (await contacts.update(id, name="B", tags=["x", "x"])).tags == ("x",)


async def test_opting_out_is_kept_from_the_first_time(store: Store, workspace: UUID) -> None:
    """And undone by opting in."""
    async with store.transaction(workspace) as session:
        id = (await Contacts(session).add("telegram", "42")).id
        await Addresses(session).stop("telegram", "42")
        (first,) = await Addresses(session).of(id)
        assert first.opted_out_at is not None
    async with store.transaction(workspace) as session:
        await Addresses(session).stop("telegram", "42")
        assert await Addresses(session).of(id) == (first,)
    async with store.transaction(workspace) as session:
        await Addresses(session).resume("telegram", "42")
        assert (await Addresses(session).of(id))[0].opted_out_at is None


async def test_contacts_come_in_pages(session: AsyncSession) -> None:
    """Newest first, filtered by tag and by what is in a name or an address, wildcards taken literally."""
    contacts = Contacts(session)
    for number in range(5):
        await contacts.add("telegram", f"10{number}%", name=f"Name {number}", tags=["odd"] if number % 2 else [])
    first = await contacts.page(Window(limit=3))
    second = await contacts.page(Window(after=first.next, limit=3))
    assert [one.name[-1] for one in first.items + second.items] == ["4", "3", "2", "1", "0"]
    assert second.next is None
    assert [one.name[-1] for one in (await contacts.page(Window(), tag="odd")).items] == ["3", "1"]
    assert [one.name[-1] for one in (await contacts.page(Window(), search="NAME 2")).items] == ["2"]
    assert [one.name[-1] for one in (await contacts.page(Window(), search="103%")).items] == ["3"]
    assert (await contacts.page(Window(), search="1%3")).items == ()


async def test_erasing_a_contact_erases_everything(store: Store) -> None:
    """Not a word of theirs is left, in no table, while another contact keeps all."""
    rows = await seeded(store)
    hers = {"hook_event_id": rows["hook_events"]["id"], "number": 2}
    other = {name: row for name, row in rows.items() if name not in PERSONAL}
    async with store.transaction(rows["workspaces"]["id"]) as session:
        await put(session, rows, "messages", hers)
        await session.execute(text("update visitors set address = :a"), {"a": rows["conversations"]["address"]})
        for table in ("contacts", "addresses", "hook_events", "conversations", "sessions"):
            await put(session, other, table)
        await put(session, other, "messages", {"hook_event_id": other["hook_events"]["id"]})
    async with store.transaction(rows["workspaces"]["id"]) as session:
        await Contacts(session).erase(rows["contacts"]["id"])
    async with store.transaction(rows["workspaces"]["id"]) as session:
        left = {table: await session.scalar(text(f"select count(*) from {table}")) for table in PERSONAL}
        assert left == PERSONAL
        with pytest.raises(NotFound):
            await Contacts(session).erase(rows["contacts"]["id"])


PERSONAL = {
    "contacts": 1,
    "addresses": 1,
    "hook_events": 1,
    "conversations": 1,
    "messages": 1,
    "sessions": 1,
    "events": 0,
    "turns": 0,
    "steps": 0,
    "calls": 0,
    "visitors": 0,
}
