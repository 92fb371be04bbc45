"""The turn by itself: executed twice, at once, too late, for the wrong tenant. It must happen exactly once."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from store.calls import Calls
from store.workspaces import Workspaces
from tests.make import a_document
from tests.workflows.flows import TEXT, asks, caller, echo, keyword, question
from tests.workflows.runtime import Runtime
from workflows.activities.turn import Turns
from workflows.model import TurnRequest, TurnResult

FUTURE = timedelta(days=1)


async def request(runtime: Runtime, key: str, later: timedelta = timedelta()) -> TurnRequest:
    now = datetime.now(UTC) + later
    id = await runtime.conversation("ann")
    return TurnRequest(workspace=runtime.workspace, conversation=id, key=key, now=now)


async def said(runtime: Runtime, *texts: str) -> None:
    for text in texts:
        await runtime.say("ann", text, nudge=False)


async def test_twice(idle: Runtime, turns: Turns) -> None:
    """A turn whose workflow task was lost gives what it gave before, and says nothing again."""
    await idle.publish(question())
    await said(idle, "go")
    first, second = [await turns.turn(await request(idle, "run/1")) for _ in range(2)]
    assert first == second
    assert (first.took, first.node, first.status) == ("message", "ask", "active")
    assert await idle.heard("ann") == ["Well?"]
    assert len(await idle.rows("select id from turns")) == 1


async def test_twice_at_once(idle: Runtime, turns: Turns) -> None:
    """So it does when the first execution is still under way."""
    await idle.publish(question())
    await said(idle, "go")
    asked = await request(idle, "run/1")
    results = await asyncio.gather(*(turns.turn(asked) for _ in range(6)))
    assert {(one.took, one.number, one.node) for one in results} == {("message", 1, "ask")}
    await idle.hears("ann", "Well?")
    assert len(await idle.rows("select id from turns")) == 1


async def test_two_workers_at_once(idle: Runtime, turns: Turns) -> None:
    """Turns of two workers that both believe to be the only one share the messages, and keep their order."""
    await idle.publish(echo())
    await said(idle, "go", *(f"m{number}" for number in range(10)))
    keys = [await request(idle, f"{run}/{number}") for number in range(11) for run in "ab"]
    await asyncio.gather(*map(turns.turn, keys))
    await idle.hears("ann", *(f"got m{number}" for number in range(10)))


async def test_a_message_wins(idle: Runtime, turns: Turns) -> None:
    """At the deadline a message that is there is taken, and the timeout that was asked for is not."""
    await idle.publish(question())
    await said(idle, "go")
    await turns.turn(await request(idle, "run/1"))
    await said(idle, "tea")
    late = [await request(idle, f"{run}/2", FUTURE) for run in "ab"]
    results = await asyncio.gather(*map(turns.turn, late))
    assert sorted(str(one.took) for one in results) == ["None", "message"]
    await idle.hears("ann", "Well?", "thanks for tea")


async def test_a_timeout_that_is_repeated(idle: Runtime, turns: Turns) -> None:
    """A timeout turn that is executed again after a message has come is still the timeout; the message is next."""
    again = {"start": keyword("go"), "ask": asks("Well?", timeout="PT1H"), "more": asks("More?")}
    edges = {"start.next": "ask", "ask.timeout": "more", "ask.answered": "more", "more.answered": "ask"}
    await idle.publish(a_document(again, edges, **TEXT))
    await said(idle, "go")
    await turns.turn(await request(idle, "run/1"))
    first = await turns.turn(await request(idle, "run/2", FUTURE))
    await said(idle, "tea")
    second = await turns.turn(await request(idle, "run/2", FUTURE))
    assert (first.took, first.more, second.took, second.more) == ("timed_out", False, "timed_out", True)
    third = await turns.turn(await request(idle, "run/3", FUTURE))
    assert (third.took, third.node) == ("message", "ask")


async def test_a_turn_that_was_overtaken(idle: Runtime, turns: Turns) -> None:
    """When several turns were lost with one task, the first of them tells that there are more to repeat."""
    await idle.publish(echo())
    await said(idle, "go", "one", "two")
    firsts = [await turns.turn(await request(idle, f"run/{number}")) for number in (1, 2, 3)]
    again = [await turns.turn(await request(idle, f"run/{number}")) for number in (1, 2, 3)]
    assert [one.more for one in firsts] == [one.more for one in again] == [True, True, False]
    await idle.hears("ann", "got one", "got two")


async def test_nothing_due(idle: Runtime, turns: Turns) -> None:
    """A turn that finds nothing to do tells how things stand, and leaves no trace."""
    await idle.publish(question())
    await said(idle, "go")
    await turns.turn(await request(idle, "run/1"))
    idle_turn = await turns.turn(await request(idle, "run/2"))
    assert (idle_turn.took, idle_turn.status, idle_turn.node) == (None, "active", "ask")
    assert idle_turn.until is not None
    assert len(await idle.rows("select id from turns")) == 1


async def test_an_unreadable_event(idle: Runtime, turns: Turns) -> None:
    """What nobody can ever read is put aside with the reason, so that it does not hold up the line."""
    await idle.publish(question())
    await said(idle, "go")
    await idle.execute("""update messages set content = '{"text": {"not": "a text"}}'""")
    await said(idle, "go")
    assert (await turns.turn(await request(idle, "run/1"))).status == "none"
    assert (await turns.turn(await request(idle, "run/2"))).status == "active"
    problems = (await idle.rows("select problems from turns order by id"))[0].problems
    assert "cannot be read" in problems[0]["message"]


async def test_the_wrong_tenant(idle: Runtime, turns: Turns) -> None:
    """A request that names another workspace finds no such conversation, and changes nothing."""
    await idle.publish(question())
    await said(idle, "go")
    stranger = uuid4()
    async with idle.store.transaction(stranger) as session:
        await Workspaces(session).add("Other", slug="other")
    asked = (await request(idle, "run/1")).model_copy(update={"workspace": stranger})
    assert await turns.turn(asked) == TurnResult(erased=True)
    assert await idle.rows("select id from turns") == []
    assert (await turns.turn(await request(idle, "run/1"))).status == "active"


async def test_an_erased_conversation(runtime: Runtime) -> None:
    """Its workflow ends, however often it is nudged."""
    await runtime.publish(question())
    await runtime.say("ann", "go")
    await runtime.hears("ann", "Well?")
    id = await runtime.conversation("ann")
    assert await runtime.runs(id)
    await runtime.execute("delete from conversations")
    await runtime.conversations.nudge(runtime.workspace, id, 9)
    await runtime.until(lambda: runtime.runs(id), lambda runs: not runs)


async def calls(runtime: Runtime) -> list[UUID]:
    return [row.id for row in await runtime.rows("select id from calls order by id")]


async def finish(runtime: Runtime, call: UUID, price: int) -> None:
    async with runtime.store.transaction(runtime.workspace) as session:
        await Calls(session).done(call, {"status": 200, "headers": {}, "body": {"price": price}})


async def test_a_result_that_comes_twice(idle: Runtime, turns: Turns) -> None:
    """The first outcome of a call counts; a finished call is not begun again."""
    await idle.publish(caller("http://shop.example/"))
    await said(idle, "go")
    made = await turns.turn(await request(idle, "run/1"))
    assert made.call is not None
    for price in (1, 2):
        await finish(idle, made.call.id, price)
    async with idle.store.transaction(idle.workspace) as session:
        assert await Calls(session).begin(made.call.id) is None
    assert (await turns.turn(await request(idle, "run/2"))).took == "call_returned"
    assert (await turns.turn(await request(idle, "run/3"))).took is None
    await idle.hears("ann", "wait", "success [1]")


async def test_a_result_that_comes_too_late(idle: Runtime, turns: Turns) -> None:
    """The result of a call that nobody waits for any more is not taken for the one that was made after it."""
    await idle.publish(caller("http://shop.example/"))
    await said(idle, "go")
    await turns.turn(await request(idle, "run/1"))
    await idle.command("ann", "take_over", {})
    assert (await turns.turn(await request(idle, "run/2"))).call is None
    await idle.command("ann", "hand_back", {})
    again = await turns.turn(await request(idle, "run/3"))
    old, new = await calls(idle)
    assert again.call is not None
    assert again.call.id == new
    await finish(idle, old, 1)
    assert (await turns.turn(await request(idle, "run/4"))).took is None
    await finish(idle, new, 2)
    assert (await turns.turn(await request(idle, "run/5"))).took == "call_returned"
    await idle.hears("ann", "wait", "success [2]")


async def test_slots(idle: Runtime, turns: Turns) -> None:
    """When all slots for sending are taken, a turn is committed all the same, and its messages wait as queued."""
    await idle.publish(question())
    await said(idle, "go")
    for _ in range(8):
        await turns.sender.slots.acquire()
    waiting = asyncio.create_task(turns.turn(await request(idle, "run/1")))
    await idle.until(lambda: idle.heard("ann", "queued"), bool)
    assert await idle.heard("ann", "queued") == ["Well?"]
    turns.sender.slots.release()
    assert not (await waiting).unsent
    await idle.hears("ann", "Well?")
