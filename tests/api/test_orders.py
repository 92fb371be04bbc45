"""Orders to a run as people give them: where they say what, and what a slip of the keys leads to."""

from typing import Any

import pytest

from tests.api.conftest import asker
from tests.api.desk import Desk, a_desk

desk = a_desk


async def test_taking_over_may_be_limited(desk: Desk) -> None:
    """From then on, and not only when the contact writes."""
    conversation = await desk.start(asker())
    run = (await desk.read(conversation))["run"]
    assert (await desk.client.post(f"/runs/{run}/take-over", json={"idle": "PT20M"})).status_code == 202
    await desk.bot(conversation)
    found = (await desk.client.get(f"/runs/{run}")).json()["run"]
    assert (found["status"], found["deadline"] is None) == ("paused", False)


@pytest.mark.parametrize(
    ("order", "said", "slip"),
    [
        ("take-over", {"params": {"idle": "PT20M"}}, "idle"),
        ("take-over", {"json": {}, "params": {"agent": "ann@example.com"}}, "agent"),
        ("take-over", {"json": {"idel": "PT20M"}}, "idel"),
        ("hand-back", {"json": {}, "params": {"node": "hi"}}, "node"),
        ("hand-back", {"json": {"nodes": "hi"}}, "nodes"),
    ],
)
async def test_a_slip_in_an_order_is_refused(desk: Desk, order: str, said: dict[str, Any], slip: str) -> None:
    """With its name: left out in silence, the bot would be silent for good, or go on elsewhere."""
    run = (await desk.read(await desk.start(asker())))["run"]
    answer = await desk.client.post(f"/runs/{run}/{order}", **said)
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (400, slip), answer.text
