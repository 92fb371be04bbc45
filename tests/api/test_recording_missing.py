"""Runs in which another flow was not there, as flow tests and in the impact of a change: it may be there again since."""

from typing import Any

import pytest

from tests.api.conftest import Client, Nodes, published
from tests.api.test_recording import in_words
from tests.api.test_recording_around import the_record
from tests.api.visitor import Chat, an_answered_chat
from tests.make import a_document

chat = an_answered_chat
INNER: Nodes = {"start": ("api_start", {}), "hi": ("send_message", {"text": "Here I am"})}
MIDDLE: Nodes = {
    "start": ("api_start", {}),
    "run": ("run_flow", {"flow": "inner"}),
    "no": ("send_message", {"text": "Nobody"}),
}
OUTER: Nodes = {"start": ("keyword", {"words": ["hello"]}), **{id: MIDDLE[id] for id in ("run", "no")}}
EDGES = {"start.next": "run", "run.failed": "no"}
inner = a_document(INNER, {"start.next": "hi"}, name="Inner")
middle = a_document(MIDDLE, EDGES, name="Middle")


def outer(flow: str) -> dict[str, Any]:
    return a_document({**OUTER, "run": ("run_flow", {"flow": flow})}, EDGES, name="Outer")


async def put_away(client: Client, flow: dict[str, Any], *, archived: bool) -> None:
    answer = await client.patch(f"/flows/{flow['id']}?force=true", json={"archived": archived})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("runs", ["inner", "middle"])
@pytest.mark.parametrize("archived", [True, False])
async def test_what_was_not_there_is_missing_in_its_test(
    client: Client, chat: Chat, runs: str, *, archived: bool
) -> None:
    """So that the test holds, and the change of a flow is told from that of another one, when it is there again."""
    gone = await published(client, inner, key="inner")
    await published(client, middle, key="middle")
    flow = await published(client, outer(runs))
    await put_away(client, gone, archived=archived)
    await chat.says("hello")
    await put_away(client, gone, archived=False)
    test = await the_record(client, flow)
    assert in_words(test)[1:] == [{"expects": "Nobody" if archived else "Here I am"}, {"ends": "completed"}]
    assert test.missing_flows == (("inner",) if archived else ())
    saved = {"document": {**outer(runs), "tests": [test.model_dump(mode="json", exclude_defaults=True)]}}
    await client.put(f"/flows/{flow['id']}/draft", json=saved, headers={"if-match": '"1"'})
    report = (await client.post(f"/flows/{flow['id']}/test")).json()
    assert report["passed"], report["tests"]
    impact = (await client.post(f"/flows/{flow['id']}/impact", json={})).json()
    assert (impact["same"], impact["untold"]) == (1, []), impact


async def test_only_what_was_not_there_is_missing(client: Client, chat: Chat) -> None:
    """A flow that was there is not, though a node of the same id in another flow goes on behind it."""
    await published(client, inner, key="inner")
    nodes: Nodes = {"start": ("api_start", {}), "run": ("run_flow", {"flow": "inner"})}
    await published(client, a_document(nodes, {"start.next": "run"}, name="Middle"), key="middle")
    gone = await published(client, inner, key="gone")
    outside: Nodes = {**OUTER, "run": ("run_flow", {"flow": "middle"}), "gone": ("run_flow", {"flow": "gone"})}
    edges = {"start.next": "run", "run.completed": "gone", "gone.failed": "no"}
    flow = await published(client, a_document(outside, edges, name="Outer"))
    await only_it_was_missing(client, chat, gone, flow)


TWICE: Nodes = {
    "start": ("api_start", {}),
    "known": ("condition", {"expression": "contact.tags contains 'known'"}),
    "tag": ("add_tag", {"tag": "known"}),
    "ask": ("ask_text", {"question": "Again?"}),
}


async def test_what_is_run_again_is_not_missing(client: Client, chat: Chat) -> None:
    """A flow that has ended and begins anew at the same node was there, whatever else of the turn was not."""
    edges = {"start.next": "known", "known.true": "ask", "known.false": "tag"}
    await published(client, a_document(TWICE, edges, name="Twice"), key="twice")
    gone = await published(client, inner, key="gone")
    outside: Nodes = {**OUTER, "run": ("run_flow", {"flow": "gone"}), "twice": ("run_flow", {"flow": "twice"})}
    edges = {"start.next": "run", "run.failed": "twice", "twice.completed": "twice"}
    flow = await published(client, a_document(outside, edges, name="Outer"))
    await only_it_was_missing(client, chat, gone, flow)


async def only_it_was_missing(client: Client, chat: Chat, gone: dict[str, Any], flow: dict[str, Any]) -> None:
    await put_away(client, gone, archived=True)
    await chat.says("hello")
    assert (await the_record(client, flow)).missing_flows == ("gone",)
    await put_away(client, gone, archived=False)
    impact = (await client.post(f"/flows/{flow['id']}/impact", json={})).json()
    assert (impact["same"], impact["untold"]) == (1, []), impact
