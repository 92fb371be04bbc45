"""A signed event starts a flow once; what cannot be used is kept, and played again after the repair."""

import asyncio
import json
from typing import Any
from uuid import UUID

import pytest

from store.crypto import Vault
from store.database import Store
from store.integration_events import Delivered, IntegrationEvents
from tests.api.conftest import Client, a_chat, kind_of, published
from tests.api.shops import ORDER, OTHER, a_shop, events, signed, starts, tell, thanks
from tests.api.turns import bot_answers


async def test_a_signed_event_starts_the_flow(client: Client, store: Store, vault: Vault, workspace: UUID) -> None:
    """For the contact at the address in the event, with the inputs that its data holds; the webhook is kept."""
    shop = await a_shop(client)
    answer = await tell(client, shop)
    taken = {"id": "msg_1", "kind": "order.paid", "status": "handled", "error": None}
    assert (answer.status_code, answer.json()) == (200, {"events": [taken]})
    (start,) = await starts(store, workspace)
    assert (start["flow"], start["inputs"]) == (shop["flow_id"], {"order_no": "A-17", "first": "Tea"})
    (event,) = await events(client, shop)
    assert (event["status"], event["event_id"], event["kind"], event["attempts"]) == (
        "handled",
        "msg_1",
        "order.paid",
        1,
    )
    assert json.loads(event["body"])["data"] == ORDER
    await bot_answers(store, vault, workspace, UUID(event["conversation_id"]))
    (run,) = (await client.get("/runs", params={"flow": shop["flow_id"]})).json()["items"]
    (message,) = (await client.get(f"/runs/{run['id']}")).json()["messages"]
    assert message["content"]["text"] == "Order A-17: Tea"


async def test_the_same_event_starts_once(client: Client, store: Store, workspace: UUID) -> None:
    """However often it is delivered, also at once; another integration's event of the same name is another one."""
    shop = await a_shop(client)
    answers = await asyncio.gather(*(tell(client, shop) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(answer.json()["events"][0]["status"] for answer in answers) == ["handled", *["repeated"] * 4]
    assert (await tell(client, shop)).json()["events"][0]["status"] == "repeated"
    assert len(await starts(store, workspace)) == len(await events(client, shop)) == 1
    other = await a_shop(client, flow_id=shop["flow_id"], channel_id=shop["channel_id"])
    assert (await tell(client, other)).json()["events"][0]["status"] == "handled"
    assert len(await starts(store, workspace)) == 2


async def test_many_events_of_a_new_contact_at_once(client: Client, store: Store, workspace: UUID) -> None:
    """Each starts the flow, and the contact is made once."""
    shop = await a_shop(client)
    answers = await asyncio.gather(*(tell(client, shop, id=f"msg_{number}") for number in range(5)))
    assert [answer.json()["events"][0]["status"] for answer in answers] == ["handled"] * 5
    assert len(await starts(store, workspace)) == 5
    assert len((await client.get("/contacts")).json()["items"]) == 1


@pytest.mark.parametrize("how", [{"secret": OTHER}, {"ago": 360}, {"ago": -360}])
async def test_a_bad_signature_is_kept_and_never_trusted(
    client: Client, store: Store, workspace: UUID, how: dict[str, Any]
) -> None:
    """401, nothing starts, what it says it is counts for nothing, and it is never played again."""
    shop = await a_shop(client)
    answer = await tell(client, shop, **how)
    assert (answer.status_code, kind_of(answer)) == (401, "bad-signature")
    (event,) = await events(client, shop, status="refused")
    assert (event["event_id"], event["kind"], event["conversation_id"]) == (None, None, None)
    assert event["error"]
    replayed = await client.post(f"/integrations/{shop['id']}/events/{event['id']}/replay")
    assert (replayed.status_code, kind_of(replayed)) == (409, "conflict")
    assert await starts(store, workspace) == []
    assert (await tell(client, shop)).json()["events"][0]["status"] == "handled"


async def test_strangers_cannot_fill_the_disk(client: Client) -> None:
    """Of many refused webhooks a few are kept, and of each the beginning."""
    shop = await a_shop(client)
    for _ in range(30):
        await tell(client, shop, data="x" * 20_000, secret=OTHER)
    found = await events(client, shop, limit="100")
    assert 20 <= len(found) < 30
    assert {len(event["body"]) for event in found} == {16 * 1024}


async def test_what_is_signed_but_no_event_is_kept(client: Client) -> None:
    """400 to the sender, and a reason for people; playing it again says the same."""
    shop = await a_shop(client)
    body = b'{"kind": "order.paid"}'
    answer = await client.post(shop["hook_url"], content=body, headers=signed(shop, body))
    assert (answer.status_code, kind_of(answer)) == (400, "bad-payload")
    (event,) = await events(client, shop, status="failed")
    assert "`type`" in event["error"]
    replayed = await client.post(f"/integrations/{shop['id']}/events/{event['id']}/replay")
    assert (replayed.status_code, kind_of(replayed)) == (400, "bad-payload")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"number": "A-17"}, "there is no address at 'customer.phone'"),
        ({"customer": {"phone": None}}, "there is no address"),
        ({"customer": {"phone": " "}}, "there is no address"),
        ({"customer": {"phone": True}}, "there is no address"),
        ({"customer": {"phone": {"home": "1"}}}, "there is no address"),
        ({"customer": {"phone": "1" * 257}}, "more than 256 characters"),
        ({"customer": {"phone": "1\0"}}, "cannot be stored"),
        ({"customer": {"phone": "1"}, "number": "\0"}, "cannot be stored"),
        ([], "there is no address"),
    ],
)
async def test_an_event_that_cannot_be_used_is_kept(
    client: Client, store: Store, workspace: UUID, data: Any, says: str
) -> None:
    """202 with the reason, which people find with the event; nothing of it is left half done."""
    shop = await a_shop(client)
    answer = await tell(client, shop, data)
    assert answer.status_code == 202, answer.text
    assert says in answer.json()["events"][0]["error"]
    (event,) = await events(client, shop)
    assert (event["status"], event["event_id"], event["kind"]) == ("failed", "msg_1", "order.paid")
    assert says in event["error"]
    assert await starts(store, workspace) == []
    assert (await client.get("/contacts")).json()["items"] == []


async def test_a_failed_event_is_played_again_after_the_repair(client: Client, store: Store, workspace: UUID) -> None:
    """Once; after that neither playing nor delivering it starts anything."""
    shop = await a_shop(client, address_path="buyer.phone")
    await tell(client, shop)
    (event,) = await events(client, shop)
    url = f"/integrations/{shop['id']}/events/{event['id']}/replay"
    assert (await client.post(url)).json()["events"][0]["status"] == "failed"
    repaired = await client.patch(f"/integrations/{shop['id']}", json={"address_path": "customer.phone"})
    assert (repaired.status_code, repaired.json()["inputs"]) == (200, shop["inputs"])
    assert (await client.post(url)).json()["events"][0]["status"] == "handled"
    (event,) = await events(client, shop)
    assert (event["status"], event["error"], event["attempts"]) == ("handled", None, 3)
    assert (await client.post(url)).json()["events"][0]["status"] == "repeated"
    assert (await tell(client, shop)).json()["events"][0]["status"] == "repeated"
    assert len(await starts(store, workspace)) == 1


async def test_what_could_not_be_read_is_played_again(client: Client, store: Store, workspace: UUID) -> None:
    """Once an update reads it, its event has a row of its own, under the sender's id, and starts once."""
    shop = await a_shop(client)
    raw = Delivered({"webhook-id": "msg_1"}, json.dumps({"type": "order.paid", "data": ORDER}).encode())
    async with store.transaction(workspace) as session:
        kept = await IntegrationEvents(session).keep(UUID(shop["id"]), raw, "failed", "KeyError('type')")
    for status in ("handled", "repeated"):
        replayed = await client.post(f"/integrations/{shop['id']}/events/{kept}/replay")
        assert [event["status"] for event in replayed.json()["events"]] == [status]
    assert [(event["event_id"], event["status"]) for event in await events(client, shop)] == [
        ("msg_1", "handled"),
        (None, "handled"),
    ]
    assert len(await starts(store, workspace)) == 1


async def test_what_is_started_may_go_and_come_back(client: Client, store: Store, workspace: UUID) -> None:
    """Events that find no flow, no version or no channel wait as failed; the sender may deliver them again, too."""
    draft = (await client.post("/flows/import", json={"document": thanks()})).json()["id"]
    shop = await a_shop(client, flow_id=draft)
    assert "publish the flow" in (await tell(client, shop)).json()["events"][0]["error"]
    assert (await client.delete(f"/flows/{draft}", params={"force": "true"})).status_code == 204
    assert "flow was deleted" in (await tell(client, shop)).json()["events"][0]["error"]
    flow = (await published(client, thanks()))["id"]
    assert (await client.patch(f"/integrations/{shop['id']}", json={"flow_id": flow})).status_code == 200
    assert (await client.delete(f"/channels/{shop['channel_id']}")).status_code == 204
    assert "channel was deleted" in (await tell(client, shop)).json()["events"][0]["error"]
    await client.patch(f"/integrations/{shop['id']}", json={"channel_id": await a_chat(client)})
    assert (await tell(client, shop)).json()["events"][0]["status"] == "handled"
    assert len(await starts(store, workspace)) == len(await events(client, shop)) == 1


async def test_only_wanted_events_start(client: Client, store: Store, workspace: UUID) -> None:
    """Others are kept as ignored, and can be played once they are wanted; a start can interrupt."""
    shop = await a_shop(client, event_kinds=["order.sent"], interrupt=True)
    answer = await tell(client, shop)
    assert (answer.status_code, answer.json()["events"][0]["status"]) == (200, "ignored")
    assert await starts(store, workspace) == []
    await client.patch(f"/integrations/{shop['id']}", json={"event_kinds": []})
    (event,) = await events(client, shop, status="ignored")
    await client.post(f"/integrations/{shop['id']}/events/{event['id']}/replay")
    assert [start["interrupt"] for start in await starts(store, workspace)] == [True]
