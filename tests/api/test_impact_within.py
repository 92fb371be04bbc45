"""What a change would have meant for runs of other flows that ran the flow, over HTTP."""

from typing import Any
from uuid import UUID

import pytest

from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, Nodes, published
from tests.api.test_impact import bye, greeting, impact, talked
from tests.api.test_life import saved
from tests.make import a_document


def shop(**run: Any) -> dict[str, Any]:
    """A flow that greets by another flow, twice."""
    nodes: Nodes = {
        "open": ("api_start", {}),
        "greet": ("run_flow", {"flow": "greeting", **run}),
        "hello": ("send_message", {"text": "Hello"}),
        "more": ("run_flow", {"flow": "greeting", **run}),
    }
    edges = {"open.next": "greet", "greet.completed": "hello", "hello.next": "more"}
    return a_document(nodes, edges, name="Shop")


def namaste() -> dict[str, Any]:
    changed = greeting()
    changed["nodes"][4]["data"]["text"] = "Namaste {{ vars.name }}"
    return changed


@pytest.fixture
async def flow(client: Client) -> dict[str, Any]:
    """The flow that others run."""
    await published(client, bye(), key="bye")
    return await published(client, greeting(), key="greeting")


@pytest.fixture
async def around(client: Client, store: Store, vault: Vault, workspace: UUID, flow: dict[str, Any]) -> dict[str, Any]:
    """Three people have come through it by a flow around it, two of them to its end."""
    made = await published(client, shop(), key="shop")
    await talked(client, store, vault, workspace, made["id"], "ann", "bo", "cid")
    return made


@pytest.mark.usefixtures("around")
async def test_the_same_does_the_same_within_another_flow(client: Client, flow: dict[str, Any]) -> None:
    """A run is counted once, however often it came through the flow, and shows which nodes were touched."""
    for body in ({}, {"version": flow["version"]}):
        found = await impact(client, flow["id"], **body)
        assert (found["sessions"], found["same"], found["untold"], found["untouched"]) == (3, 3, [], [])


async def test_a_changed_text_is_told_where_another_flow_ran_it(
    client: Client, flow: dict[str, Any], around: dict[str, Any]
) -> None:
    """Also when the flow around it has been published since: what people came through is what counts."""
    await saved(client, flow["id"], namaste())
    await client.post(f"/flows/{around['id']}/publish", json={})
    found = await impact(client, flow["id"])
    assert (found["sessions"], found["same"], found["diverging"]) == (3, 1, 2)
    (node,) = found["nodes"]
    assert (node["node"], node["what"], node["count"]) == ("hi", "message", 2)
    run = (await client.get(f"/runs/{node['example']}")).json()["run"]
    assert run["flow_id"] == around["id"]


async def test_the_flow_around_it_stays_as_it_was(client: Client, flow: dict[str, Any], around: dict[str, Any]) -> None:
    """A change of one flow is no change of those that it runs, nor of those that run it."""
    changed = shop()
    changed["nodes"][2]["data"]["text"] = "Namaste"
    await saved(client, around["id"], changed)
    await client.post(f"/flows/{around['id']}/publish", json={})
    assert (await impact(client, flow["id"]))["same"] == 3
    found = await impact(client, around["id"], version=around["version"])
    assert (found["sessions"], found["same"]) == (3, 3)


@pytest.mark.usefixtures("around")
async def test_the_candidate_takes_the_place_of_every_version(
    client: Client, store: Store, vault: Vault, workspace: UUID, flow: dict[str, Any]
) -> None:
    """Of one that was published meanwhile, of one that the flow around names, and of the flow's own runs."""
    await saved(client, flow["id"], namaste())
    await client.post(f"/flows/{flow['id']}/publish", json={})
    pinned = await published(client, shop(version=1), key="pinned")
    await talked(client, store, vault, workspace, pinned["id"], "dee", "eve")
    await talked(client, store, vault, workspace, flow["id"], "fay", "gus")
    found = await impact(client, flow["id"])
    assert (found["sessions"], found["same"], found["diverging"], found["untold"]) == (7, 4, 3, [])
    assert (await impact(client, flow["id"], version=flow["version"]))["diverging"] == 1


@pytest.mark.usefixtures("around")
async def test_the_latest_so_many_of_both(
    client: Client, store: Store, vault: Vault, workspace: UUID, flow: dict[str, Any]
) -> None:
    """The limit is one for the flow's own runs and those around it, the latest first."""
    await talked(client, store, vault, workspace, flow["id"], "dee")
    untouched = [(await impact(client, flow["id"], sessions=most))["untouched"] for most in (1, 2, 3)]
    assert untouched == [["hi", "again", "bye"], ["hi", "again", "bye"], []]
    assert (await impact(client, flow["id"], sessions=2))["sessions"] == 2
