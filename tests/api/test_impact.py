"""What a change would have meant for runs that really happened, over HTTP."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from api.replaying import Unrepeatable, replayable
from engine import CallReturned, Channel, FlowSet, HandedBack, News, Started, TakenOver
from engine.impact import replay
from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, KeyMaker, Nodes, a_chat, greeter, kind_of, published
from tests.api.test_life import saved
from tests.api.test_recording import ANN, DETAIL, FLOW, TRIGGERED, a_call, a_message, a_turn
from tests.api.turns import bot_answers
from tests.make import a_document

CHANNEL = Channel(id=ANN.id, kind="telegram")
THEN: dict[str, Any] = {"name": "Ann", "language": None, "fields": {}, "tags": []}


def greeting() -> dict[str, Any]:
    """A flow that knows whom it has met, asks, and says goodbye by another flow."""
    nodes: Nodes = {
        "start": ("api_start", {}),
        "met": ("condition", {"expression": "contact.tags contains 'met'"}),
        "mark": ("add_tag", {"tag": "met"}),
        "ask": ("ask_text", {"question": "Your name?", "save_as": "name", "timeout": "PT1H"}),
        "hi": ("send_message", {"text": "Hi {{ vars.name }}"}),
        "again": ("send_message", {"text": "You again"}),
        "bye": ("run_flow", {"flow": "bye"}),
    }
    edges = {"start.next": "met", "met.false": "mark", "met.true": "again", "mark.next": "ask", "ask.answered": "hi"}
    return a_document(nodes, {**edges, "ask.no_match": "again", "hi.next": "bye"}, name="Greeting")


def bye(said: str = "Bye") -> dict[str, Any]:
    nodes: Nodes = {"start": ("api_start", {}), "bye": ("send_message", {"text": said})}
    return a_document(nodes, {"start.next": "bye"}, name="Bye")


async def talked(client: Client, store: Store, vault: Vault, workspace: UUID, flow: str, *names: str) -> None:
    """Everybody was asked by the flow, and people let all but the last one go on without an answer."""
    chat = await a_chat(client)
    for name in names:
        begun = await client.post(f"/flows/{flow}/start", json={"to": {"channel": chat, "address": name, "name": name}})
        await bot_answers(store, vault, workspace, UUID(begun.json()["conversation"]))
    for run in (await client.get("/runs", params={"flow": flow})).json()["items"][1:]:
        for order, body in (("take-over", None), ("hand-back", {"node": "hi"})):
            await client.post(f"/runs/{run['id']}/{order}", json=body)
            await bot_answers(store, vault, workspace, UUID(run["conversation_id"]))


async def impact(client: Client, flow: str, **body: Any) -> dict[str, Any]:
    answer = await client.post(f"/flows/{flow}/impact", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
async def flow(client: Client, store: Store, vault: Vault, workspace: UUID) -> dict[str, Any]:
    """Three people have talked with it; the other flow that it runs was published anew since."""
    other = await published(client, bye(), key="bye")
    made = await published(client, greeting())
    await talked(client, store, vault, workspace, made["id"], "ann", "bo", "cid")
    await saved(client, other["id"], bye("See you"))
    await client.post(f"/flows/{other['id']}/publish", json={})
    return made


async def test_the_same_version_does_the_same(client: Client, flow: dict[str, Any]) -> None:
    """All of them, as draft and as version: tags that the runs have set since, and other flows as they were, are no change."""
    for body in ({}, {"version": flow["version"]}):
        found = await impact(client, flow["id"], **body)
        assert (found["sessions"], found["same"], found["diverging"]) == (3, 3, 0), found
        assert (found["untold"], found["untouched"]) == ([], ["again"])


async def test_a_changed_text_parts_ways_at_its_node(client: Client, flow: dict[str, Any]) -> None:
    """Of those who came there; with what was said and what would be."""
    changed = greeting()
    changed["nodes"][4]["data"]["text"] = "Namaste {{ vars.name }}"
    await saved(client, flow["id"], changed)
    found = await impact(client, flow["id"])
    assert (found["same"], found["diverging"]) == (1, 2)
    (node,) = found["nodes"]
    assert (node["node"], node["what"], node["count"]) == ("hi", "message", 2)
    one = found["divergences"][0]
    assert (one["run"], one["turn"], one["event"]) == (node["example"], 3, "handed_back")
    assert (one["expected"]["text"], one["got"]["text"]) == ("Hi ", "Namaste ")
    assert (await client.get(f"/runs/{one['run']}")).status_code == 200


async def test_who_stands_at_a_node_that_is_gone_is_named(client: Client, flow: dict[str, Any]) -> None:
    """By the node, for everybody who came through it."""
    changed = greeting()
    changed["nodes"] = [node for node in changed["nodes"] if node["id"] != "mark"]
    changed["edges"] = [edge for edge in changed["edges"] if "mark" not in (edge["source"], edge["target"])]
    changed["edges"].append({"id": "new", "source": "met", "sourceHandle": "false", "target": "ask"})
    await saved(client, flow["id"], changed)
    (node,) = (await impact(client, flow["id"]))["nodes"]
    assert (node["node"], node["what"], node["count"]) == ("mark", "gone", 3)


async def test_how_many_and_since_when(client: Client, flow: dict[str, Any]) -> None:
    """The latest so many, or those that began since."""
    assert (await impact(client, flow["id"], sessions=1))["sessions"] == 1
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    found = await impact(client, flow["id"], since=soon)
    assert (found["sessions"], found["untouched"][0]) == (0, "start")


async def test_runs_of_before_tell_nothing(client: Client, store: Store, workspace: UUID, flow: dict[str, Any]) -> None:
    """A run whose contact was not kept as they were is listed with the reason, and counts for nothing."""
    async with store.transaction(workspace) as session:
        await session.execute(text("update sessions set contact_then = null"))
    found = await impact(client, flow["id"])
    assert (found["same"], found["diverging"], len(found["untold"])) == (0, 0, 3)
    assert found["untold"][0]["why"] == "it began before contacts were kept as they were"


async def test_what_cannot_be_tried(client: Client, flow: dict[str, Any], key: KeyMaker) -> None:
    """A version of another flow, a draft with errors, and who may not see what was said: refused."""
    other = await published(client, greeter())
    url = f"/flows/{flow['id']}/impact"
    assert kind_of(await client.post(url, json={"version": other["version"]})) == "not-found"
    assert kind_of(await client.post(f"/flows/{uuid4()}/impact", json={})) == "not-found"
    broken = greeting()
    broken["nodes"][3]["data"] = {}
    await saved(client, flow["id"], broken)
    assert kind_of(await client.post(url, json={})) == "flow-invalid"
    blind = await client.post(url, json={}, headers=await key("flows:read"))
    assert kind_of(blind) == "forbidden"


def test_messages_calls_and_time_are_kept() -> None:
    """What came to a run, in its order and at its time, is what is played again."""
    detail = DETAIL.model_copy(update={"contact_then": THEN})
    recording = replayable(detail, CHANNEL)
    assert [heard.event.type for heard in recording.heard] == ["started", "call_returned", "message", "timed_out"]
    returned = recording.heard[1].event
    assert isinstance(returned, CallReturned)
    assert returned.result == a_call().result
    paths = (
        (("start", "next"), ("lookup", None)),
        (("lookup", "success"), ("ask", None)),
        (("ask", None),),
        (("ask", "timeout"), ("late", "next")),
    )
    heard = [one.model_copy(update={"path": path}) for one, path in zip(recording.heard, paths, strict=True)]
    flows = FlowSet({recording.flow: replace(FLOW, id=recording.flow)}, {})
    found = replay(recording.model_copy(update={"heard": tuple(heard)}), flows, flows)
    assert (found.unlike, found.divergence) == (None, None)


def test_what_started_it_and_what_people_did_is_kept() -> None:
    """What a trigger heard, for how long an agent took over, and that the conversation was closed."""
    news = {"kind": "contact.tag_added", "data": {"tag": "vip"}}
    orders = (
        ("start", {"node": "start", "news": news}),
        ("take_over", {"idle": "PT5M"}),
        ("hand_back", {"resolved": True}),
    )
    events = tuple(TRIGGERED.model_copy(update={"id": uuid4(), "kind": kind, "data": data}) for kind, data in orders)
    turns = tuple(a_turn(number, one.kind, number, one.id) for number, one in enumerate(events, start=1))
    detail = DETAIL.model_copy(update={"contact_then": THEN, "events": events, "turns": turns})
    started, taken, closed = (heard.event for heard in replayable(detail, CHANNEL).heard)
    assert isinstance(started, Started)
    assert started.news == News(kind="contact.tag_added", data={"tag": "vip"})
    assert (taken, closed) == (TakenOver(idle=timedelta(minutes=5)), HandedBack(resolved=True))


ASKED = a_message("out", 3, text="Leave?", buttons=[{"id": ":stay", "title": "No"}])  # by another flow's trigger


@pytest.mark.parametrize(
    ("over", "why"),
    [
        ({"contact_then": None}, "before contacts were kept"),
        ({"turns": ()}, "nothing has happened"),
        ({"events": ()}, "how it began was not kept"),
        ({"calls": ()}, "the result of the call before turn 2 was not kept"),
        ({"events": DETAIL.events[:1]}, "what came in turn 3 .message. was not kept"),
        ({"messages": (*DETAIL.messages, ASKED)}, "another flow's trigger asked"),
    ],
)
def test_what_was_not_kept(over: dict[str, Any], why: str) -> None:
    """A run that lacks something cannot be played, and says what it lacks."""
    detail = DETAIL.model_copy(update={"contact_then": THEN, **over})
    with pytest.raises(Unrepeatable, match=why):
        replayable(detail, CHANNEL)
