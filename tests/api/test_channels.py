"""Channels, contacts and secrets: connected, found, and never shown more than they may."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import Client, a_chat, kind_of

TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz0123456"


class Telegram:
    """Answers as told; remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, bytes]] = []
        self.knows_token = True

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append((request.url.path.rpartition("/")[2], request.content))
        if not self.knows_token:
            return httpx.Response(401, json={"ok": False, "error_code": 401, "description": "Unauthorized"})
        result = {"id": 7, "username": "order_bot"} if request.url.path.endswith("getMe") else True
        return httpx.Response(200, json={"ok": True, "result": result})


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def providers(telegram: Telegram) -> httpx.MockTransport:
    return httpx.MockTransport(telegram)


def bot(**config: Any) -> dict[str, Any]:
    return {"kind": "telegram", "name": "Bot", "config": {"token": TOKEN, **config}}


async def test_a_channel_is_connected_before_it_is_kept(client: Client, telegram: Telegram) -> None:
    """The platform learns where its webhooks go; credentials are never shown again."""
    made = await client.post("/channels", json=bot())
    assert made.status_code == 201, made.text
    shown = made.json()
    assert (shown["status"], shown["account"]["name"], shown["secrets"]) == ("connected", "@order_bot", ["token"])
    assert shown["hook_url"].encode() in dict(telegram.asked)["setWebhook"]
    for answer in (made, await client.get("/channels"), await client.get(f"/channels/{shown['id']}")):
        assert TOKEN not in answer.text


async def test_a_channel_that_the_platform_refuses_is_not_kept(client: Client, telegram: Telegram) -> None:
    """Its reason is told."""
    telegram.knows_token = False
    answer = await client.post("/channels", json=bot())
    assert (answer.status_code, kind_of(answer)) == (400, "channel-refused")
    assert "BotFather" in answer.json()["detail"]
    assert (await client.get("/channels")).json()["items"] == []


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (bot(token="short secret"), "config.token"),
        (bot(colour="red"), "config.colour"),
        ({"kind": "telegram", "name": "Bot"}, "config.token"),
        ({"kind": "pigeon", "name": "Bot", "config": {}}, "kind"),
        ({"kind": "webchat", "name": "Chat", "config": {"origins": ["not an address"]}}, "config.origins.0"),
        ({"kind": "webchat", "name": "", "config": {}}, "name"),
    ],
)
async def test_a_config_that_does_not_fit_is_told_by_field(client: Client, body: dict[str, Any], path: str) -> None:
    """And what was sent is not repeated: it may be secret."""
    answer = await client.post("/channels", json=body)
    assert (answer.status_code, kind_of(answer)) == (400, "invalid-request")
    assert path in {error["path"] for error in answer.json()["errors"]}
    assert "short secret" not in answer.text


async def test_credentials_that_are_left_out_stay(client: Client, telegram: Telegram) -> None:
    """A change of one setting connects again with the token that is known."""
    made = (await client.post("/channels", json=bot())).json()
    changed = await client.patch(f"/channels/{made['id']}", json={"name": "Shop bot", "config": {"keyboard": "reply"}})
    assert changed.status_code == 200, changed.text
    assert (changed.json()["name"], changed.json()["config"]["keyboard"]) == ("Shop bot", "reply")
    assert changed.json()["secrets"] == ["token"]
    certain = await client.patch(f"/channels/{made['id']}", json={"at_least_once": True})
    assert certain.json()["at_least_once"] is True
    assert certain.json()["config"] == {"keyboard": "reply"}


async def test_a_channel_tells_whether_it_still_works(client: Client, telegram: Telegram) -> None:
    """A revoked token shows as failing, and as connected when it works again."""
    made = (await client.post("/channels", json=bot())).json()
    for knows, status in ((False, "failing"), (True, "connected")):
        telegram.knows_token = knows
        tested = (await client.post(f"/channels/{made['id']}/test")).json()
        assert (tested["ok"], bool(tested["error"])) == (knows, not knows)
        assert (await client.get(f"/channels/{made['id']}")).json()["status"] == status


async def test_a_channel_with_conversations_goes_only_on_purpose(client: Client, telegram: Telegram) -> None:
    """The platform is told, and that it does not answer any more keeps nothing alive."""
    empty, used = await a_chat(client), (await client.post("/channels", json=bot())).json()["id"]
    assert (await client.delete(f"/channels/{empty}")).status_code == 204
    hook = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "hi"}}
    secret = {
        "x-telegram-bot-api-secret-token": dict(telegram.asked)["setWebhook"].decode().split('secret_token":"')[1][:64]
    }
    answer = await client.post(f"https://dialoom.test/hooks/{used}", json=hook, headers=secret)
    assert answer.status_code == 200, answer.text
    assert kind_of(await client.delete(f"/channels/{used}")) == "conflict"
    telegram.knows_token = False
    assert (await client.delete(f"/channels/{used}", params={"with_conversations": "true"})).status_code == 204
    assert (await client.get("/channels")).json()["items"] == []


async def test_a_contact_is_made_once_and_found_by_address(client: Client) -> None:
    """Making it again finds it, and changes nothing."""
    body = {"channel": "telegram", "address": "77", "name": "Maria", "fields": {"city": "Lisbon"}, "tags": ["new"]}
    made = await client.post("/contacts", json=body)
    again = await client.post("/contacts", json={**body, "name": "Somebody else"})
    assert (made.status_code, again.status_code, again.json()["name"]) == (201, 200, "Maria")
    found = (await client.get("/contacts", params={"search": "77"})).json()["items"]
    assert [one["id"] for one in found] == [made.json()["id"]]
    assert (await client.get("/contacts", params={"tag": "old"})).json()["items"] == []


async def test_a_contact_is_changed_and_erased(client: Client) -> None:
    """Fields are merged, a null empties one; after erasing there is nobody."""
    body = {"channel": "telegram", "address": "77", "fields": {"city": "Lisbon", "age": 7}}
    url = f"/contacts/{(await client.post('/contacts', json=body)).json()['id']}"
    changed = (await client.patch(url, json={"fields": {"age": None, "vip": True}, "tags": ["a", "a"]})).json()
    assert (changed["fields"], changed["tags"]) == ({"city": "Lisbon", "vip": True}, ["a"])
    assert changed["addresses"][0]["address"] == "77"
    assert (await client.delete(url)).status_code == 204
    assert (await client.get(url)).status_code == 404
    assert (await client.delete(url)).status_code == 404


async def test_a_contact_that_cannot_be_is_refused(client: Client) -> None:
    """On a channel type that nobody has, or with field names that no template could read."""
    for body in (
        {"channel": "pigeon", "address": "7"},
        {"channel": "telegram", "address": ""},
        {"channel": "telegram", "address": "7", "fields": {"Not a name": 1}},
    ):
        assert kind_of(await client.post("/contacts", json=body)) == "invalid-request", body
    nul = await client.post("/contacts", json={"channel": "telegram", "address": "7", "name": "a\0b"})
    assert (nul.status_code, kind_of(nul)) == (400, "unstorable")


async def test_secrets_go_in_and_do_not_come_out(client: Client) -> None:
    """Only their names are told."""
    assert (await client.put("/secrets/shop_key", json={"value": "sk-123"})).status_code == 204
    listed = await client.get("/secrets")
    assert [one["name"] for one in listed.json()["items"]] == ["shop_key"]
    assert "sk-123" not in listed.text
    assert (await client.put("/secrets/SHOP_KEY", json={"value": "sk-123"})).status_code == 204
    assert kind_of(await client.put("/secrets/Shop%20Key", json={"value": "x"})) == "invalid-request"
    assert kind_of(await client.put("/secrets/a", json={"value": ""})) == "invalid-request"
    assert (await client.delete("/secrets/shop_key")).status_code == 204
    assert kind_of(await client.delete("/secrets/shop_key")) == "not-found"


async def test_the_catalogue_tells_what_there_is(client: Client) -> None:
    """Forms for every node type and channel type, and the schema of the document."""
    nodes = (await client.get("/node-types")).json()["items"]
    assert {"keyword", "ask_choice", "http_request"} <= {one["kind"] for one in nodes}
    assert all(one["form"]["properties"] is not None and one["help"] for one in nodes)
    types = {one["kind"]: one for one in (await client.get("/channel-types")).json()["items"]}
    assert types["telegram"]["form"]["properties"]["token"]["writeOnly"] is True
    assert types["webchat"]["capabilities"]["buttons"] > 0
    schema = (await client.get("/schema/flow.json")).json()
    assert schema["$schema"].endswith("2020-12/schema")
    assert kind_of(await client.get(f"/channels/{uuid4()}")) == "not-found"
