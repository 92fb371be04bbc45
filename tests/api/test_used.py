"""What flows and segments name is not taken away from them unasked."""

from typing import Any

import pytest

from tests.api.conftest import Client, Nodes, a_chat, kind_of
from tests.api.test_dependents import users
from tests.api.test_templates import SHIPPED
from tests.make import a_document

NODES: Nodes = {
    "start": ("segment_changed", {"segments": ["vips"]}),
    "tell": ("notify", {"agent": "Maria@example.com", "text": "From {{ globals.shop }}"}),
    "sent": ("send_template", {"template": "order_shipped"}),
    "call": ("http_request", {"url": "https://a.example", "headers": [{"name": "X", "secret": "shop_key"}]}),
}
LEFT = {"left": "contact.fields.plan", "op": "equals", "right": "gold"}
VIPS = {"any": [LEFT, {"left": "contact.tags", "op": "contains", "right": "vip"}]}
MARIA = {"name": "Maria", "email": "maria@EXAMPLE.com"}
THINGS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("agent", "maria@example.com", "/agents", MARIA),
    ("template", "order_shipped", "/templates", SHIPPED),
    ("segment", "vips", "/segments", {"key": "vips", "name": "Best friends", "condition": VIPS}),
    ("secret", "shop_key", "/secrets/shop_key", {"value": "sk-1"}),
]


async def made(client: Client, path: str, body: dict[str, Any]) -> str:
    """Where it is found."""
    if path.startswith("/secrets"):
        assert (await client.put(path, json=body)).status_code == 204
        return path
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    return f"{path}/{answer.json()['id']}"


@pytest.mark.parametrize(("kind", "name", "path", "body"), THINGS, ids=[one[0] for one in THINGS])
async def test_what_a_flow_names_is_not_deleted(
    client: Client, kind: str, name: str, path: str, body: dict[str, Any]
) -> None:
    """The refusal names the flow, which is only drawn yet; by force, or without the flow, it goes."""
    document = a_document(NODES, {"start.next": "tell"}, name="CRM")
    flow = (await client.post("/flows/import", json={"document": document})).json()["id"]
    url = await made(client, path, body)
    assert [name for name, *_ in await users(client, kind, name)] == ["CRM"]
    refused = await client.delete(url)
    assert (kind_of(refused), "the flow 'CRM'" in refused.json()["detail"]) == ("conflict", True)
    assert (await client.delete(url, params={"force": "true"})).status_code == 204
    url = await made(client, path, body)
    assert (await client.delete(f"/flows/{flow}")).status_code == 204
    assert (await client.delete(url)).status_code == 204


async def test_constants_and_agents_are_looked_for(client: Client) -> None:
    """An agent by the address in whatever case it is written; a constant by its name and not by that of a field."""
    await client.post("/flows/import", json={"document": a_document(NODES, {"start.next": "tell"}, name="CRM")})
    assert await users(client, "agent", "MARIA@example.com") == [("CRM", "draft", "tell")]
    assert await users(client, "global", "shop") == [("CRM", "draft", "tell")]
    assert await users(client, "field", "shop") == []


async def test_a_segment_is_a_user_of_what_its_condition_reads(client: Client) -> None:
    """Told with its name and the place in the condition."""
    await made(client, "/segments", {"key": "vips", "name": "Best friends", "condition": VIPS})
    for kind, name, field in (("field", "plan", "condition.any.0"), ("tag", "vip", "condition.any.1.right")):
        (found,) = (await client.get("/dependencies", params={"kind": kind, "name": name})).json()["used_by"]
        assert (found["by"], found["name"], found["field"]) == ("segment", "Best friends", field)
        assert (found["node"], found["where"]) == (None, None)
    assert await users(client, "tag", "plan") == []


async def test_the_only_channel_of_a_trigger_is_not_deleted(client: Client) -> None:
    """Nobody could write to that flow again; by force it goes."""
    chat = await a_chat(client)
    document = a_document({"start": ("any_message", {"channels": [chat]})}, name="CRM")
    await client.post("/flows/import", json={"document": document})
    refused = await client.delete(f"/channels/{chat}")
    assert (kind_of(refused), "the flow 'CRM'" in refused.json()["detail"]) == ("conflict", True)
    assert (await client.delete(f"/channels/{chat}", params={"force": "true"})).status_code == 204
