"""Message templates over the API: written down, taken over from the platform, and seen by their workspace alone."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from store.database import Store
from store.templates import Templates
from store.workspaces import Workspaces
from tests.api.conftest import Client, Nodes, kind_of, published
from tests.make import a_document

SHIPPED: dict[str, Any] = {
    "name": "order_shipped",
    "language": "en",
    "channel": "whatsapp",
    "category": "utility",
    "body": "Hi {{1}}, {{ order }} is on its way, {{1}}.",
    "header": {"kind": "image", "url": "https://a.example/van.png"},
    "buttons": [{"id": "track", "title": "Track", "url": "https://a.example/t"}],
}
HINDI = {**SHIPPED, "language": "hi", "status": "approved", "body": "नमस्ते {{1}}, {{order}} रास्ते में है।"}


async def test_a_template_is_written_read_changed_and_removed(client: Client) -> None:
    """It begins as a draft, says what is to be filled in, and is gone when it is removed."""
    made = await client.post("/templates", json=SHIPPED)
    assert made.status_code == 201, made.text
    shown = made.json()
    assert (shown["status"], shown["places"], shown["header"]["kind"]) == ("draft", ["1", "order"], "image")
    url = f"/templates/{shown['id']}"
    changed = await client.put(url, json={**SHIPPED, "status": "rejected", "reason": "too short"})
    assert changed.json()["reason"] == "too short"
    assert (await client.get(url)).json() == changed.json()
    assert (await client.delete(url)).status_code == 204
    assert kind_of(await client.get(url)) == kind_of(await client.delete(url)) == "not-found"


async def test_a_name_is_taken_once_in_a_language_on_a_channel(client: Client) -> None:
    """Another language or another channel type is another template; made twice with one key it is one."""
    headers = {"idempotency-key": "k"}
    once = [await client.post("/templates", json=SHIPPED, headers=headers) for _ in range(2)]
    assert once[0].json() == once[1].json()
    assert kind_of(await client.post("/templates", json=SHIPPED)) == "conflict"
    other = (await client.post("/templates", json=HINDI)).json()
    assert (await client.post("/templates", json={**SHIPPED, "channel": "acme.rcs"})).status_code == 201
    assert kind_of(await client.put(f"/templates/{other['id']}", json=SHIPPED)) == "conflict"
    assert (await client.get(f"/templates/{other['id']}")).json()["language"] == "hi"


async def test_what_the_platform_says_is_taken_over(client: Client) -> None:
    """New ones are added, states change, what is the same stays untouched; filters find them."""
    await client.post("/templates", json=SHIPPED)
    same = {"templates": [SHIPPED, HINDI]}
    assert (await client.post("/templates/import", json=same)).json() == {"added": 1, "changed": 0, "unchanged": 1}
    state = {"templates": [{**SHIPPED, "status": "approved"}, {**HINDI, "status": "paused", "reason": "blocked often"}]}
    assert (await client.post("/templates/import", json=state)).json() == {"added": 0, "changed": 2, "unchanged": 0}
    for filters, languages in (
        ({}, ["en", "hi"]),
        ({"status": "approved"}, ["en"]),
        ({"name": "order_shipped", "channel": "whatsapp"}, ["en", "hi"]),
        ({"channel": "telegram"}, []),
    ):
        listed = (await client.get("/templates", params=filters)).json()["items"]
        assert [one["language"] for one in listed] == languages


@pytest.mark.parametrize(
    ("over", "path"),
    [
        ({"name": "order shipped"}, "name"),
        ({"language": "english please"}, "language"),
        ({"status": "maybe"}, "status"),
        ({"body": ""}, "body"),
        ({"buttons": [{"id": "a"}]}, "buttons"),
        ({"footer": "x"}, "footer"),
    ],
)
async def test_what_is_no_template_is_refused(client: Client, over: dict[str, Any], path: str) -> None:
    """With the field that is wrong."""
    answer = await client.post("/templates", json={**SHIPPED, **over})
    assert (answer.status_code, kind_of(answer)) == (400, "invalid-request")
    assert any(one["path"].startswith(path) for one in answer.json()["errors"])


async def test_another_workspace_sees_none(client: Client, store: Store, workspace: UUID) -> None:
    """And may have one of the same name."""
    await client.post("/templates", json=SHIPPED)
    other = uuid4()
    async with store.transaction(other) as session:
        await Workspaces(session).add("Other", slug="other")
        assert await Templates(session).all() == ()
    async with store.transaction(workspace) as session:
        assert len(await Templates(session).all()) == 1


async def test_who_uses_a_template(client: Client) -> None:
    """Before it is removed; a draft that names one that is not there is told so, and cannot be published."""
    await client.post("/templates", json={**SHIPPED, "body": "Hello"})
    nodes: Nodes = {"start": ("any_message", {}), "send": ("send_template", {"template": "order_shipped"})}
    await published(client, a_document(nodes, {"start.next": "send"}, name="News"))
    asked = {"kind": "template", "name": "order_shipped"}
    found = (await client.get("/dependencies", params=asked)).json()["used_by"]
    assert [(one["name"], one["where"], one["field"]) for one in found] == [
        ("News", "draft", "template"),
        ("News", "published", "template"),
    ]
    typo = a_document({**nodes, "send": ("send_template", {"template": "order_shiped"})}, {"start.next": "send"})
    problems = (await client.post("/flows/import", json={"document": typo})).json()["problems"]
    assert [one["fix"] for one in problems if one["code"] == "unknown_template"] == ["did you mean 'order_shipped'?"]


async def test_the_simulator_sends_it(client: Client) -> None:
    """Whoever tries a flow out reads the template's words, filled in."""
    await client.post("/templates", json=HINDI)
    params = {"template": "order_shipped", "values": [{"name": "1", "value": "Ann"}, {"name": "order", "value": "7"}]}
    nodes: Nodes = {"start": ("any_message", {}), "send": ("send_template", params)}
    document = a_document(nodes, {"start.next": "send"}, language="hi")
    flow = (await client.post("/flows/import", json={"document": document})).json()["id"]
    turn = (await client.post(f"/flows/{flow}/simulate", json={"start": {"text": "hi"}})).json()
    assert [one["text"] for one in turn["said"]] == ["नमस्ते Ann, 7 रास्ते में है।"]
