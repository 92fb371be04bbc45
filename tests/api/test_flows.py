"""Flows over HTTP: from a document to a version."""

import pytest

from tests.api.conftest import Client, asker, greeter, published


async def test_a_flow_is_made_saved_and_published(client: Client) -> None:
    """The way of every flow: create, edit the draft, publish, and read what was published."""
    made = await client.post("/flows", json={"name": "Order bot"})
    assert made.status_code == 201, made.text
    flow = made.json()
    assert flow["key"] == "order-bot"
    draft = await client.get(f"/flows/{flow['id']}/draft")
    saved = await client.put(
        f"/flows/{flow['id']}/draft", json={"document": greeter()}, headers={"if-match": draft.headers["etag"]}
    )
    assert saved.status_code == 200, saved.text
    assert (saved.json()["revision"], saved.json()["problems"]) == (2, [])
    version = await client.post(f"/flows/{flow['id']}/publish", json={"note": "first"})
    assert version.status_code == 201, version.text
    read = await client.get(f"/flows/{flow['id']}/versions/{version.json()['id']}")
    assert read.json()["document"]["nodes"] == greeter()["nodes"]
    assert (await client.get(f"/flows/{flow['id']}")).json()["published_id"] == version.json()["id"]
