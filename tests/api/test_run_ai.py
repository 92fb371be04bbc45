"""What language models were asked, and what it has cost, for those who may read runs."""

from typing import Any
from uuid import UUID

import pytest

from store.ai_spend import AiSpend, Amount
from store.calls import Calls
from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, a_chat, published
from tests.api.turns import bot_answers
from tests.make import a_document

PROMPT = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "नमस्ते"}]


async def an_open_call(client: Client, store: Store, vault: Vault, workspace: UUID) -> tuple[dict[str, Any], UUID]:
    """A flow whose run waits for a model, and the call."""
    nodes = {"start": ("api_start", {}), "ask": ("ai_reply", {"instructions": "Be brief.", "text": "नमस्ते"})}
    edges = {"start.next": "ask", "ask.failed": "sorry"}
    flow = await published(client, a_document({**nodes, "sorry": ("send_message", {"text": "Sorry"})}, edges))
    body = {"to": {"channel": await a_chat(client), "address": "v1", "name": "Maria"}}
    begun = (await client.post(f"/flows/{flow['id']}/start", json=body)).json()
    open_call = (await bot_answers(store, vault, workspace, UUID(begun["conversation"]))).call
    assert open_call
    return flow, open_call.id


async def test_a_run_shows_what_models_were_asked(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """Every attempt with its prompt and what came of it: answer, tokens and cost, or the error."""
    _, open_call = await an_open_call(client, store, vault, workspace)
    asked = {"connection": "default", "model": "tiny", "prompt": PROMPT}
    outcomes = {"error": "the endpoint answered 500"}, {"answer": "!", "tokens_in": 9, "tokens_out": 1, "cost": 0.001}
    async with store.transaction(workspace) as session:
        for outcome in outcomes:
            index = await Calls(session).asked(open_call, asked)
            await Calls(session).answered(open_call, index, outcome)
    (run,) = (await client.get("/runs")).json()["items"]
    (call,) = (await client.get(f"/runs/{run['id']}")).json()["calls"]
    unknown = dict.fromkeys(("answer", "tokens_in", "tokens_out", "cost", "error"))
    assert call["ai"] == [{**unknown, **asked, **outcome} for outcome in outcomes]


async def test_usage_is_told_by_month(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """The sum of the workspace and of each flow, of this month unless another is asked for."""
    flow, open_call = await an_open_call(client, store, vault, workspace)
    async with store.transaction(workspace) as session:
        held = await AiSpend(session).hold(open_call, Amount(tokens=100, cost=0.5), {})
    told = (await client.get("/ai/usage")).json()
    amount = {"tokens": 100, "cost": 0.5}
    mine = {"flow": flow["id"], "name": flow["name"], **amount}
    assert told == {"month": held.month, **amount, "flows": [mine]}
    assert (await client.get("/ai/usage", params={"month": held.month})).json() == told
    before = (await client.get("/ai/usage", params={"month": "2020-01"})).json()
    assert before == {"month": "2020-01", "tokens": 0, "cost": 0, "flows": []}


@pytest.mark.parametrize("month", ["2026-13", "november", "2026-11-01", ""])
async def test_a_month_that_is_none_is_refused(client: Client, month: str) -> None:
    """A month is written as the answer writes it."""
    assert (await client.get("/ai/usage", params={"month": month})).status_code == 400
