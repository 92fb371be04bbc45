"""The log of a flow's triggers over HTTP: from a changed contact to the run."""

from uuid import UUID

from nodes import node_types
from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, Nodes, a_chat, kind_of, published
from tests.api.turns import bot_answers
from tests.make import a_document
from workflows.client import Conversations, connect
from workflows.config import Temporal
from workflows.listening import TriggerListener
from workflows.telling import Teller

NODES: Nodes = {"start": ("tag_changed", {"tags": ["vip"]}), "said": ("send_message", {"text": "Welcome"})}


async def test_what_a_trigger_heard(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """Shown with its contact and conversation: first it waits in line, then it has a run; who cannot be reached is there too."""
    flow, chat = await published(client, a_document(NODES, {"start.next": "said"})), await a_chat(client)
    other = await published(client, a_document({"start": ("api_start", {})}))
    begun = await client.post(f"/flows/{other['id']}/start", json={"to": {"channel": chat, "address": "v1"}})
    conversation = begun.json()["conversation"]
    await bot_answers(store, vault, workspace, UUID(conversation))
    [ann] = (await client.get("/contacts")).json()["items"]
    bea = (await client.post("/contacts", json={"channel": "telegram", "address": "7"})).json()
    for contact in (ann, bea):
        await client.patch(f"/contacts/{contact['id']}", json={"tags": ["vip"]})

    listener = TriggerListener(node_types())
    await Teller(store, Conversations(await connect(Temporal(address="127.0.0.1:1"))), (listener,)).tell()
    lost, started = (await client.get(f"/flows/{flow['id']}/triggered")).json()["items"]
    assert (lost["contact_id"], lost["outcome"], lost["conversation_id"]) == (bea["id"], "nowhere", None)
    assert (started["heard"], started["outcome"], started["run"]) == ("contact.tag_added", "started", None)
    assert (started["contact_id"], started["conversation_id"], started["node"]) == (ann["id"], conversation, "start")

    await bot_answers(store, vault, workspace, UUID(conversation))
    started = (await client.get(f"/flows/{flow['id']}/triggered", params={"limit": 2})).json()["items"][1]
    run = (await client.get(f"/runs/{started['run']}")).json()["run"]
    assert (run["flow_id"], run["status"]) == (flow["id"], "completed")


async def test_of_a_flow_that_is_not_there(client: Client) -> None:
    """It has no log."""
    assert kind_of(await client.get(f"/flows/{UUID(int=1)}/triggered")) == "not-found"
