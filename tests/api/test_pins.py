"""A flow that runs a certain version of another one, over HTTP."""

from typing import Any
from uuid import UUID

import pytest

from engine.bundle import ANOTHER, UNKNOWN
from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, Nodes, greeter, kind_of, published
from tests.api.test_canaries import said_in
from tests.api.test_life import saved, waiting
from tests.make import a_document


def runner(version: int) -> dict[str, Any]:
    nodes: Nodes = {"start": ("api_start", {}), "run": ("run_flow", {"flow": "inner", "version": version})}
    return a_document(nodes, {"start.next": "run"}, name="Outer")


async def two_versions(client: Client) -> dict[str, Any]:
    inner = await published(client, greeter(), key="inner")
    changed = greeter()
    changed["nodes"][1]["data"]["text"] = "Namaste"
    await saved(client, inner["id"], changed)
    await client.post(f"/flows/{inner['id']}/publish", json={})
    return inner


async def test_it_runs_what_it_is_pinned_to(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """In a conversation and in the simulator, whatever was published since."""
    await two_versions(client)
    outer = await published(client, runner(1))
    simulated = (await client.post(f"/flows/{outer['id']}/simulate", json={"start": {}})).json()
    assert [one["text"] for one in simulated["said"]] == ["Hi "]
    await waiting(client, store, vault, workspace, outer["id"], "ann")
    assert await said_in(client, outer["id"]) == ["Hi "]


async def test_a_number_that_is_not_there_is_not_published(client: Client) -> None:
    """The error names the field and the newest number."""
    await two_versions(client)
    made = (await client.post("/flows/import", json={"document": runner(3)})).json()
    refused = await client.post(f"/flows/{made['id']}/publish", json={})
    assert kind_of(refused) == "flow-invalid"
    (error,) = refused.json()["errors"]
    assert (error["code"], error["field"], "newest one is 2" in error["message"]) == (
        "unknown_version",
        "version",
        True,
    )


async def draft_of(client: Client, made: dict[str, Any]) -> dict[str, Any]:
    """The data of the node that runs the other flow, in a flow that a bundle has brought."""
    document = (await client.get(f"/flows/{made['id']}/draft")).json()["document"]
    data: dict[str, Any] = document["nodes"][1]["data"]
    return data


async def test_a_bundle_of_new_flows_has_no_pins(client: Client) -> None:
    """A flow that is made has no versions, which is told; where the pinned version is there, the pin stays."""
    await two_versions(client)
    outer = await published(client, runner(2))
    bundle = (await client.get(f"/flows/{outer['id']}/bundle")).json()
    made = (await client.post("/flows/import-bundle", json={"bundle": bundle})).json()["flows"][0]
    assert await draft_of(client, made) == {"flow": "inner-2"}
    (note,) = made["notes"]
    assert (note["code"], note["node"], note["field"]) == ("unpinned", "run", "version")
    assert note["message"] == "version 2 of 'inner-2' is not here: what is published of it is run"
    kept = await client.post("/flows/import-bundle", json={"bundle": bundle, "existing": "replace"})
    assert [one["notes"] for one in kept.json()["flows"]] == [[], []]
    assert await draft_of(client, kept.json()["flows"][0]) == {"flow": "inner", "version": 2}


@pytest.mark.parametrize(("hash", "why"), [(None, UNKNOWN), ("that of another version", ANOTHER)])
async def test_a_number_is_not_taken_for_that_of_a_stranger(client: Client, hash: str | None, why: str) -> None:
    """Where a flow of the same key is replaced, its version of that number is another one: the pin goes, and is told."""
    await two_versions(client)
    flows = [{"key": "outer", "document": runner(1)}, {"key": "inner", "document": greeter()}]
    pinned = [{"flow": "inner", "version": 1, "hash": hash}] if hash else []
    bundle = {"dialoom_bundle": 1, "root": "outer", "flows": flows, "pinned": pinned}
    made = (await client.post("/flows/import-bundle", json={"bundle": bundle, "existing": "replace"})).json()["flows"]
    assert [(one["key"], one["replaced"]) for one in made] == [("outer", False), ("inner", True)]
    told = f"version 1 of 'inner' {why}: what is published of it is run"
    assert [[(note["code"], note["message"]) for note in one["notes"]] for one in made] == [[("unpinned", told)], []]
    assert await draft_of(client, made[0]) == {"flow": "inner"}


async def test_the_pin_to_a_flow_that_is_archived_here_stays(client: Client) -> None:
    """Its version is still the one that was meant; that nobody enters an archived flow is told by the checks."""
    inner = await two_versions(client)
    outer = await published(client, runner(2))
    bundle = (await client.get(f"/flows/{outer['id']}/bundle")).json()
    await client.patch(f"/flows/{inner['id']}", json={"archived": True}, params={"force": "true"})
    made = (await client.post("/flows/import-bundle", json={"bundle": bundle, "existing": "replace"})).json()["flows"]
    assert [[note["code"] for note in one["notes"]] for one in made] == [[], ["archived"]]
    assert await draft_of(client, made[0]) == {"flow": "inner", "version": 2}
