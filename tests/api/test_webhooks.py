"""Webhooks over the API: made, changed, and never showing their secret twice."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from store.database import Store
from store.deliveries import Deliveries
from store.webhooks import KINDS
from store.workspace_events import WorkspaceEvents
from tests.api.conftest import ALLOWED, Client, KeyMaker, kind_of
from tests.api.shops import OTHER
from workflows import outbound

PAGE = Path(__file__).parents[2] / "docs" / "webhooks.md"
BODY = {"name": "Shop", "url": "https://shop.example/hook", "kinds": ["flow.emitted/order.*"]}


async def a_webhook(client: Client, **over: Any) -> dict[str, Any]:
    made = await client.post("/webhooks", json={**BODY, **over})
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def test_made_changed_and_removed(client: Client, store: Store, workspace: UUID) -> None:
    """The secret is shown once and sealed at rest; what is left out of a change stays."""
    made = await a_webhook(client)
    assert made["secret"].startswith("whsec_")
    assert (await a_webhook(client, secret=OTHER))["secret"] is None
    changed = await client.patch(f"/webhooks/{made['id']}", json={"kinds": ["*"], "active": False})
    assert {name: changed.json()[name] for name in ("name", "url", "kinds", "active")} == {
        **BODY,
        "kinds": ["*"],
        "active": False,
    }
    for answer in (changed, await client.get("/webhooks"), await client.get(f"/webhooks/{made['id']}")):
        assert made["secret"] not in answer.text
    async with store.transaction(workspace) as session:
        assert made["secret"] not in str(await session.scalar(text("select string_agg(w::text, '') from webhooks w")))
    assert (await client.delete(f"/webhooks/{made['id']}")).status_code == 204
    for method, path in (("GET", ""), ("DELETE", ""), ("PATCH", ""), ("GET", "/deliveries")):
        missing = await client.request(method, f"/webhooks/{made['id']}{path}", json={} if method == "PATCH" else None)
        assert (missing.status_code, kind_of(missing)) == (404, "not-found")


@pytest.mark.parametrize(
    ("over", "path"),
    [
        ({"url": "shop.example"}, "url"),
        ({"url": "ftp://shop.example"}, "url"),
        ({"url": "https://ann:hunter2@shop.example"}, "url"),
        ({"url": "http://127.0.0.1/hook"}, "url"),
        ({"url": "http://localhost/hook"}, "url"),
        ({"url": "https://shop.example:5432/hook"}, "url"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["order paid"]}, "kinds"),
        ({"kinds": ["*", "nonsense.kind"]}, "kinds.1"),
        ({"kinds": ["flow.emitted.order"]}, "kinds.0"),
        ({"kinds": ["flow.emit"]}, "kinds.0"),
        ({"kinds": ["flow.x*"]}, "kinds.0"),
        ({"kinds": ["order.*"]}, "kinds.0"),
        ({"secret": "hunter2"}, "secret"),
    ],
)
async def test_what_does_not_fit(
    client: Client, monkeypatch: pytest.MonkeyPatch, over: dict[str, Any], path: str
) -> None:
    """Is told by field, without repeating what may be secret."""
    monkeypatch.setattr(outbound, "LOOK_UP_SECONDS", 60)  # a busy machine takes its time
    answer = await client.post("/webhooks", json={**BODY, **over})
    assert (answer.status_code, kind_of(answer)) == (400, "invalid-request")
    assert any(one["path"].startswith(path) for one in answer.json()["errors"]), answer.text
    assert "hunter2" not in answer.text


async def test_a_private_address(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused when it is set, as its calls would be, unless the operator allows it; the refusal says how."""
    monkeypatch.setattr(outbound, "LOOK_UP_SECONDS", 60)  # a busy machine takes its time
    place = ":".join(map(str, ALLOWED))
    made = await a_webhook(client, url=f"http://{place}/hook")
    answer = await client.patch(f"/webhooks/{made['id']}", json={"url": "http://10.0.0.1/hook"})
    assert (answer.status_code, [one["message"] for one in answer.json()["errors"]]) == (
        400,
        [
            "10.0.0.1 is a private address, which is not called: the operator may allow it by DIALOOM_WORKER__ALLOW_PRIVATE"
        ],
    )
    assert (await client.get(f"/webhooks/{made['id']}")).json()["url"] == f"http://{place}/hook"


@pytest.mark.parametrize(
    "kind",
    ["*", "*.closed", "conversation.*", "segment.left", "flow.*", "flow.emit*", "flow.emitted/order.*", "*/order.paid"],
)
async def test_kinds_that_come(client: Client, kind: str) -> None:
    """Are taken, also by a part of them; what flows tell may have any name."""
    assert (await a_webhook(client, kinds=[kind]))["kinds"] == [kind]


async def test_a_kind_that_never_comes_is_told_those_that_do(client: Client) -> None:
    """The refusal of a typing mistake lists them, as the documentation does."""
    answer = await client.post("/webhooks", json={**BODY, "kinds": ["conversation.close"]})
    (error,) = answer.json()["errors"]
    assert "there are no events of the kind 'conversation.close'" in error["message"]
    listed = re.findall(r"`([a-z_]+\.[a-z_]+)`", PAGE.read_text().partition("| kind |")[2].partition("\n\n")[0])
    assert sorted(listed) == sorted(KINDS)
    assert all(kind in error["message"] for kind in KINDS)


async def test_deliveries(client: Client, store: Store, workspace: UUID) -> None:
    """Are shown, and repeated: not while they are under way, nor by the address of another webhook."""
    made, other = await a_webhook(client), await a_webhook(client)
    async with store.transaction(workspace) as session:
        await WorkspaceEvents(session).add("order.paid", {})
        (event,) = await WorkspaceEvents(session).take(1)
        await Deliveries(session).add(UUID(made["id"]), event, "{}", "too large")
        await Deliveries(session).add(UUID(made["id"]), event, "{}")
    (found,) = (await client.get(f"/webhooks/{made['id']}/deliveries")).json()["items"]
    assert (found["status"], found["error"], found["log"], found["body"]) == ("failed", "too large", [], "{}")
    path = f"deliveries/{found['id']}/repeat"
    answers = [
        await client.post(f"/webhooks/{id}/{path}") for id in (other["id"], made["id"], made["id"], str(uuid4()))
    ]
    assert [answer.status_code for answer in answers] == [404, 202, 409, 404]
    waiting = await client.get(f"/webhooks/{made['id']}/deliveries", params={"status": "waiting"})
    assert [one["id"] for one in waiting.json()["items"]] == [found["id"]]


async def test_who_may(client: Client, key: KeyMaker) -> None:
    """To tell others what happens here is for those who connect channels."""
    headers = await key("channels:read", "flows:publish")
    assert (await client.get("/webhooks", headers=headers)).status_code == 200
    assert (await client.post("/webhooks", json=BODY, headers=headers)).status_code == 403
