"""A shop that is connected as an integration, and tells of its orders as a sender of signed webhooks would."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from pydantic import SecretStr
from sqlalchemy import text

from integrations.standard_webhooks import signature
from store.database import Store
from tests.api.conftest import Client, a_chat, published
from tests.make import a_document

OTHER = "whsec_" + "A" * 43 + "="
ORDER = {"number": "A-17", "customer": {"phone": "584721093"}, "items": [{"name": "Tea"}]}


def thanks() -> dict[str, Any]:
    """A flow for programs to start, with an input."""
    nodes: dict[str, tuple[str, dict[str, Any]]] = {
        "start": ("api_start", {}),
        "hi": ("send_message", {"text": "Order {{ vars.order_no }}: {{ vars.first }}"}),
    }
    variables = {name: {"type": "text", "input": True} for name in ("order_no", "first")}
    return a_document(nodes, {"start.next": "hi"}, name="Thanks", variables=variables)


async def a_shop(client: Client, **over: Any) -> dict[str, Any]:
    """A connected program whose orders start a published flow."""
    body = {
        "kind": "webhook",
        "name": "Our shop",
        "address_path": "customer.phone",
        "inputs": {"order_no": "number", "first": "items[0].name"},
        **over,
    }
    if "flow_id" not in body:
        body["flow_id"] = (await published(client, thanks()))["id"]
    if "channel_id" not in body:
        body["channel_id"] = await a_chat(client)
    made = await client.post("/integrations", json=body)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


def signed(
    shop: dict[str, Any], body: bytes, id: str = "msg_1", *, ago: int = 0, secret: str | None = None
) -> dict[str, str]:
    sent = str(int((datetime.now(UTC) - timedelta(seconds=ago)).timestamp()))
    right = signature(SecretStr(secret or shop["generated"]["secret"]), id, sent, body)
    return {"webhook-id": id, "webhook-timestamp": sent, "webhook-signature": right}


async def tell(
    client: Client, shop: dict[str, Any], data: Any = ORDER, id: str = "msg_1", kind: str = "order.paid", **how: Any
) -> httpx.Response:
    """What the shop does when an order is paid."""
    body = json.dumps({"type": kind, "timestamp": "2026-01-05T09:00:00Z", "data": data}).encode()
    headers = {**signed(shop, body, id, **how), "content-type": "application/json", "authorization": ""}
    return await client.post(shop["hook_url"], content=body, headers=headers)


async def events(client: Client, shop: dict[str, Any], **filters: str) -> list[dict[str, Any]]:
    answer = await client.get(f"/integrations/{shop['id']}/events", params=filters)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def starts(store: Store, workspace: UUID) -> list[Any]:
    async with store.transaction(workspace) as session:
        rows = await session.execute(text("select data from events where kind = 'start' order by number"))
        return [row.data for row in rows]
