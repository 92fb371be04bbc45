"""Which messages start a flow, which leave one, and which wake nothing at all."""

from tests.make import a_document
from tests.workflows.flows import TEXT, asks, echo, keyword, question, says
from tests.workflows.runtime import Runtime


def menu(*, interrupts: bool) -> dict[str, object]:
    return a_document(
        {"start": keyword("menu", interrupts=interrupts), "shown": says("tea, coffee"), "ask": asks("Which?")},
        {"start.next": "shown", "shown.next": "ask"},
        **TEXT,
    )


async def test_an_interrupting_trigger(runtime: Runtime) -> None:
    """It leaves the open session, which tells why it ended, and starts its own flow."""
    await runtime.publish(question(), "question")
    await runtime.publish(menu(interrupts=True), "menu")
    await runtime.say("ann", "go")
    await runtime.hears("ann", "Well?")
    await runtime.say("ann", "menu")
    await runtime.hears("ann", "Well?", "tea, coffee", "Which?")
    left, entered = await runtime.rows("select status, reason, ended_at, deadline from sessions order by id")
    assert (left.status, left.reason, left.deadline) == ("cancelled", "another flow was started", None)
    assert left.ended_at is not None
    assert entered.status == "active"


async def test_a_trigger_that_does_not_interrupt(runtime: Runtime) -> None:
    """Inside a session its word is an answer like any other."""
    await runtime.publish(question(), "question")
    await runtime.publish(menu(interrupts=False), "menu")
    await runtime.say("ann", "go")
    await runtime.say("ann", "menu")
    await runtime.hears("ann", "Well?", "thanks for menu")
    assert len(await runtime.rows("select id from sessions")) == 1


async def test_a_message_that_nobody_waits_for(runtime: Runtime) -> None:
    """It is kept for people, handled, and starts no workflow."""
    await runtime.publish(question())
    found = await runtime.say("ann", "hello?")
    assert found is not None
    assert not found.due
    assert not await runtime.runs(found.conversation)
    kept = await runtime.rows("select m.content, e.handled_at from messages m join events e on e.message_id = m.id")
    assert [(row.content["text"], row.handled_at is not None) for row in kept] == [("hello?", True)]


async def rest(runtime: Runtime, address: str) -> None:
    """Wait until no workflow is open."""
    id = await runtime.conversation(address)
    await runtime.until(lambda: runtime.runs(id), lambda runs: not runs)


async def test_the_workflow_ends_with_the_session(runtime: Runtime) -> None:
    """A conversation in which nothing waits has no workflow; the next trigger starts it again."""
    await runtime.publish(question())
    for _ in range(2):
        await runtime.say("ann", "go")
        await runtime.until(lambda: runtime.status("ann"), lambda status: status == "active")
        await runtime.say("ann", "tea")
        await runtime.is_("ann", "completed")
        await rest(runtime, "ann")
        assert not (await runtime.say("ann", "thanks")).due  # type: ignore[union-attr]
    await runtime.hears("ann", *["Well?", "thanks for tea"] * 2)


async def test_a_trigger_right_after_the_end(runtime: Runtime) -> None:
    """A word that comes while the session before it is still ending starts the next one."""
    await runtime.publish(question())
    for _ in range(5):
        await runtime.say("ann", "go")
        await runtime.say("ann", "tea")
    await runtime.hears("ann", *["Well?", "thanks for tea"] * 5)


async def test_a_flow_that_was_removed_in_between(idle: Runtime) -> None:
    """A message that has pulled the trigger of a flow that is gone by now is handled, with the reason."""
    await idle.publish(question(), "question")
    await idle.publish(echo("echo"), "echo")
    await idle.say("ann", "go")
    await idle.execute("delete from flows where key = 'question'")
    await idle.say("ann", "echo")
    await idle.say("ann", "one")
    async with idle.working():
        await idle.hears("ann", "got one")
    problems = await idle.rows("select problems from turns where problems <> '[]' order by id")
    assert [row.problems[0]["code"] for row in problems] == ["refused"]
