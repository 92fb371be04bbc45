"""When schedules come next, as the API shows it."""

from datetime import UTC, datetime
from uuid import uuid4

from tests.api.conftest import Client, kind_of, published
from tests.make import a_document


async def test_the_next_times(client: Client) -> None:
    """Those of the published version, in UTC; none of a flow without a schedule, and nobody's is not found."""
    nodes = {
        "start": ("schedule", {"cron": "30 9 * * *", "zone": "Asia/Jakarta", "audience": "true"}),
        "end": ("end", {"result": "done"}),
    }
    flow = await published(client, a_document(nodes, {"start.next": "end"}))
    (found,) = (await client.get(f"/flows/{flow['id']}/schedule")).json()["items"]
    times = [datetime.fromisoformat(one) for one in found["next"]]
    assert (found["node"], found["cron"], len(times)) == ("start", "30 9 * * *", 5)
    assert all(one > datetime.now(UTC) and (one.hour, one.minute) == (2, 30) for one in times)
    await client.post(f"/flows/{flow['id']}/unpublish")
    assert (await client.get(f"/flows/{flow['id']}/schedule")).json()["items"] == []
    missing = await client.get(f"/flows/{uuid4()}/schedule")
    assert (missing.status_code, kind_of(missing)) == (404, "not-found")
