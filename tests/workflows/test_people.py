"""What flows do with people, on the real run time: each thing once, with the turn that it belongs to."""

import asyncio
import json
from itertools import pairwise
from typing import Any

from store.agents import Agents, Teams
from store.conversations import Conversations
from tests.make import a_document
from tests.workflows.flows import asks, keyword, says
from tests.workflows.runtime import Runtime
from workflows.announce import desk_news, desk_topic

STARS = ("ask_rating", {"question": "How was it?", "of_conversation": True, "retries": 0})
TOPIC = {"variables": {"text": {"type": "text"}}}


def rated() -> dict[str, Any]:
    """Hands over; when people have closed it, asks for a rating."""
    nodes: dict[str, tuple[str, dict[str, Any]]] = {
        "start": keyword("help"),
        "topic": asks("What is it about?"),
        "people": ("hand_over", {"team": "sales", "share": "round_robin", "resolved": True}),
        "stars": STARS,
        "thanks": says("Thank you!"),
        "sorry": says("Never mind."),
    }
    edges = {
        "start.next": "topic",
        "topic.answered": "people",
        "people.resolved": "stars",
        "stars.answered": "thanks",
        "stars.no_match": "sorry",
    }
    return a_document(nodes, edges, **TOPIC)


async def sales(runtime: Runtime) -> None:
    async with runtime.store.transaction(runtime.workspace) as session:
        ann = await Agents(session).add("Ann", "ann@example.com")
        await Teams(session).add("sales", "Sales", [ann.id])


async def close(runtime: Runtime, address: str) -> None:
    """As the API does it."""
    id = await runtime.conversation(address)
    async with runtime.store.transaction(runtime.workspace) as session:
        number = await Conversations(session).change(id, {"status": "closed"}, "solved", {"kind": "key"})
    await runtime.conversations.nudge(runtime.workspace, id, number or 0)


async def status(runtime: Runtime) -> str:
    found: str = (await runtime.rows("select status from conversations"))[0].status
    return found


async def test_a_rating_after_closing(runtime: Runtime) -> None:
    """People close what they were handed, the bot asks how it was, and the answer counts for them and opens nothing."""
    await sales(runtime)
    await runtime.publish(rated())
    await runtime.say("ann", "help")
    await runtime.hears("ann", "What is it about?")
    await runtime.say("ann", "a refund")
    await runtime.is_("ann", "paused")
    assert await status(runtime) == "pending"
    await runtime.say("ann", "hello?")
    await close(runtime, "ann")
    await runtime.hears("ann", "What is it about?", "How was it?")
    await runtime.say("ann", "⭐⭐⭐⭐")
    await runtime.hears("ann", "What is it about?", "How was it?", "Thank you!")
    await runtime.is_("ann", "completed")
    [over] = await runtime.rows(
        "select h.*, a.name from hand_overs h join agents a on a.id = h.agent_id where h.rating = 4"
    )
    assert (over.outcome, over.name, over.summary["said"]) == ("resolved", "Ann", "a refund")
    assert over.summary["answers"] == [{"asked": "What is it about?", "answered": "a refund"}]
    assert await status(runtime) == "closed"
    await runtime.say("ann", "by the way")
    assert await status(runtime) == "open"
    kinds = [one.kind for one in await runtime.rows("select kind from workspace_events order by id")]
    steps = ("handed_over", "closed", "handed_back", "rated", "reopened")
    assert kinds == [f"conversation.{step}" for step in steps]


async def test_everything_that_people_get(runtime: Runtime) -> None:
    """A note, an assignment, a notification and the end: all of one turn, with its message, and once."""
    await sales(runtime)
    nodes: dict[str, tuple[str, dict[str, Any]]] = {
        "start": keyword("go"),
        "assign": ("assign", {"team": "sales", "agent": "ann@example.com"}),
        "note": ("note", {"text": "{{ contact.name }} said {{ input.text }}"}),
        "notify": ("notify", {"text": "look"}),
        "bye": says("bye"),
        "close": ("close_conversation", {"reason": "spam"}),
    }
    chain = ("start", "assign", "note", "notify", "bye", "close")
    await runtime.publish(a_document(nodes, {f"{a}.next": b for a, b in pairwise(chain)}))
    await runtime.say("bo", "go")
    await runtime.hears("bo", "bye")
    await runtime.is_("bo", "completed")
    [found] = await runtime.rows("""
        select c.status, t.key, a.email, n.text as note, n.session_id = s.id as mine, f.text, f.agent_id = a.id as hers
        from conversations c join teams t on t.id = c.team_id join agents a on a.id = c.assignee_id
        join notes n on n.conversation_id = c.id join notifications f on f.conversation_id = c.id
        join sessions s on s.conversation_id = c.id
    """)
    assert tuple(found) == ("closed", "sales", "ann@example.com", "Bo said go", True, "look", True)
    kinds = [one.kind for one in await runtime.rows("select kind from workspace_events order by id")]
    assert kinds == [f"conversation.{kind}" for kind in ("assigned", "notified", "closed")]


async def test_giving_it_out_while_many_come(runtime: Runtime) -> None:
    """Hand-overs of many contacts at once go to the agents of the team in turn: nobody gets two more than another."""
    await sales(runtime)
    async with runtime.store.transaction(runtime.workspace) as session:
        bo = await Agents(session).add("Bo", "bo@example.com")
        [team] = await Teams(session).list()
        await Teams(session).update(team.id, {}, [*team.members, bo.id])
    nodes: dict[str, tuple[str, dict[str, Any]]] = {
        "start": keyword("go"),
        "people": ("hand_over", {"team": "sales", "share": "least_loaded"}),
    }
    await runtime.publish(a_document(nodes, {"start.next": "people"}))
    people = [f"p{number}" for number in range(10)]
    for address in people:
        await runtime.say(address, "go")
    for address in people:
        await runtime.is_(address, "paused")
    shares = await runtime.rows("select count(*) from conversations where status = 'pending' group by assignee_id")
    assert [row[0] for row in shares] == [5, 5]


async def test_screens_are_told(runtime: Runtime) -> None:
    """Whoever has the inbox open hears at once that something was handed over, and nothing of what only the bot does."""
    await runtime.publish(rated())
    async with runtime.valkey.pubsub() as screen:
        await screen.subscribe(desk_topic(runtime.workspace))
        await runtime.say("ann", "help")
        await runtime.hears("ann", "What is it about?")
        await runtime.say("ann", "a refund")
        heard = await asyncio.wait_for(anext(one async for one in screen.listen() if one["type"] == "message"), 20)
        assert json.loads(heard["data"]) == desk_news(await runtime.conversation("ann"))
        assert await runtime.status("ann") == "paused"
