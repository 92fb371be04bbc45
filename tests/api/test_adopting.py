"""Flows of other builders over HTTP."""

from typing import Any

import pytest

from tests.api.conftest import Client, kind_of
from tests.api.test_flows import nested

THEIRS: dict[str, Any] = {
    "name": "Toko",
    "nodes": [
        {"id": "1", "type": "startNode", "position": {"x": 0, "y": 0}, "data": {}},
        {"id": "2", "type": "messageNode", "position": {"x": 9, "y": 0}, "data": {"message": "Halo", "speed": 3}},
    ],
    "edges": [{"id": "e", "source": "1", "target": "2", "sourceHandle": None}],
}


async def test_what_is_understood_can_be_published(client: Client) -> None:
    """The draft has our types, the notes what was left out; sent again with its key, nothing is made twice."""
    sent = [
        await client.post("/flows/adopt", json={"document": THEIRS}, headers={"idempotency-key": "k"}) for _ in range(2)
    ]
    assert sent[0].status_code == 201, sent[0].text
    assert sent[0].json() == sent[1].json()
    made = sent[0].json()
    assert [(note["code"], note["node"], note["field"]) for note in made["notes"]] == [("left_out", "2", "speed")]
    draft = (await client.get(f"/flows/{made['id']}/draft")).json()["document"]
    assert [(node["type"], node["data"]) for node in draft["nodes"]] == [
        ("any_message", {}),
        ("send_message", {"text": "Halo"}),
    ]
    assert (await client.post(f"/flows/{made['id']}/publish", json={})).status_code == 201


async def test_what_is_not_is_kept_and_named(client: Client) -> None:
    """A type without a counterpart is a note and a problem of the draft, which stands in the way of publishing."""
    document = {**THEIRS, "nodes": [*THEIRS["nodes"], {"id": "3", "type": "carousel", "position": {"x": 0, "y": 0}}]}
    made = (await client.post("/flows/adopt", json={"document": document})).json()
    assert ("unknown_type", "3") in [(note["code"], note["node"]) for note in made["notes"]]
    assert ("unknown_type", "3") in [(one["code"], one["node"]) for one in made["problems"]]
    assert kind_of(await client.post(f"/flows/{made['id']}/publish", json={})) == "flow-invalid"


@pytest.mark.parametrize(
    "document", [{}, {"nodes": []}, {"nodes": "x"}, {"typebot": 1, "groups": []}, {"dialoom": 3}, nested(100)]
)
async def test_what_is_no_drawing_leaves_no_flow(client: Client, document: dict[str, Any]) -> None:
    """It is refused with what is missing, and nothing is made."""
    refused = await client.post("/flows/adopt", json={"document": document})
    assert (kind_of(refused), len(refused.json()["errors"])) == ("flow-invalid", 1)
    assert (await client.get("/flows")).json()["items"] == []
