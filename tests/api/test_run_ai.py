"""What language models were asked is in the run, for those who may read runs."""

from uuid import UUID

from store.calls import Calls
from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, a_chat, published
from tests.api.turns import bot_answers
from tests.make import a_document

PROMPT = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "नमस्ते"}]


async def test_a_run_shows_what_models_were_asked(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """Every attempt with its prompt and what came of it: answer, tokens and cost, or the error."""
    nodes = {"start": ("api_start", {}), "ask": ("ai_reply", {"instructions": "Be brief.", "text": "नमस्ते"})}
    edges = {"start.next": "ask", "ask.failed": "sorry"}
    flow = await published(client, a_document({**nodes, "sorry": ("send_message", {"text": "Sorry"})}, edges))
    body = {"to": {"channel": await a_chat(client), "address": "v1", "name": "Maria"}}
    begun = (await client.post(f"/flows/{flow['id']}/start", json=body)).json()
    open_call = (await bot_answers(store, vault, workspace, UUID(begun["conversation"]))).call
    assert open_call
    asked = {"connection": "default", "model": "tiny", "prompt": PROMPT}
    outcomes = {"error": "the endpoint answered 500"}, {"answer": "!", "tokens_in": 9, "tokens_out": 1, "cost": 0.001}
    async with store.transaction(workspace) as session:
        for outcome in outcomes:
            index = await Calls(session).asked(open_call.id, asked)
            await Calls(session).answered(open_call.id, index, outcome)
    (run,) = (await client.get("/runs")).json()["items"]
    (call,) = (await client.get(f"/runs/{run['id']}")).json()["calls"]
    unknown = dict.fromkeys(("answer", "tokens_in", "tokens_out", "cost", "error"))
    assert call["ai"] == [{**unknown, **asked, **outcome} for outcome in outcomes]
