"""Triggers with addresses of their own: what other systems call them with, and what comes of it."""

import base64
import hmac
import json
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import text

from store.database import Store
from tests.api.conftest import Client, KeyMaker, a_chat, kind_of, published
from tests.api.shops import starts
from tests.make import a_document

ORDER = {"customer": {"phone": "584721093", "name": "Ann"}, "order": {"number": "A-17", "lines": [{"title": "Tea"}]}}
INPUTS = [{"name": "order_no", "path": "order.number"}, {"name": "first", "path": "order.lines[0].title"}]


def hooked(chat: str, **over: Any) -> dict[str, Any]:
    data = {"channel": chat, "address_path": "customer.phone", "name_path": "customer.name", "inputs": INPUTS, **over}
    nodes: dict[str, tuple[str, dict[str, Any]]] = {
        "other": ("keyword", {"words": ["order"]}),
        "start": ("webhook", {name: value for name, value in data.items() if value is not None}),
        "hi": ("send_message", {"text": "Order {{ vars.order_no }}: {{ vars.first }}"}),
    }
    variables = {name: {"type": "text", "input": True, "default": "-"} for name in ("order_no", "first")}
    return a_document(nodes, {"start.next": "hi", "other.next": "hi"}, name="Hooked", variables=variables)


async def a_hook(client: Client, **over: Any) -> tuple[str, str]:
    """The flow, and the address of its trigger."""
    flow = await published(client, hooked(await a_chat(client), **over))
    return flow["id"], await address(client, flow["id"])


async def address(client: Client, flow: str) -> str:
    made = await client.post(f"/flows/{flow}/hooks/start/address")
    assert made.status_code == 201, made.text
    url: str = made.json()["url"]
    assert url.startswith("https://dialoom.test/hooks/flows/")
    return url


async def call(client: Client, url: str, body: Any = ORDER, **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await client.post(url, content=content, headers={"authorization": "", **headers})


async def calls(client: Client, flow: str, **filters: str) -> list[dict[str, Any]]:
    answer = await client.get(f"/flows/{flow}/hook-calls", params=filters)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_an_address_that_is_asked_for_twice(client: Client) -> None:
    """Who did not get the answer sends the request again with its key: the address is the same, and it works."""
    flow = await published(client, hooked(await a_chat(client)))
    path, headers = f"/flows/{flow['id']}/hooks/start/address", {"idempotency-key": "first"}
    first, again = [(await client.post(path, headers=headers)).json() for _ in range(2)]
    assert first == again
    assert (await call(client, again["url"])).status_code == 202


async def test_a_call_starts_the_flow(client: Client, store: Store, workspace: UUID) -> None:
    """At this trigger, for whom the JSON is about, with what it says; a part that is missing is left to the default."""
    flow, url = await a_hook(client)
    taken = await call(client, url, {"customer": {"phone": 584721093}, "order": {"number": "A-17", "lines": []}})
    assert (taken.status_code, taken.json()["event"]) == (202, 1)
    (order,) = await starts(store, workspace)
    assert (order["flow"], order["node"], order["inputs"]) == (flow, "start", {"order_no": "A-17"})
    (kept,) = await calls(client, flow)
    assert (kept["status"], kept["attempts"], kept["conversation_id"]) == ("handled", 1, taken.json()["conversation"])
    assert "authorization" not in kept["headers"]


async def test_for_a_contact_who_is_known(client: Client, store: Store, workspace: UUID) -> None:
    """By their id, on the trigger's channel."""
    _, url = await a_hook(client)
    first = (await call(client, url)).json()
    contact = (await client.get("/contacts")).json()["items"][0]
    assert contact["name"] == "Ann"
    document = hooked(await _channel(client), address_path=None, contact_path="contact")
    flow = await published(client, document)
    again = await call(client, await address(client, flow["id"]), {"contact": contact["id"]})
    assert (again.status_code, again.json()) == (202, {"conversation": first["conversation"], "event": 2})


@pytest.mark.parametrize("name", ["idempotency-key", "webhook-id"])
async def test_repeated_with_its_key(client: Client, store: Store, workspace: UUID, name: str) -> None:
    """The first answer comes again, and nothing is started; another key is another call."""
    flow, url = await a_hook(client)
    first, again, other = [await call(client, url, **{name: key}) for key in ("k1", "k1", "k2")]
    assert (first.json(), other.json()["event"]) == (again.json(), 2)
    assert len(await starts(store, workspace)) == len(await calls(client, flow)) == 2


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"{", "not JSON"),
        (b"\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        ({}, "no address"),
        ({"customer": {"phone": {"a": 1}}}, "no address"),
        ({"customer": {"phone": True}}, "no address"),
        ({"customer": {"phone": "1" * 257}}, "no address"),
        ([], "no address"),
    ],
)
async def test_what_cannot_be_used_is_kept(
    client: Client, store: Store, workspace: UUID, body: Any, words: str
) -> None:
    """With what is wrong with it, for the sender and for whoever looks into it."""
    flow, url = await a_hook(client)
    answer = await call(client, url, body)
    assert (answer.status_code, kind_of(answer)) == (400, "bad-payload"), answer.text
    assert words in answer.json()["detail"]
    (kept,) = await calls(client, flow, status="failed")
    assert words in kept["error"]
    assert await starts(store, workspace) == []


async def test_played_again_when_it_is_mended(client: Client, store: Store, workspace: UUID) -> None:
    """By hand, or by the sender with the same key; it starts once, and a call of another flow is not found."""
    flow, url = await a_hook(client, address_path="phone")
    for key in ("k1", "k2"):
        assert (await call(client, url, **{"idempotency-key": key})).status_code == 400
    await _publish(client, flow, hooked(await _channel(client)))
    ids = [one["id"] for one in await calls(client, flow)]
    assert (await call(client, url, **{"idempotency-key": "k1"})).status_code == 202
    played = [await client.post(f"/flows/{flow}/hook-calls/{id}/replay") for id in (*ids, *ids)]
    assert [one.status_code for one in played] == [202] * 4
    assert len(await starts(store, workspace)) == 2
    other = await client.post(f"/flows/{uuid4()}/hook-calls/{ids[0]}/replay")
    assert (other.status_code, kind_of(other)) == (404, "not-found")


async def test_only_what_is_signed(client: Client, store: Store, workspace: UUID) -> None:
    """Where the trigger names a secret; what is not is kept for people to see, and never played."""
    assert (await client.put("/secrets/shop", json={"value": "s3cret"})).status_code < 300
    flow, url = await a_hook(client, secret="shop", signature_header="X-Shop")
    body = json.dumps(ORDER).encode()
    right = hmac.digest(b"s3cret", body, "sha256")
    signatures = [right.hex(), f"sha256={right.hex()}", base64.b64encode(right).decode(), "", "sha256=00", "ü"]
    answers = [await call(client, url, body, **{"x-shop": one.encode("latin-1").decode("latin-1")} if one != "ü" else {})
               for one in signatures]  # fmt: skip
    assert [one.status_code for one in answers] == [202, 202, 202, 401, 401, 401]
    assert len(await starts(store, workspace)) == 3
    refused = await calls(client, flow, status="refused")
    answer = await client.post(f"/flows/{flow}/hook-calls/{refused[0]['id']}/replay")
    assert (len(refused), answer.status_code, kind_of(answer)) == (3, 409, "conflict")
    handled = (await calls(client, flow, status="handled"))[0]["id"]
    assert (await client.post(f"/flows/{flow}/hook-calls/{handled}/replay")).status_code == 202
    assert (await client.delete("/secrets/shop", params={"force": "true"})).status_code == 204
    assert (await call(client, url, body, **{"x-shop": right.hex()})).status_code == 401


async def test_whether_an_open_flow_is_left(client: Client, store: Store, workspace: UUID) -> None:
    """The trigger says so, to its own callers and to programs that say nothing else."""
    flow, url = await a_hook(client, when_busy="interrupt")
    assert (await call(client, url)).status_code == 202
    to = {"channel": await _channel(client), "address": "584721093"}
    for asked in ({"node": "start"}, {"node": "start", "interrupt": False}, {"node": "other"}):
        assert (await client.post(f"/flows/{flow}/start", json={"to": to, **asked})).status_code == 202
    assert [start["interrupt"] for start in await starts(store, workspace)] == [True, True, False, False]
    bulk = {"channel_ids": [to["channel"]], "recipients": [{"address": "584721093"}], "node": "start"}
    for body in (bulk, {**bulk, "interrupt": False}):
        assert (await client.post(f"/flows/{flow}/starts", json=body)).status_code == 201
    async with store.transaction(workspace) as session:
        rows = await session.execute(text("select interrupt from bulk_starts order by id"))
    assert [row.interrupt for row in rows] == [True, False]


async def test_an_address_is_replaced(client: Client) -> None:
    """The old one takes nothing any more; neither does one that nobody made, nor is one made for what is no webhook."""
    flow, url = await a_hook(client)
    newer = await address(client, flow)
    answers = [await call(client, one) for one in (url, newer, "https://dialoom.test/hooks/flows/guess")]
    assert [one.status_code for one in answers] == [404, 202, 404]
    (shown,) = (await client.get(f"/flows/{flow}/hooks")).json()["items"]
    assert (shown["node"], shown["signed"], shown["made_at"] is None) == ("start", False, False)
    assert url.rpartition("/")[2] not in (await client.get(f"/flows/{flow}/hooks")).text
    assert (await client.post(f"/flows/{flow}/hooks/other/address")).status_code == 404


async def test_a_trigger_that_is_published_no_more(client: Client) -> None:
    """The call is kept, and says what to do."""
    flow, url = await a_hook(client)
    chat = await _channel(client)
    plain = hooked(chat)
    plain["nodes"] = [one for one in plain["nodes"] if one["id"] != "start"]
    plain["edges"] = [one for one in plain["edges"] if one["source"] != "start"]
    await _publish(client, flow, plain)
    answer = await call(client, url)
    assert (answer.status_code, kind_of(answer)) == (409, "nothing-published")
    (kept,) = await calls(client, flow)
    await _publish(client, flow, hooked(chat))
    replay = f"/flows/{flow}/hook-calls/{kept['id']}/replay"
    await client.patch(f"/flows/{flow}", json={"archived": True})
    assert "its flow is archived: bring it back" in (await client.post(replay)).text
    await client.patch(f"/flows/{flow}", json={"archived": False})
    assert (await client.post(replay)).status_code == 202


async def test_who_may(client: Client, key: KeyMaker) -> None:
    """Addresses are for those who connect channels."""
    flow, _ = await a_hook(client)
    headers = await key("channels:read", "flows:write")
    assert (await client.get(f"/flows/{flow}/hooks", headers=headers)).status_code == 200
    assert (await client.post(f"/flows/{flow}/hooks/start/address", headers=headers)).status_code == 403


async def _channel(client: Client) -> str:
    found: str = (await client.get("/channels")).json()["items"][0]["id"]
    return found


async def _publish(client: Client, flow: str, document: dict[str, Any]) -> None:
    tag = (await client.get(f"/flows/{flow}/draft")).headers["etag"]
    saved = await client.put(f"/flows/{flow}/draft", json={"document": document}, headers={"if-match": tag})
    assert saved.status_code == 200, saved.text
    version = await client.post(f"/flows/{flow}/publish", json={})
    assert version.status_code == 201, version.text
