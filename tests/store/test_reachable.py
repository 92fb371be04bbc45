"""Where a contact can be talked to, when nobody has written just now."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from store.contacts import Contacts
from store.inbox import command
from store.models import ChannelRow, ConversationRow, MessageRow
from store.occasions import Occasions

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


async def talked(session: AsyncSession, contact: UUID, hours_ago: int | None, status: str = "connected") -> UUID:
    """A conversation on a channel of its own."""
    channel, id = uuid4(), uuid4()
    await session.execute(
        insert(ChannelRow).values(id=channel, kind="webchat", name="Chat", credentials="", status=status)
    )
    last = None if hours_ago is None else NOW - timedelta(hours=hours_ago)
    values = {"id": id, "contact_id": contact, "channel_id": channel, "address": "ann", "last_message_at": last}
    await session.execute(insert(ConversationRow).values(values))
    return id


async def reached(session: AsyncSession, contact: UUID, conversation: UUID | None = None) -> Any:
    known = await Occasions(session).reachable(contact, conversation)
    assert known
    return known


@pytest.fixture
async def ann(session: AsyncSession) -> UUID:
    return (await Contacts(session).add("webchat", "ann", tags=["vip"], fields={"age": 20})).id


async def test_the_latest_comes_first(session: AsyncSession, ann: UUID) -> None:
    """Behind them those in which nothing was said yet, and last those on channels that are not connected."""
    ago = {hours: await talked(session, ann, hours) for hours in (5, 1, 3)}
    never, off = await talked(session, ann, None), await talked(session, ann, 0, "disconnected")
    known = await reached(session, ann)
    assert [one.conversation for one in known.reaches] == [ago[1], ago[3], ago[5], never, off]
    assert (known.contact.tags, known.contact.fields) == (("vip",), {"age": 20})


async def test_only_this_conversation(session: AsyncSession, ann: UUID) -> None:
    """What happened in one conversation is about this one."""
    old, _ = await talked(session, ann, 5), await talked(session, ann, 1)
    assert [one.conversation for one in (await reached(session, ann, old)).reaches] == [old]


async def test_what_goes_on_there(session: AsyncSession, ann: UUID) -> None:
    """Whether they wrote, and whether a flow is open, or ordered to start."""
    wrote, ordered = await talked(session, ann, 1), await talked(session, ann, 2)
    message = {"channel_id": uuid4(), "number": 1, "direction": "in", "status": "received"}
    await session.execute(insert(MessageRow).values(conversation_id=wrote, **message))
    await command(session, ordered, "start", {})
    found = {one.conversation: (one.wrote, one.busy) for one in (await reached(session, ann)).reaches}
    assert found == {wrote: (True, False), ordered: (False, True)}


async def test_somebody_who_is_gone(session: AsyncSession) -> None:
    """Nobody is there to talk to."""
    assert await Occasions(session).reachable(uuid4()) is None
