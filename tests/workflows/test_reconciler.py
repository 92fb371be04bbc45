"""A message in doubt is looked for where the platform can be asked, and sent again only if it is not there."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from channels import adapters
from store.channels import Channels
from store.doubts import Doubts
from store.errors import Conflict, NotFound
from tests.workflows.flows import keyword, says
from tests.workflows.loft import Loft, a_loft
from tests.workflows.runtime import Runtime
from tests.workflows.test_delivery import SENT, settled, statuses
from workflows.channel_cache import ChannelCache
from workflows.reconciler import Reconciler, go_on

DOUBT = ("in_doubt", "in_doubt")
TWO = {"start": keyword("go"), "a": says("a"), "b": says("b")}
DAY = timedelta(days=1)


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The channel type of the tests, as an installed package brings it."""
    info = tmp_path / "loft-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: loft\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[dialoom.channels]\nacme.loft = tests.workflows.loft:adapter\n")
    monkeypatch.syspath_prepend(tmp_path)
    adapters.cache_clear()
    yield
    monkeypatch.undo()
    adapters.cache_clear()


@pytest.fixture
async def loft() -> AsyncIterator[Loft]:
    async with a_loft() as loft:
        yield loft


@pytest.fixture
async def doubtful(idle: Runtime, loft: Loft, installed: None) -> Runtime:
    """A channel of that type, and a flow that says two things."""
    async with idle.store.transaction(idle.workspace) as session:
        config = {"api": f"http://127.0.0.1:{loft.port}"}
        added = await Channels(session, idle.vault).add("acme.loft", "Loft", config, {})
    runtime = replace(idle, channel=added.id, channel_kind="acme.loft")
    await runtime.flow(TWO, {"start.next": "a", "a.next": "b"})
    return runtime


@asynccontextmanager
async def asking(runtime: Runtime, sure: timedelta, within: timedelta = DAY) -> AsyncIterator[Reconciler]:
    async with httpx.AsyncClient() as http:
        channels = ChannelCache(runtime.store, runtime.vault)
        yield Reconciler(runtime.store, channels, http, runtime.conversations, within, sure)


async def ids(runtime: Runtime) -> list[str]:
    return [row.provider_id for row in await runtime.rows("select provider_id from messages where direction = 'out'")]


async def in_doubt(runtime: Runtime, loft: Loft, mood: str) -> None:
    """Both messages went out, and nobody knows what became of them."""
    loft.mood = mood  # type: ignore[assignment]
    await runtime.say("ann", "go")
    await settled(runtime, "ann", DOUBT, DOUBT)
    loft.mood = "well"


async def test_what_the_platform_has_was_sent(doubtful: Runtime, loft: Loft) -> None:
    """It is found, gets the platform's id so that reports reach it, and is not sent again."""
    async with doubtful.working():
        await in_doubt(doubtful, loft, "forgetful")
        async with asking(doubtful, sure=timedelta(hours=1)) as clerk:
            assert await clerk.look() == 2
            assert await clerk.look() == 0
        assert await statuses(doubtful, "ann") == [SENT, SENT]
    assert (await ids(doubtful), len(loft.notes)) == (["n0", "n1"], 2)


async def test_what_the_platform_does_not_have_is_sent_again(doubtful: Runtime, loft: Loft) -> None:
    """But not before the platform has had its time: what is on its way may still arrive."""
    async with doubtful.working():
        await in_doubt(doubtful, loft, "deaf")
        async with asking(doubtful, sure=timedelta(hours=1)) as clerk:
            assert await clerk.look() == 0
        assert (await statuses(doubtful, "ann"), loft.notes) == ([DOUBT, DOUBT], [])
        async with asking(doubtful, sure=timedelta(0)) as clerk:
            assert await clerk.look() == 2
        await settled(doubtful, "ann", SENT, SENT)
    assert [note["words"] for note in loft.notes] == ["a", "b"]


async def test_a_platform_that_does_not_answer(doubtful: Runtime, loft: Loft) -> None:
    """Nothing is known, so nothing is done; and what is too old is left for people, unasked."""
    async with doubtful.working():
        await in_doubt(doubtful, loft, "deaf")
        loft.mood = "closed"
        async with asking(doubtful, sure=timedelta(0)) as clerk:
            assert await clerk.look() == 0
        asked = loft.asked
        async with asking(doubtful, sure=timedelta(0), within=timedelta(0)) as clerk:
            assert await clerk.look() == 0
    assert (await statuses(doubtful, "ann"), loft.asked, asked) == ([DOUBT, DOUBT], asked, 2)


async def test_the_workers_ask_by_themselves(doubtful: Runtime, loft: Loft) -> None:
    """A worker that starts looks at once for what another one has left."""
    async with doubtful.working():
        await in_doubt(doubtful, loft, "forgetful")
    async with doubtful.working():
        await settled(doubtful, "ann", SENT, SENT)
    assert len(loft.notes) == 2


async def test_people_settle_it(doubtful: Runtime, loft: Loft) -> None:
    """One was sent, one was not and is sent again; what is in no doubt cannot be settled, nor what is not there."""
    async with doubtful.working():
        await in_doubt(doubtful, loft, "deaf")
        first, second = await doubtful.rows(
            "select id, conversation_id from messages where direction = 'out' order by number"
        )
        async with doubtful.store.transaction(doubtful.workspace) as session:
            await Doubts(session).settle(first.id, "sent")
            await Doubts(session).settle(second.id, "queued")
            with pytest.raises(Conflict, match="not in doubt, but sent"):
                await Doubts(session).settle(first.id, "queued")
            with pytest.raises(NotFound):
                await Doubts(session).settle(first.conversation_id, "sent")
        await go_on(doubtful.store, doubtful.conversations, doubtful.workspace, first.conversation_id)
        await settled(doubtful, "ann", SENT, SENT)
    assert [note["words"] for note in loft.notes] == ["b"]


async def test_without_such_a_channel_nobody_is_asked(idle: Runtime) -> None:
    """Telegram and the web chat have nothing to ask; a worker does not even look."""
    async with asking(idle, sure=timedelta(0)) as clerk:
        assert await clerk.look() == 0
    assert [adapter.kind for adapter in adapters().values() if adapter.find] == []
