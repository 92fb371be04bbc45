"""What changes of a contact, and a message that fails, is told: whoever writes it, once, with the change itself."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from engine import AddTag, RemoveTag, SetField
from store.contacts import Contacts
from store.database import Store
from store.inbox import Arrival, receive
from store.outbox import Outbox
from store.workspace_events import WorkspaceEvents

ANN: dict[str, Any] = {"name": "Ann", "language": "en", "fields": {"city": "Lisbon", "age": 30}, "tags": ["vip", "new"]}
BY_NOBODY = {"run": None}


def tag(what: str, name: str) -> tuple[str, dict[str, Any]]:
    return f"contact.tag_{what}", {"tag": name, **BY_NOBODY}


def field(name: str, before: Any, after: Any) -> tuple[str, dict[str, Any]]:
    return "contact.field_changed", {"name": name, "before": before, "after": after, **BY_NOBODY}


async def told(session: AsyncSession) -> list[tuple[str, dict[str, Any]]]:
    return sorted(((one.kind, one.data) for one in await WorkspaceEvents(session).take(99)), key=str)


@pytest.mark.parametrize(
    ("update", "events"),
    [
        ({}, []),
        ({"name": "Ann", "language": "en", "fields": {"city": "Lisbon"}, "tags": ["vip", "new"]}, []),
        ({"tags": ["new", "vip"]}, []),
        ({"tags": ["vip", "new", "paid"]}, [tag("added", "paid")]),
        ({"tags": []}, [tag("removed", "new"), tag("removed", "vip")]),
        ({"tags": ["vip", "paid"]}, [tag("added", "paid"), tag("removed", "new")]),
        ({"fields": {"city": "Porto"}}, [field("city", "Lisbon", "Porto")]),
        ({"fields": {"city": None}}, [field("city", "Lisbon", None)]),
        ({"fields": {"age": 30, "likes": ["tea"]}}, [field("likes", None, ["tea"])]),
        ({"fields": {"age": "30"}}, [field("age", 30, "30")]),
        ({"name": "Anna", "language": "pt"}, [field("language", "en", "pt"), field("name", "Ann", "Anna")]),
        ({"name": "आशा", "tags": ["vip", "new", "ग्राहक"]}, [field("name", "Ann", "आशा"), tag("added", "ग्राहक")]),
    ],
)
async def test_an_update(session: AsyncSession, update: dict[str, Any], events: list[tuple[str, Any]]) -> None:
    """One event for each thing that became another one, with what it was; none for what stayed."""
    contacts = Contacts(session)
    ann = await contacts.add("telegram", "1", **ANN)
    await contacts.update(ann.id, **update)
    assert await told(session) == sorted(events, key=str)


async def test_a_flow_that_is_tried_out(session: AsyncSession) -> None:
    """What came of several changes at once is told, not what was undone among them."""
    contacts = Contacts(session)
    ann = await contacts.add("telegram", "1", **ANN)
    changes = (AddTag(tag="paid"), RemoveTag(tag="paid"), RemoveTag(tag="new"), SetField(name="city", value="Porto"))
    await contacts.apply(ann.id, changes)
    assert await told(session) == [field("city", "Lisbon", "Porto"), tag("removed", "new")]


async def test_whose_it_is(session: AsyncSession) -> None:
    """An event belongs to the contact; a new contact has not changed."""
    contacts = Contacts(session)
    _, bea = await contacts.add("telegram", "1", **ANN), await contacts.add("telegram", "2")
    assert await told(session) == []
    await contacts.update(bea.id, tags=["vip"])
    assert [one.contact_id for one in await WorkspaceEvents(session).take(9)] == [bea.id]


async def test_what_is_undone_was_never_told(session: AsyncSession) -> None:
    """The event is in the transaction of the change."""
    ann = await Contacts(session).add("telegram", "1", **ANN)
    attempt = await session.begin_nested()
    await Contacts(session).update(ann.id, tags=[])
    await attempt.rollback()
    assert await told(session) == []


async def failing(store: Store, workspace: UUID, status: str) -> UUID:
    """An outbound message in this state; its id."""
    arrival = Arrival(channel=UUID(int=7), channel_kind="webchat", provider_id="m1", address="ann", content={})
    async with store.transaction(workspace) as session:
        await session.execute(
            text("insert into channels (id, kind, name, credentials) values (:id, 'webchat', 'Chat', '')"),
            {"id": arrival.channel},
        )
    [received] = await receive(store, workspace, [arrival], None)
    query = """
        insert into messages (conversation_id, channel_id, number, direction, status, provider_id)
        values (:conversation, :channel, 2, 'out', :status, 'p1') returning id
    """
    async with store.transaction(workspace) as session:
        values = {"conversation": received.conversation, "channel": arrival.channel, "status": status}
        id: UUID = (await session.execute(text(query), values)).scalar_one()
    return id


async def test_a_message_that_cannot_be_sent(store: Store, workspace: UUID) -> None:
    """It is told with the reason, once: neither a second failure nor another attempt tells it again."""
    message = await failing(store, workspace, "sending")
    async with store.hot.transaction(workspace) as connection:
        for _ in range(2):
            await Outbox(connection).failed(message, "bad_address", "no such user")
    async with store.transaction(workspace) as session:
        [event] = await WorkspaceEvents(session).take(9)
    assert (event.kind, event.data["code"], event.data["error"]) == ("message.failed", "bad_address", "no such user")
    assert event.data["message"] == str(message)
    assert None not in {event.contact_id, event.conversation_id}


async def test_a_message_that_only_seemed_sent(store: Store, workspace: UUID) -> None:
    """So is one of which the provider says later that it did not arrive; of those that do, nothing is told."""
    message = await failing(store, workspace, "sent")
    async with store.hot.transaction(workspace) as connection:
        await Outbox(connection).report(UUID(int=7), "p1", "failed", "the phone is off")
    async with store.transaction(workspace) as session:
        [event] = await WorkspaceEvents(session).take(9)
    assert (event.data["message"], event.data["code"], event.data["error"]) == (
        str(message),
        "reported",
        "the phone is off",
    )


async def test_a_message_that_arrives(store: Store, workspace: UUID) -> None:
    """What is sent, delivered and read tells nothing."""
    message = await failing(store, workspace, "sending")
    async with store.hot.transaction(workspace) as connection:
        outbox = Outbox(connection)
        await outbox.sent(message, "p1", UUID(int=1), timedelta(minutes=1))
        for status in ("delivered", "read"):
            await outbox.report(UUID(int=7), "p1", status, None)
    async with store.transaction(workspace) as session:
        assert await told(session) == []
