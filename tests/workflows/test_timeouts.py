"""Waits end by a reply or by the clock, never by both."""

import asyncio
import random

from tests.workflows.flows import asks, echo, keyword, question, says
from tests.workflows.runtime import Runtime

CONTACTS = 40


async def test_a_wait_that_nobody_answers(runtime: Runtime) -> None:
    """After the timeout the flow goes on by its timeout arm."""
    await runtime.publish(question("PT1S"))
    await runtime.say("ann", "go")
    await runtime.hears("ann", "Well?", "too late")
    await runtime.is_("ann", "completed")


async def test_a_reply_at_the_instant_of_the_timeout(runtime: Runtime) -> None:
    """When reply and timeout race, exactly one arm is taken; the reply that lost is in the database, for people."""
    await runtime.publish(question("PT1S"))
    rng = random.Random(7)

    async def race(name: str) -> str:
        await runtime.say(name, "go")
        await runtime.until(lambda: runtime.heard(name), bool)
        await asyncio.sleep(rng.uniform(0.8, 1.2))
        await runtime.say(name, "tea")
        await runtime.is_(name, "completed")
        await runtime.until(lambda: runtime.rows(UNHANDLED, name=name), lambda rows: not rows)
        heard: list[str] = await runtime.until(lambda: runtime.heard(name), lambda found: len(found) > 1)
        assert heard in (["Well?", "thanks for tea"], ["Well?", "too late"]), heard
        return heard[-1]

    arms = await asyncio.gather(*(race(f"c{number}") for number in range(CONTACTS)))
    assert len(set(arms)) == 2, "the race was no race: both arms should have won some"
    assert len(await runtime.rows("select id from sessions")) == CONTACTS


UNHANDLED = """
    select e.id from events e join conversations c on c.id = e.conversation_id where c.address = :name and handled_at is null
"""


async def test_a_shorter_wait_after_a_longer_one(runtime: Runtime) -> None:
    """The deadline is the one of the wait that the conversation is in, whichever timer was set first."""
    nodes = {
        "start": keyword("go"),
        "long": asks("long?", timeout="PT1H"),
        "short": asks("short?", timeout="PT1S"),
        "late": says("late"),
    }
    edges = {"start.next": "long", "long.answered": "short", "short.timeout": "late"}
    await runtime.flow(nodes, edges, variables={"text": {"type": "text"}})
    await runtime.say("ann", "go")
    await runtime.hears("ann", "long?")
    await runtime.say("ann", "yes")
    await runtime.hears("ann", "long?", "short?", "late")


async def test_a_longer_wait_after_a_shorter_one(runtime: Runtime) -> None:
    """The timer of a wait that was answered does not end the next one."""
    nodes = {
        "start": keyword("go"),
        "short": asks("short?", timeout="PT1S"),
        "long": asks("long?", timeout="PT2S"),
        "early": says("early"),
        "late": says("late"),
    }
    edges = {"start.next": "short", "short.answered": "long", "short.timeout": "early", "long.timeout": "late"}
    await runtime.flow(nodes, edges, variables={"text": {"type": "text"}})
    await runtime.say("ann", "go")
    await runtime.hears("ann", "short?")
    await runtime.say("ann", "yes")
    await runtime.hears("ann", "short?", "long?", "late")


async def test_reminders_before_the_timeout(runtime: Runtime) -> None:
    """Every reminder is a deadline of its own, and the last deadline is the timeout."""
    reminders = [{"after": "PT1S", "text": "still there?"}, {"after": "PT2S", "text": "last call"}]
    nodes = {
        "start": keyword("go"),
        "ask": asks("Well?", timeout="PT3S", reminders=reminders),
        "late": says("too late"),
    }
    await runtime.flow(nodes, {"start.next": "ask", "ask.timeout": "late"}, variables={"text": {"type": "text"}})
    await runtime.say("ann", "go")
    await runtime.hears("ann", "Well?", "still there?", "last call", "too late")
    await runtime.is_("ann", "completed")


async def test_messages_in_a_row_are_one_answer(runtime: Runtime) -> None:
    """What comes within the time to collect is answered once, with nothing lost and in its order."""
    nodes = {"start": keyword("go"), "ask": asks("Well?", collect="PT2S"), "thanks": says("[{{ vars.text }}]")}
    await runtime.flow(nodes, {"start.next": "ask", "ask.answered": "thanks"}, variables={"text": {"type": "text"}})
    await runtime.say("ann", "go")
    await runtime.hears("ann", "Well?")
    for text in ("hello", "my order", "is 4711"):
        await runtime.say("ann", text)
    await runtime.hears("ann", "Well?", "[hello\nmy order\nis 4711]")
    await runtime.is_("ann", "completed")


async def test_a_delay(runtime: Runtime) -> None:
    """A delay ends by itself, and what the contact writes meanwhile does not end it."""
    nodes = {"start": keyword("go"), "a": says("a"), "rest": ("delay", {"duration": "PT1S"}), "b": says("b")}
    await runtime.flow(nodes, {"start.next": "a", "a.next": "rest", "rest.next": "b"})
    await runtime.say("ann", "go")
    await runtime.hears("ann", "a")
    await runtime.say("ann", "hello?")
    await runtime.hears("ann", "a", "b")


async def test_a_timeout_that_came_due_while_no_worker_ran(idle: Runtime) -> None:
    """A deadline that passes between two workers is taken by the next; a message that is there wins over it."""
    await idle.publish(question("PT1S"))
    await idle.publish(echo("echo"), "echo")
    async with idle.working():
        for name in ("ann", "bob"):
            await idle.say(name, "go")
            await idle.hears(name, "Well?")
    await asyncio.sleep(1.2)
    await idle.say("bob", "tea")
    async with idle.working():
        await idle.hears("ann", "Well?", "too late")
        await idle.hears("bob", "Well?", "thanks for tea")


async def test_fifty_messages_in_a_row_are_one_answer(runtime: Runtime) -> None:
    """However fast they come, the question is answered once, with all of them in their order."""
    nodes = {"start": keyword("go"), "ask": asks("Well?", collect="PT3S"), "thanks": says("[{{ vars.text }}]")}
    await runtime.flow(nodes, {"start.next": "ask", "ask.answered": "thanks"}, variables={"text": {"type": "text"}})
    await runtime.say("ann", "go")
    await runtime.hears("ann", "Well?")
    await asyncio.gather(*(runtime.say("ann", f"m{number}") for number in range(50)))
    query = "select content ->> 'text' from messages where direction = 'in' and number > 2 order by number"
    said = [row[0] for row in await runtime.rows(query)]
    assert sorted(said) == sorted(f"m{number}" for number in range(50))
    await runtime.hears("ann", "Well?", "[{}]".format("\n".join(said)))
    await runtime.is_("ann", "completed")
