"""Runs in which another flow was not there, as flow tests and in the impact of a change: it may be there again since."""

from typing import Any
from uuid import UUID

import pytest
from litestar import Litestar

from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, Nodes, a_chat, published
from tests.api.test_recording import in_words
from tests.api.test_recording_around import Chat, the_record
from tests.api.visitor import Visitor
from tests.make import a_document

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


@pytest.fixture
async def chat(client: Client, app: Litestar, store: Store, vault: Vault, workspace: UUID) -> Chat:
    return Chat(Visitor(client, app, await a_chat(client)), store, vault, workspace)


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
