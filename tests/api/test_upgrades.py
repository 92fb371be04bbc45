"""What an earlier Dialoom has published goes on being used by this one."""

from typing import Any
from uuid import UUID

from store.database import Store
from store.flows import Flows
from tests.api.conftest import Client, Nodes, greeter
from tests.make import a_document


def of_format_1(document: dict[str, Any]) -> dict[str, Any]:
    """As it was written down then, with a trigger that interrupts."""
    start, *others = document["nodes"]
    return {**document, "dialoom": 1, "nodes": [{**start, "data": {**start["data"], "interrupts": True}}, *others]}


def runner() -> dict[str, Any]:
    nodes: Nodes = {"start": ("api_start", {}), "run": ("run_flow", {"flow": "inner"})}
    return a_document(nodes, {"start.next": "run"}, name="Outer")


async def test_a_flow_that_runs_one_of_an_older_format(client: Client, store: Store, workspace: UUID) -> None:
    """Is checked, saved and published: what it runs is read as it is meant now."""
    inner = await client.post("/flows/import", json={"document": greeter(), "key": "inner"})
    async with store.transaction(workspace) as session:
        await Flows(session).publish(UUID(inner.json()["id"]), of_format_1(greeter()), "hash")
    outer = await client.post("/flows/import", json={"document": runner()})
    assert outer.status_code == 201, outer.text
    published = await client.post(f"/flows/{outer.json()['id']}/publish", json={})
    assert published.status_code == 201, published.text
