"""Constants of the workspace: set by the API, read by every flow, wherever it is tried out."""

from typing import Any

import pytest

from tests.api.conftest import Client, kind_of
from tests.make import a_document

SHOP = {"shop": "Tea & Co", "opening": [9, 18]}
SAYS = a_document(
    {"start": ("any_message", {}), "say": ("send_message", {"text": "{{ globals.shop }}, {{ globals.opening[0] }}"})},
    {"start.next": "say"},
)


async def test_constants_are_set_and_read(client: Client) -> None:
    """All at once, so that one that is left out is gone; and the simulator reads them as conversations do."""
    assert (await client.get("/globals")).json() == {"values": {}}
    await client.put("/globals", json={"values": {"old": 1}})
    assert (await client.put("/globals", json={"values": SHOP})).json() == {"values": SHOP}
    assert (await client.get("/globals")).json() == {"values": SHOP}
    flow = (await client.post("/flows/import", json={"document": SAYS})).json()
    tried = await client.post(f"/flows/{flow['id']}/simulate", json={"start": {"text": "hi"}})
    assert [one["text"] for one in tried.json()["said"]] == ["Tea & Co, 9"]


async def test_a_constant_that_is_named_is_not_dropped(client: Client) -> None:
    """The refusal names it and the flow, and nothing is set; another value, force, or no flow that names it, and it is set."""
    await client.put("/globals", json={"values": {**SHOP, "unread": 1}})
    flow = (await client.post("/flows/import", json={"document": SAYS})).json()
    kept = {"opening": [10, 19], "unread": 2}
    refused = await client.put("/globals", json={"values": kept})
    assert (kind_of(refused), refused.json()["detail"]) == (
        "conflict",
        "the constant 'shop' is used by the flow 'A flow': change that first, or drop it with `force=true`",
    )
    assert (await client.get("/globals")).json()["values"] == {**SHOP, "unread": 1}
    await holds(client, {"shop": "Café", "opening": []})
    await holds(client, {"shop": 1}, force=True)
    await client.delete(f"/flows/{flow['id']}")
    await holds(client, {})


async def holds(client: Client, values: dict[str, Any], **params: Any) -> None:
    """These constants, and no others, once they are set."""
    assert (await client.put("/globals", json={"values": values}, params=params)).status_code == 200
    assert (await client.get("/globals")).json() == {"values": values}


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"Shop": 1}, "'Shop' is no name: it has small letters, digits and _, and begins with a letter"),
        ({f"n{i}": i for i in range(201)}, "at most 200 constants, of 64 KiB together"),
        ({"long": "x" * 65_536}, "at most 200 constants, of 64 KiB together"),
    ],
)
async def test_constants_that_cannot_be(client: Client, values: dict[str, Any], told: str) -> None:
    """They are refused in words, and those of before stay."""
    await client.put("/globals", json={"values": SHOP})
    refused = await client.put("/globals", json={"values": values})
    assert (kind_of(refused), told in refused.text) == ("invalid-request", True)
    assert (await client.get("/globals")).json() == {"values": SHOP}
