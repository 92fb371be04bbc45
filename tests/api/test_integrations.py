"""Integrations: connected, changed, and never showing more than they may."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from api.permissions import PERMISSIONS
from store.database import Store
from store.keys import Keys
from store.workspaces import Workspaces
from tests.api.conftest import ENCRYPTION, Client, a_chat, kind_of, published
from tests.api.shops import OTHER, a_shop, events, tell, thanks


async def test_a_secret_is_shown_once(client: Client, store: Store, workspace: UUID) -> None:
    """It is made when it is left out, answered with the creation, sealed at rest, and never shown again."""
    shop = await a_shop(client)
    secret = shop["generated"]["secret"]
    assert secret.startswith("whsec_")
    assert (shop["secrets"], shop["config"]) == (["secret"], {})
    changed = await client.patch(f"/integrations/{shop['id']}", json={"name": "Another name"})
    assert changed.json()["name"] == "Another name"
    for answer in (changed, await client.get("/integrations"), await client.get(f"/integrations/{shop['id']}")):
        assert answer.status_code == 200
        assert shop["id"] in answer.text
        assert secret not in answer.text
    async with store.transaction(workspace) as session:
        assert secret not in str(await session.scalar(text("select integrations::text from integrations")))


async def test_creating_again_with_its_key_answers_the_same_secret(
    client: Client, store: Store, workspace: UUID
) -> None:
    """The first answer is remembered, and it is sealed."""
    flow, chat = (await published(client, thanks()))["id"], await a_chat(client)
    body = {"kind": "webhook", "name": "Shop", "flow_id": flow, "channel_id": chat, "address_path": "phone"}
    first, second = [await client.post("/integrations", json=body, headers={"idempotency-key": "k"}) for _ in range(2)]
    assert (first.status_code, second.json()) == (201, first.json())
    async with store.transaction(workspace) as session:
        kept = str(await session.scalar(text("select string_agg(i::text, '') from idempotency i")))
    assert first.json()["generated"]["secret"] not in kept


async def test_a_secret_of_the_senders_own(client: Client) -> None:
    """One that is given is not answered; from its change on the old one opens nothing."""
    shop = await a_shop(client, config={"secret": OTHER})
    assert (shop["generated"], OTHER in str(shop)) == ({}, False)
    assert (await tell(client, shop, secret=OTHER)).status_code == 200
    newer = OTHER.replace("A", "B", 1)
    changed = await client.patch(f"/integrations/{shop['id']}", json={"config": {"secret": newer}})
    assert (changed.status_code, changed.json()["secrets"]) == (200, ["secret"])
    assert (await tell(client, shop, id="msg_2", secret=OTHER)).status_code == 401
    assert (await tell(client, shop, id="msg_2", secret=newer)).status_code == 200


@pytest.mark.parametrize(
    ("over", "status", "path"),
    [
        ({"kind": "pigeon"}, 400, "kind"),
        ({"config": {"secret": "hunter2"}}, 400, "config.secret"),
        ({"config": {"colour": "red"}}, 400, "config.colour"),
        ({"address_path": ""}, 400, "address_path"),
        ({"address_path": "items[x"}, 400, "address_path"),
        ({"inputs": {"Not a name": "a"}}, 400, "inputs"),
        ({"flow_id": str(uuid4())}, 404, ""),
        ({"channel_id": str(uuid4())}, 404, ""),
    ],
)
async def test_what_does_not_fit_is_told_by_field(client: Client, over: dict[str, Any], status: int, path: str) -> None:
    """Before anything is kept, and without repeating what may be secret."""
    flow = (await published(client, thanks()))["id"]
    body = {"kind": "webhook", "name": "Shop", "flow_id": flow, "channel_id": await a_chat(client), "address_path": "a"}
    answer = await client.post("/integrations", json={**body, **over})
    assert answer.status_code == status, answer.text
    assert "hunter2" not in answer.text
    assert not path or any(error["path"].startswith(path) for error in answer.json()["errors"]), answer.text
    assert (await client.get("/integrations")).json()["items"] == []


async def test_a_deleted_integration_takes_nothing(client: Client) -> None:
    """From that moment on, and what it told is gone with it; an unknown one is not found either."""
    shop = await a_shop(client)
    await tell(client, shop)
    assert (await client.delete(f"/integrations/{shop['id']}")).status_code == 204
    for answer in (
        await tell(client, shop),
        await tell(client, {**shop, "hook_url": f"https://dialoom.test/hooks/integrations/{uuid4()}"}),
        await client.get(f"/integrations/{shop['id']}"),
        await client.delete(f"/integrations/{shop['id']}"),
        await client.patch(f"/integrations/{shop['id']}", json={"name": "x"}),
        await client.get(f"/integrations/{shop['id']}/events"),
        await client.post(f"/integrations/{shop['id']}/events/{uuid4()}/replay"),
    ):
        assert (answer.status_code, kind_of(answer)) == (404, "not-found")


async def test_another_workspace_cannot_see_it(client: Client, store: Store) -> None:
    """Not the integration, not its events, and nobody starts another workspace's flow or talks on its channel."""
    shop = await a_shop(client)
    await tell(client, shop)
    (event,) = await events(client, shop)
    other = uuid4()
    async with store.transaction(other) as session:
        await Workspaces(session).add("Other", slug=f"other-{other.hex}")
        made = await Keys(session, ENCRYPTION.pepper).add("other", sorted(PERMISSIONS))
    client.headers["authorization"] = f"Bearer {made.plain.get_secret_value()}"
    assert (await client.get("/integrations")).json()["items"] == []
    mine = await a_shop(client)
    for method, path, body in (
        ("GET", f"/integrations/{shop['id']}", None),
        ("PATCH", f"/integrations/{shop['id']}", {"name": "x"}),
        ("DELETE", f"/integrations/{shop['id']}", None),
        ("GET", f"/integrations/{shop['id']}/events", None),
        ("POST", f"/integrations/{shop['id']}/events/{event['id']}/replay", None),
        ("POST", f"/integrations/{mine['id']}/events/{event['id']}/replay", None),
        ("PATCH", f"/integrations/{mine['id']}", {"flow_id": shop["flow_id"]}),
        ("PATCH", f"/integrations/{mine['id']}", {"channel_id": shop["channel_id"]}),
    ):
        answer = await client.request(method, path, json=body)
        assert (answer.status_code, kind_of(answer)) == (404, "not-found"), (method, path)


async def test_the_catalogue_has_the_form(client: Client) -> None:
    """Whoever draws the form for a new integration finds its fields."""
    types = {one["kind"]: one for one in (await client.get("/integration-types")).json()["items"]}
    assert types["webhook"]["form"]["properties"]["secret"]["writeOnly"] is True
