"""Runs that were moved to another version, as flow tests."""

from uuid import UUID

import pytest

from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client
from tests.api.test_moves import moving
from tests.api.turns import bot_answers

TOLD = "; it went through several versions, none of which may do all of this"


@pytest.mark.parametrize("moved", [False, True])
async def test_a_run_that_was_moved_says_so(
    client: Client, store: Store, vault: Vault, workspace: UUID, *, moved: bool
) -> None:
    """Its test may hold on no version, since no version did all of it: its name tells, as what it leaves out."""
    flow, target = await moving(client, store, vault, workspace)
    if moved:
        move = (await client.post(f"/flows/{flow}/moves", json={"nodes": {"ask": "ask_name"}})).json()
        await client.post(f"/moves/{move['id']}/run", json={})
    run = (await client.get("/runs", params={"flow": flow})).json()["items"][0]
    assert (run["version_id"] == target) is moved
    silent = (await client.get(f"/runs/{run['id']}/flow-test")).json()["test"]
    assert silent["name"].endswith(TOLD) is moved
    for order in ("take-over", "hand-back"):
        ordered = await client.post(f"/runs/{run['id']}/{order}", json={})
        assert ordered.status_code == 202, ordered.text
        await bot_answers(store, vault, workspace, UUID(run["conversation_id"]))
    test = (await client.get(f"/runs/{run['id']}/flow-test")).json()["test"]
    said = [line["expects"] for line in test["dialogue"] if "expects" in line]
    assert said == ["Your name?", "Your full name?" if moved else "Your name?"]
    assert test["name"].endswith(TOLD) is moved
