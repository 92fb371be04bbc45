"""Calls of real runs, as flow tests have them: in a row, and in flows that the run has run."""

from typing import Any
from uuid import UUID

from store.calls import Calls
from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, Nodes, a_chat, published
from tests.api.turns import bot_answers
from tests.engine.test_flowtest_returns import AROUND, CALLS_AND_RUNS, CALLS_ONCE, ONCE
from tests.make import a_document

INNER = a_document(CALLS_ONCE, ONCE, name="Inner")
FAILED: Nodes = {"failed": ("send_message", {"text": "failed"})}
OUTER = a_document({**CALLS_AND_RUNS, **FAILED}, {**AROUND, "run.failed": "failed"}, name="Outer")


async def called_back(store: Store, vault: Vault, workspace: UUID, conversation: UUID) -> None:
    """Every call gives a number, the first one 1."""
    number = 0
    while call := (await bot_answers(store, vault, workspace, conversation)).call:
        number += 1
        async with store.transaction(workspace) as session:
            await Calls(session).done(call.id, {"status": 200, "headers": {}, "body": {"n": number}})


async def test_a_record_tells_every_call_apart(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """Calls of a loop are a row, those of a sub-flow have its name, and the record holds on the version that it is of."""
    await published(client, INNER, key="inner")
    flow = await published(client, OUTER)
    to = {"channel": await a_chat(client), "address": "v1"}
    begun = (await client.post(f"/flows/{flow['id']}/start", json={"to": to})).json()
    await called_back(store, vault, workspace, UUID(begun["conversation"]))
    (run,) = (await client.get("/runs")).json()["items"]
    test: dict[str, Any] = (await client.get(f"/runs/{run['id']}/flow-test")).json()["test"]
    returns = {name: one for line in test["dialogue"] for name, one in line.get("returns", {}).items()}
    said = [line["expects"] for line in test["dialogue"] if "expects" in line]
    assert (list(returns), len(returns["inside"]), said) == (["h", "inner/h", "inside"], 3, [*"12345"])
    draft = {"document": {**OUTER, "tests": [test]}}
    await client.put(f"/flows/{flow['id']}/draft", json=draft, headers={"if-match": '"1"'})
    report = (await client.post(f"/flows/{flow['id']}/test")).json()
    assert report["passed"], report["tests"]
