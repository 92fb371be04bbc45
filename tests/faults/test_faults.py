"""Kill anything, at any time: no message is lost, none is said twice, nothing is stuck."""

import asyncio
import time
from collections import Counter

import httpx
import pytest

from tests.faults.contact import Contact, talk_all
from tests.faults.killer import Killer
from tests.faults.records import Records
from tests.faults.system import System, kill
from tests.faults.verdict import Verdict

pytestmark = [pytest.mark.faults, pytest.mark.timeout(420)]
CONVERSATIONS, AT_ONCE, DEADLINE = 200, 16, 270
LATENCY = 0.02  # of the provider: a worker that dies at work dies, more often than not, with a message in its hands


def people(telegram: httpx.AsyncClient, records: Records) -> list[Contact]:
    chats = range(1001, 1001 + CONVERSATIONS)
    return [Contact(telegram, records, chat, "Tea" if chat % 3 else "Coffee") for chat in chats]


@pytest.mark.parametrize(("chat", "taken"), [(7, True), (8, False)])
async def test_a_worker_that_dies_before_it_hears_from_the_provider(
    system: System, telegram: httpx.AsyncClient, records: Records, chat: int, taken: bool
) -> None:
    """Its message is flagged in doubt and not repeated, whether or not it arrived; the conversation goes on."""
    ann = Contact(telegram, records, chat, "Tea")
    await ann.say("start")
    await ann.hear(ann.expects[1])
    await ann.slow_down(1.0, fail=int(not taken))
    asked = await requests(telegram)
    await ann.say(ann.name)
    async with asyncio.timeout(20):
        while await requests(telegram) == asked:  # noqa: ASYNC110 - it happens in another process
            await asyncio.sleep(0.01)
    await asyncio.to_thread(kill, system.worker)
    await ann.slow_down(0)
    await asyncio.to_thread(system.worker.start)
    await ann.hear(ann.expects[2])
    await ann.say("tea")
    await ann.hear(ann.expects[3])
    verdict = Verdict(system, records, [ann])
    await verdict.settled(60)
    assert await verdict.in_doubt() == 1
    assert ann.wondered == int(not taken)
    assert await ann.heard() == [text for text in ann.expects if taken or text != ann.expects[2]]


async def test_everything_is_killed_while_two_hundred_people_talk(
    system: System, telegram: httpx.AsyncClient, records: Records, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each conversation ends, each reply arrives exactly once but for at most one message in doubt per kill.

    A message is in doubt when nobody can know whether the provider took it: the worker died, or lost the database,
    after it had marked the message as being sent. ``sends_at_once`` is 1 here, and the place is taken before the mark is
    set, so one kill leaves at most one message with a mark and no outcome.
    """
    began, contacts = time.monotonic(), people(telegram, records)
    verdict = Verdict(system, records, contacts)

    await asyncio.gather(*(contact.slow_down(LATENCY) for contact in contacts))
    killer = Killer(system, lambda: requests(telegram))
    await talk_under_fire(contacts, killer, verdict)
    await verdict.settled(60)
    doubtful, kills = await verdict.in_doubt(), killer.kills
    with capsys.disabled():
        print(f"\nfaults: {summary(contacts, kills, doubtful)}, {time.monotonic() - began:.0f} s")
    assert all(kills[server.name] >= 2 for server in system.mortal), kills
    assert killer.fallen == []
    assert doubtful <= kills["worker"] + kills["PostgreSQL"]
    each = {"conversations": 1, "completed": 1, "inbound": 3, "turns": 3}
    assert await verdict.counts() == {name: times * CONVERSATIONS for name, times in each.items()}
    assert deliveries(contacts) == {200: 6 * CONVERSATIONS}


async def talk_under_fire(contacts: list[Contact], killer: Killer, verdict: Verdict) -> None:
    """Returns when all have talked; whoever fails first, the contacts or the killer, ends both."""
    talking, killing = asyncio.create_task(talk_all(contacts, AT_ONCE)), asyncio.create_task(killer.run())
    await asyncio.wait({talking, killing}, timeout=DEADLINE, return_when=asyncio.FIRST_COMPLETED)
    talking.cancel()
    killer.over = True
    for ended in await asyncio.gather(talking, killing, return_exceptions=True):
        if isinstance(ended, Exception):  # which a cancellation is not
            raise ended
    assert all(contact.done for contact in contacts), f"not over within {DEADLINE} s\n{await verdict.stuck()}"


async def requests(telegram: httpx.AsyncClient) -> int:
    """How often the provider was asked to send, whether or not it has done so yet."""
    calls = (await telegram.get("/sim/stats")).json()["calls"]
    return int(calls.get("sendMessage", 0))


def deliveries(contacts: list[Contact]) -> Counter[int]:
    """How many ended with which status."""
    return Counter(delivery["status"] for contact in contacts for delivery in contact.deliveries)


def summary(contacts: list[Contact], kills: Counter[str], doubtful: int) -> str:
    repeated = sum(delivery["attempts"] - 1 for contact in contacts for delivery in contact.deliveries)
    unheard = sum(contact.wondered for contact in contacts)
    killed = ", ".join(f"{name} {times}" for name, times in kills.items())
    return (
        f"{len(contacts)} conversations, killed {killed}; {repeated} webhooks had to be repeated, "
        f"{doubtful} messages in doubt, {unheard} of them not waited for"
    )
