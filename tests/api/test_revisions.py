"""Publishing what was looked at: `If-Match` with the draft's revision, where somebody else may have saved in between."""

from typing import Any

import pytest

from tests.api.conftest import Client, asker, greeter, kind_of, published
from tests.api.test_life import saved

WAYS: list[tuple[str, dict[str, Any]]] = [("publish", {}), ("canary", {"percent": 50})]


@pytest.mark.parametrize(("way", "body"), WAYS)
async def test_a_draft_that_has_moved_on_is_not_published(client: Client, way: str, body: dict[str, Any]) -> None:
    """The answer is that of saving: the revision that it is at by now. Nothing becomes of it; the right one goes through."""
    flow = await published(client, greeter())
    seen = (await client.get(f"/flows/{flow['id']}/preflight")).headers["etag"]
    await saved(client, flow["id"], asker())
    refused = await client.post(f"/flows/{flow['id']}/{way}", json=body, headers={"if-match": seen})
    assert (refused.status_code, kind_of(refused), refused.json()["current"]) == (412, "stale-revision", 2)
    assert len((await client.get(f"/flows/{flow['id']}/versions")).json()["items"]) == 1
    taken = await client.post(f"/flows/{flow['id']}/{way}", json=body, headers={"if-match": refused.headers["etag"]})
    assert taken.status_code == 201, taken.text


@pytest.mark.parametrize(("way", "body"), WAYS)
async def test_without_a_revision_the_draft_is_taken_as_it_is(client: Client, way: str, body: dict[str, Any]) -> None:
    """Whoever is alone need not name it; what is no revision is told."""
    flow = await published(client, greeter())
    await saved(client, flow["id"], asker())
    strange = await client.post(f"/flows/{flow['id']}/{way}", json=body, headers={"if-match": "*"})
    assert kind_of(strange) == "invalid-request"
    assert (await client.post(f"/flows/{flow['id']}/{way}", json=body)).status_code == 201
