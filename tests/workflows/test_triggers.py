"""Which messages start a flow, which leave one, and which wake nothing at all."""

from engine import MessageReceived
from tests.make import a_document
from tests.workflows.flows import TEXT, asks, echo, keyword, question, says
from tests.workflows.runtime import Runtime


def menu(when_busy: str, **over: str) -> dict[str, object]:
    return a_document(
        {"start": keyword("menu", when_busy=when_busy, **over), "shown": says("tea, coffee"), "ask": asks("Which?")},
        {"start.next": "shown", "shown.next": "ask"},
        **TEXT,
    )


async def test_an_interrupting_trigger(runtime: Runtime) -> None:
    """It leaves the open session, which tells why it ended, and starts its own flow."""
    await runtime.publish(question(), "question")
    await runtime.publish(menu("interrupt"), "menu")
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
    await runtime.publish(menu("ignore"), "menu")
    await runtime.say("ann", "go")
    await runtime.say("ann", "menu")
    await runtime.hears("ann", "Well?", "thanks for menu")
    assert len(await runtime.rows("select id from sessions")) == 1


async def asked(runtime: Runtime) -> None:
    """In the middle of a question, the word of another flow that asks."""
    await runtime.publish(question(), "question")
    await runtime.publish(menu("ask", ask_text="Leave, {{ contact.name }}?"), "menu")
    await runtime.say("ann", "go")
    await runtime.hears("ann", "Well?")
    await runtime.say("ann", "menu")
    await runtime.hears("ann", "Well?", "Leave, Ann?")


async def test_a_trigger_that_asks_and_is_let_in(runtime: Runtime) -> None:
    """After a yes the open session ends, and the other flow begins with the word that has pulled it."""
    await asked(runtime)
    await runtime.say("ann", MessageReceived(choice=":leave"))
    await runtime.hears("ann", "Well?", "Leave, Ann?", "tea, coffee", "Which?")
    left, entered = await runtime.rows("select status, reason, state, flow_id from sessions order by id")
    assert (left.status, left.reason) == ("cancelled", "another flow was started")
    assert (entered.status, entered.state["input"]["text"]) == ("active", "menu")
    assert entered.flow_id != left.flow_id


async def test_a_trigger_that_asks_and_is_sent_away(runtime: Runtime) -> None:
    """After a no the open question is asked again, and answered as ever."""
    await asked(runtime)
    await runtime.say("ann", "no")
    await runtime.hears("ann", "Well?", "Leave, Ann?", "Well?")
    await runtime.say("ann", "no")
    await runtime.hears("ann", "Well?", "Leave, Ann?", "Well?", "thanks for no")
    assert len(await runtime.rows("select id from sessions")) == 1


async def test_who_was_asked_is_remembered_over_a_restart(idle: Runtime) -> None:
    """Messages that came while no worker ran are taken in their order: the word, the yes, and the next answer."""
    async with idle.working():
        await asked(idle)
    for said in ("yes", "tea"):
        await idle.say("ann", said)
    async with idle.working():
        await idle.hears("ann", "Well?", "Leave, Ann?", "tea, coffee", "Which?")
        await idle.is_("ann", "completed")


async def test_a_deadline_while_it_asks(runtime: Runtime) -> None:
    """The open question's time goes on; a yes that comes too late begins nothing by itself."""
    await runtime.publish(question(timeout="PT3S"), "question")
    await runtime.publish(menu("ask"), "menu")
    await runtime.say("ann", "go")
    await runtime.say("ann", "menu")
    usual = "Shall we leave what we were doing?"
    await runtime.hears("ann", "Well?", usual, "too late")
    assert not (await runtime.say("ann", "yes")).due  # type: ignore[union-attr]


async def test_an_order_of_before_the_upgrade(idle: Runtime) -> None:
    """A word that was stored by the last release, and interrupts, still does."""
    await idle.publish(question(), "question")
    await idle.publish(menu("interrupt"), "menu")
    for said in ("go", "menu"):
        await idle.say("ann", said)
    await idle.execute("update events set data = data #- '{trigger,when_busy}'")
    await idle.execute("""update events set data = jsonb_set(data, '{trigger,interrupts}', 'true')""")
    async with idle.working():
        await idle.hears("ann", "Well?", "tea, coffee", "Which?")


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
