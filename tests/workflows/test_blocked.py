"""A bug in a node type stops one session, not the conversation: it waits until somebody has mended it."""

from dataclasses import replace
from typing import Any

from engine import Context, Event, SendMessage, Step
from store.sessions import Sessions
from tests.make import a_document
from tests.workflows.flows import TEXT, asks, broken, echo, keyword, question, says
from tests.workflows.runtime import Runtime
from workflows.client import Conversations


async def blocked(runtime: Runtime, address: str) -> Any:
    await runtime.is_(address, "blocked")
    return await runtime.session(address)


async def unblock(runtime: Runtime, address: str) -> None:
    async with runtime.store.transaction(runtime.workspace) as session:
        conversation = await Sessions(session).unblock((await runtime.session(address)).id)
    assert conversation is not None
    await Conversations(runtime.client).look(runtime.workspace, conversation)


async def test_a_bug_in_the_middle(idle: Runtime) -> None:
    """The session is blocked with the reason, messages stay in line, and a mended worker goes on from the same one."""
    await idle.publish(echo())
    async with idle.working(node_types=idle.with_types(wait_reply={"resume": broken})):
        await idle.say("ann", "go")
        for text in ("one", "two"):
            await idle.say("ann", text)
        assert (await blocked(idle, "ann")).reason.startswith("ValueError: cannot read MessageReceived(")
        assert await idle.runs(await idle.conversation("ann"))
        await idle.say("ann", "three")
    async with idle.working():
        await idle.say("ann", "four")
        await unblock(idle, "ann")
        await idle.hears("ann", "got one", "got two", "got three", "got four")
    assert (await idle.session("ann")).reason is None


async def test_a_bug_at_the_start(idle: Runtime) -> None:
    """A flow that breaks at its first nodes leaves a blocked session to be seen; mended, it starts with its message."""
    await idle.publish(question())
    async with idle.working(node_types=idle.with_types(ask_text={"enter": broken})):
        await idle.say("ann", "go")
        await idle.say("ann", "tea")
        found = await blocked(idle, "ann")
        assert (found.node, found.turn) == ("start", 0)
        await unblock(idle, "ann")
        await idle.until(lambda: idle.rows("select id from turns"), lambda rows: len(rows) > 1)
        await blocked(idle, "ann")
    async with idle.working():
        await unblock(idle, "ann")
        await idle.hears("ann", "Well?", "thanks for tea")
    assert len(await idle.rows("select id from sessions")) == 1


async def test_nothing_is_said_twice(idle: Runtime) -> None:
    """What earlier turns said is not said again; what the broken turn would have said first is said once, after it."""
    nodes = {
        "start": keyword("go"),
        "hello": says("hello"),
        "ask": asks("Well?"),
        "thanks": says("thanks"),
        "ask2": ("ask_choice", {"question": "Which?", "choices": [{"id": "tea", "title": "Tea"}]}),
    }
    edges = {"start.next": "hello", "hello.next": "ask", "ask.answered": "thanks", "thanks.next": "ask2"}
    await idle.publish(a_document(nodes, edges, **TEXT))
    async with idle.working(node_types=idle.with_types(ask_choice={"enter": broken})):
        await idle.say("ann", "go")
        await idle.say("ann", "yes")
        await blocked(idle, "ann")
        await idle.hears("ann", "hello", "Well?")
    async with idle.working():
        await unblock(idle, "ann")
        await idle.hears("ann", "hello", "Well?", "thanks", "Which?")


async def test_a_bug_at_the_timeout(idle: Runtime) -> None:
    """A timeout that could not be taken is taken after the mending."""
    await idle.publish(question("PT1S"))
    async with idle.working(node_types=idle.with_types(send_message={"enter": broken})):
        await idle.say("ann", "go")
        await blocked(idle, "ann")
    async with idle.working():
        await unblock(idle, "ann")
        await idle.hears("ann", "Well?", "too late")


async def test_commands_pass(idle: Runtime) -> None:
    """An operator can cancel a blocked session, or take it over, although messages wait in line before the command."""
    await idle.publish(echo())
    async with idle.working(node_types=idle.with_types(wait_reply={"resume": broken})):
        for name in ("ann", "bob"):
            await idle.say(name, "go")
            await idle.say(name, "one")
            await blocked(idle, name)
        await idle.command("ann", "cancel", {"session": str((await idle.session("ann")).id)})
        await idle.is_("ann", "cancelled")
        await idle.command("bob", "take_over", {})
        await idle.is_("bob", "paused")
        unhandled = "select id from events where handled_at is null"
        await idle.until(lambda: idle.rows(unhandled), lambda rows: not rows)


async def test_a_start_that_is_cancelled(idle: Runtime) -> None:
    """A session that was blocked before it had begun can be cancelled, and does not come back."""
    await idle.publish(question())
    async with idle.working(node_types=idle.with_types(ask_text={"enter": broken})):
        await idle.say("ann", "go")
        await blocked(idle, "ann")
        await idle.command("ann", "take_over", {})
        await idle.command("ann", "cancel", {"session": str((await idle.session("ann")).id)})
        await idle.is_("ann", "cancelled")
        id = await idle.conversation("ann")
        await idle.until(lambda: idle.runs(id), lambda runs: not runs)
    assert len(await idle.rows("select id from sessions")) == 1


async def test_a_node_type_that_is_not_installed(idle: Runtime) -> None:
    """A worker without the package that a flow needs blocks its sessions; one that has it goes on."""
    await idle.publish(question())
    known = {kind: node for kind, node in idle.node_types.items() if kind != "ask_text"}
    async with idle.working(node_types=known):
        await idle.say("ann", "go")
        assert "ask_text" in (await blocked(idle, "ann")).reason
    async with idle.working():
        await unblock(idle, "ann")
        await idle.hears("ann", "Well?")


async def test_what_cannot_be_stored(idle: Runtime) -> None:
    """A node that makes texts which no database keeps blocks its session, instead of being tried for ever."""
    await idle.publish(question())
    async with idle.working(node_types=idle.with_types(ask_text={"enter": _unstorable})):
        await idle.say("ann", "go")
        assert "cannot be stored" in (await blocked(idle, "ann")).reason
    async with idle.working():
        await unblock(idle, "ann")
        await idle.hears("ann", "Well?")


def _unstorable(params: Any, context: Context, event: Event | None = None) -> Step:
    return Step(effects=(SendMessage(text="half a \ud800 character and a \0"),), leave="answered")


async def test_others_go_on(idle: Runtime) -> None:
    """Whoever does not meet the broken node is answered as ever."""
    await idle.publish(echo("echo"), "echo")
    await idle.publish(question(), "question")
    types = {**idle.node_types, "ask_text": replace(idle.node_types["ask_text"], enter=broken)}
    async with idle.working(node_types=types):
        await idle.say("ann", "go")
        await idle.say("bob", "echo")
        await idle.say("bob", "one")
        await idle.hears("bob", "got one")
        await blocked(idle, "ann")
