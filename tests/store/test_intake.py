"""Webhooks that are kept, requests that are answered once, visitors that are known again."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from store.channels import Channels
from store.crypto import Vault
from store.database import Store
from store.errors import Conflict, NotFound
from store.hook_events import HookEvents
from store.idempotency import Idempotency
from store.inbox import RawHook
from store.pages import Window
from store.records import Remembered
from store.visitors import Visitors


async def test_a_webhook_is_kept_and_marked(session: AsyncSession) -> None:
    """Byte for byte, with what came of every attempt to handle it."""
    events, channel = HookEvents(session), uuid4()
    raw = RawHook(channel=channel, headers={"content-type": "x"}, body=b"\x00\xff{", status="failed")
    id = await events.add(raw, "boom")
    kept = await events.get(id)
    assert (kept.body, kept.headers, kept.error, kept.attempts) == (b"\x00\xff{", {"content-type": "x"}, "boom", 1)
    assert kept.handled_at is None
    await events.mark(id, "handled")
    done = await events.get(id)
    assert (done.status, done.error, done.attempts) == ("handled", None, 2)
    assert done.handled_at is not None
    with pytest.raises(NotFound):
        await events.mark(uuid4(), "handled")


async def test_webhooks_are_listed_by_channel_and_status(session: AsyncSession) -> None:
    """The failed ones are the dead letters."""
    events, first, second = HookEvents(session), uuid4(), uuid4()
    ids = {}
    for channel, status in ((first, "handled"), (first, "failed"), (second, "failed")):
        raw = RawHook.model_validate({"channel": channel, "headers": {}, "body": b"", "status": status})
        ids[channel, status] = await events.add(raw)
    assert len((await events.page(Window())).items) == 3
    assert [one.id for one in (await events.page(Window(), channel=first)).items] == [
        ids[first, "failed"],
        ids[first, "handled"],
    ]
    dead = await events.page(Window(), channel=first, status="failed")
    assert [one.id for one in dead.items] == [ids[first, "failed"]]


async def test_a_repeated_request_gets_the_first_answer(store: Store, workspace: UUID) -> None:
    """And another request with its key is refused."""
    async with store.transaction(workspace) as session:
        once = Idempotency(session)
        assert await once.begin("k", "POST /flows abc") is None
        await once.finish("k", 201, {"id": 1})
    async with store.transaction(workspace) as session:
        once = Idempotency(session)
        assert await once.begin("k", "POST /flows abc") == Remembered(status=201, body={"id": 1})
        assert await once.find("unknown", "") is None
        with pytest.raises(Conflict):
            await once.begin("k", "POST /flows other")
        with pytest.raises(NotFound):
            await once.finish("unknown", 201, None)
        await once.forget(timedelta(hours=1))
        assert await once.find("k", "POST /flows abc") is not None
        await once.forget(timedelta(0))
    async with store.transaction(workspace) as session:
        assert await Idempotency(session).find("k", "POST /flows abc") is None


async def test_requests_at_once_work_once(store: Store, workspace: UUID) -> None:
    """The others wait for the first, and get its answer."""
    worked = []

    async def request(number: int) -> Remembered:
        async with store.transaction(workspace) as session:
            once = Idempotency(session)
            if (known := await once.begin("k", "same")) is not None:
                return known
            worked.append(number)
            await asyncio.sleep(0.05)
            await once.finish("k", 201, {"by": number})
            return Remembered(status=201, body={"by": number})

    answers = await asyncio.gather(*map(request, range(5)))
    assert len(worked) == 1
    assert [answer.body for answer in answers] == [{"by": worked[0]}] * 5


async def test_a_request_that_failed_may_be_repeated(store: Store, workspace: UUID) -> None:
    """What was rolled back was never begun; what was begun and left unanswered is not done a second time."""
    with suppress(ZeroDivisionError):
        async with store.transaction(workspace) as session:
            await Idempotency(session).begin("k", "same")
            raise ZeroDivisionError
    async with store.transaction(workspace) as session:
        assert await Idempotency(session).begin("k", "same") is None
    async with store.transaction(workspace) as session:
        with pytest.raises(Conflict):
            await Idempotency(session).begin("k", "same")


async def test_a_visitor_is_known_by_a_token(store: Store, workspace: UUID, vault: Vault) -> None:
    """On the channel that gave it, and there only."""
    async with store.transaction(workspace) as session:
        channel = (await Channels(session, vault).add("webchat", "Site", {}, {})).id
        new = await Visitors(session).add(channel, "visitor-1")
        assert new.token.get_secret_value() not in repr(new)
    async with store.transaction(workspace) as session:
        again = await Visitors(session).seen(channel, new.token)
        assert again is not None
        assert (again.id, again.address) == (new.visitor.id, "visitor-1")
        assert again.seen_at > new.visitor.seen_at
        assert await Visitors(session).seen(uuid4(), new.token) is None
        assert await Visitors(session).seen(channel, SecretStr("guess")) is None
