"""Messages are handled once each, in the order in which they came."""

import asyncio

from tests.workflows.flows import echo, question
from tests.workflows.runtime import Runtime


async def test_two_replies_at_once(runtime: Runtime) -> None:
    """Two replies in one second are two turns, in their order."""
    await runtime.publish(echo())
    await runtime.say("ann", "go")
    await runtime.say("ann", "one")
    await runtime.say("ann", "two")
    await runtime.hears("ann", "got one", "got two")


async def test_a_burst(runtime: Runtime) -> None:
    """Fifty messages that come faster than they are answered are all answered, once each and in their order."""
    await runtime.publish(echo())
    await runtime.say("ann", "go")
    for number in range(50):
        await runtime.say("ann", f"m{number}")
    await runtime.hears("ann", *(f"got m{number}" for number in range(50)))


async def test_a_burst_at_once(runtime: Runtime) -> None:
    """Messages that come in the same instant get an order, and are answered in it."""
    await runtime.publish(echo())
    await runtime.say("ann", "go")
    await asyncio.gather(*(runtime.say("ann", f"m{number}") for number in range(50)))
    query = "select content ->> 'text' from messages where direction = 'in' and number > 1 order by number"
    said = [row[0] for row in await runtime.rows(query)]
    assert sorted(said) == sorted(f"m{number}" for number in range(50))
    await runtime.hears("ann", *(f"got {text}" for text in said))


async def test_many_contacts(runtime: Runtime) -> None:
    """Contacts do not wait for one another, and each hears only their own answers."""
    await runtime.publish(echo())
    names = [f"c{number}" for number in range(20)]

    async def talk(name: str) -> None:
        await runtime.say(name, "go")
        for number in range(3):
            await runtime.say(name, f"{name}-{number}")
        await runtime.hears(name, *(f"got {name}-{number}" for number in range(3)))

    await asyncio.gather(*map(talk, names))


async def test_the_same_message_twice_at_once(runtime: Runtime) -> None:
    """A message that the provider delivers several times in one instant is answered once."""
    await runtime.publish(echo())
    await runtime.say("ann", "go")
    found = await asyncio.gather(*(runtime.say("ann", "one", id="provider-1") for _ in range(6)))
    assert sum(one is not None for one in found) == 1
    await runtime.say("ann", "two")
    await runtime.hears("ann", "got one", "got two")


async def test_the_first_message_twice_at_once(runtime: Runtime) -> None:
    """So it is with the very first message, which makes the contact: one contact, one conversation, one answer."""
    await runtime.publish(question())
    found = await asyncio.gather(*(runtime.say("ann", "go", id="provider-1") for _ in range(4)))
    assert sum(one is not None for one in found) == 1
    await runtime.hears("ann", "Well?")
    assert (
        len(await runtime.rows("select id from contacts"))
        == len(await runtime.rows("select id from conversations"))
        == 1
    )


async def test_the_same_message_after_a_restart(idle: Runtime) -> None:
    """A message that is delivered again after all workers have been replaced is still known."""
    await idle.publish(echo())
    async with idle.working():
        await idle.say("ann", "go")
        await idle.say("ann", "one", id="provider-1")
        await idle.hears("ann", "got one")
    assert await idle.say("ann", "one", id="provider-1") is None
    async with idle.working():
        assert await idle.say("ann", "one", id="provider-1") is None
        await idle.say("ann", "two")
        await idle.hears("ann", "got one", "got two")


async def test_messages_that_come_while_no_worker_runs(idle: Runtime) -> None:
    """What contacts write between two workers waits, and is answered by the next."""
    await idle.publish(echo())
    for text in ("go", "one", "two"):
        await idle.say("ann", text)
    async with idle.working():
        await idle.hears("ann", "got one", "got two")
