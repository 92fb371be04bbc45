"""Keys, permissions, tenants, and requests that are no requests."""

import re
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from litestar import Litestar

from api.permissions import PERMISSIONS, ROLES
from store.database import Store
from store.keys import Keys
from store.workspaces import Workspaces
from tests.api.conftest import ENCRYPTION, Client, KeyMaker, greeter, kind_of, published

JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": ""},
        {"authorization": "Bearer "},
        {"authorization": "Basic dGVzdDp0ZXN0"},
        {"authorization": "Bearer dlm_nonsense"},
        {"x-api-key": "dlm_nonsense"},
        {"authorization": "Bearer \u00ff"},
    ],
)
async def test_who_is_not_known_is_refused(stranger: Client, headers: dict[str, str]) -> None:
    """401 with a challenge, whatever is asked for."""
    encoded = [(name.encode(), text.encode("latin-1")) for name, text in headers.items()]
    answer = await stranger.get("/api/v1/flows", headers=encoded)
    assert (answer.status_code, kind_of(answer)) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_a_key_is_shown_once_and_can_be_revoked(client: Client, stranger: Client) -> None:
    """From the moment it is revoked it opens nothing."""
    made = (await client.post("/keys", json={"name": "ci", "role": "viewer"})).json()
    assert made["plain"].startswith("dlm_")
    mine = {"x-api-key": made["plain"], "authorization": ""}
    me = (await client.get("/me", headers=mine)).json()
    assert (me["name"], me["permissions"]) == ("ci", sorted(ROLES["viewer"]))
    assert (await client.post("/flows", json={"name": "x"}, headers=mine)).status_code == 403
    listed = (await client.get("/keys")).json()["items"]
    assert made["plain"] not in str(listed)
    assert all(one["last_used_at"] for one in listed if one["id"] == made["id"])
    assert (await client.delete(f"/keys/{made['id']}")).status_code == 204
    assert (await client.get("/me", headers=mine)).status_code == 401


async def test_a_key_cannot_give_what_it_lacks(client: Client, key: KeyMaker) -> None:
    """Else everybody who may make keys could do everything."""
    client.headers.update(await key("keys:manage", "flows:read"))
    allowed = await client.post("/keys", json={"name": "x", "permissions": ["flows:read"]})
    refused = await client.post("/keys", json={"name": "x", "role": "admin"})
    assert (allowed.status_code, refused.status_code, kind_of(refused)) == (201, 403, "forbidden")


def _anything(place: re.Match[str]) -> str:
    return {"name": "x", "position": "0"}.get(place[1]) or str(uuid4())


async def test_every_permission_opens_something_and_nothing_is_open(
    app: Litestar, client: Client, key: KeyMaker
) -> None:
    """A key without permissions reaches who it is, and nothing else."""
    client.headers.update(await key())
    for route in app.routes:
        if not route.path.startswith("/api/v1") or "openapi" in route.path:
            continue
        template = getattr(route, "path_format", route.path)
        path = re.sub(r"\{(\w+)\}", _anything, template)
        for method in sorted(getattr(route, "methods", set()) - {"OPTIONS", "HEAD"}):
            answer = await client.request(method, f"https://dialoom.test{path}", json={} if method != "GET" else None)
            assert answer.status_code == (200 if path == "/api/v1/me" else 403), (method, path, answer.text)


async def test_another_workspace_sees_nothing(client: Client, store: Store) -> None:
    """What belongs to one tenant is not found by another, by whatever id."""
    flow = (await client.post("/flows/import", json={"document": greeter()})).json()
    other = uuid4()
    async with store.transaction(other) as session:
        await Workspaces(session).add("Other", slug=f"other-{other.hex}")
        made = await Keys(session, ENCRYPTION.pepper).add("other", sorted(PERMISSIONS))
    client.headers["authorization"] = f"Bearer {made.plain.get_secret_value()}"
    assert (await client.get(f"/flows/{flow['id']}")).status_code == 404
    assert (await client.get(f"/flows/{flow['id']}/draft")).status_code == 404
    assert (await client.delete(f"/flows/{flow['id']}")).status_code == 404
    assert (await client.get("/flows")).json()["items"] == []


MALFORMED: list[tuple[bytes, dict[str, str], int, str]] = [
    (b"{", JSON, 400, "malformed"),
    (b"", JSON, 400, "invalid-request"),
    (b"[]", JSON, 400, "invalid-request"),
    (b"null", JSON, 400, "invalid-request"),
    (b'"text"', JSON, 400, "invalid-request"),
    (b"\xff\xfe", JSON, 400, "malformed"),
    (b'{"name": "\xff"}', JSON, 400, "malformed"),
    (b'{"name": "\\ud800"}', JSON, 400, "malformed"),
    (b'{"name": 7}', JSON, 400, "invalid-request"),
    (b'{"name": ""}', JSON, 400, "invalid-request"),
    (b'{"name": "x", "colour": "red"}', JSON, 400, "invalid-request"),
    (b'{"name": "x", "document": []}', JSON, 400, "invalid-request"),
    (b'{"name": "x", "document": {"a": 1e999}}', JSON, 400, "malformed"),
    (b'{"name": "x", "document": {"a": NaN}}', JSON, 400, "malformed"),
    (b'{"name": "x", "document": ' + b'{"a":' * 100_000, JSON, 400, "malformed"),
    (b'{"name": "x", "document": ' + b'{"a":' * 500 + b"1" + b"}" * 501, JSON, 422, "flow-invalid"),
    (b'{"name": "a\\u0000b"}', JSON, 422, "flow-invalid"),
    (b'{"name": "x"}', {"content-type": "text/plain"}, 415, "unsupported-media-type"),
    (b"name=x", {"content-type": "application/x-www-form-urlencoded"}, 415, "unsupported-media-type"),
    (b'{"name": "x"}', {"content-type": ""}, 415, "unsupported-media-type"),
    (b'{"name": "' + b"x" * (4 * 1024 * 1024) + b'"}', JSON, 413, "too-large"),
]


async def test_malformed_requests_have_a_type_each(client: Client) -> None:
    """None is an error of ours, and what is wrong in a field is told with its path."""
    for body, headers, status, kind in MALFORMED:
        answer = await client.post("/flows", content=body, headers=headers)
        assert (answer.status_code, kind_of(answer)) == (status, kind), (body[:40], answer.text[:300])
        assert answer.json()["instance"] == "/api/v1/flows"
    named = (await client.post("/flows", json={"name": "", "colour": "red"})).json()["errors"]
    assert {error["path"] for error in named} == {"name", "colour"}


QUERIES: list[tuple[str, int, str]] = [
    ("/flows?limit=0", 400, "invalid-request"),
    ("/flows?limit=201", 400, "invalid-request"),
    ("/flows?limit=many", 400, "invalid-request"),
    ("/flows?after=nonsense", 400, "invalid-request"),
    ("/flows?after=%00", 400, "invalid-request"),
    ("/flows/nonsense", 404, "not-found"),
    (f"/flows/{UUID(int=7)}", 404, "not-found"),
    ("/runs?status=asleep", 400, "invalid-request"),
    ("/runs?since=yesterday", 400, "invalid-request"),
    ("/runs?node=%00", 400, "unstorable"),
    ("/contacts?search=%00", 400, "unstorable"),
    ("/contacts?tag=%00", 400, "unstorable"),
    ("/nowhere", 404, "not-found"),
]


async def test_an_empty_body_says_nothing(client: Client) -> None:
    """Where nothing has to be said it is `{}`; elsewhere the fields are named that are missing."""
    flow = await published(client, greeter())
    for path in ("publish", "moves/forecast"):
        assert (await client.post(f"/flows/{flow['id']}/{path}")).is_success
    assert (await client.post(f"/flows/{flow['id']}/moves/forecast", content=b" \r\n", headers=JSON)).is_success
    refused = await client.post("/segments")
    assert (kind_of(refused), refused.json()["errors"][0]["path"]) == ("invalid-request", "key")


@pytest.mark.parametrize("body", [b"[]", b'"x"'])
async def test_a_body_that_is_no_object_is_told_so(client: Client, body: bytes) -> None:
    """In words that name none of our classes."""
    refused = await client.post("/flows", content=body, headers=JSON)
    assert [one["message"] for one in refused.json()["errors"]] == ["the body must be an object, {…}"]


async def test_a_part_that_is_no_object_is_told_so(client: Client) -> None:
    """With its place."""
    part = await client.post(f"/flows/{UUID(int=7)}/start", json={"to": []})
    assert part.json()["errors"] == [{"message": "must be an object, {…}", "path": "to"}]


INJECTED: list[tuple[str, dict[str, Any], set[str]]] = [
    ("/flows", {"name": "x", "flows": 1}, {"flows"}),
    ("/segments", {"segments": 1}, {"segments", "key", "name", "condition"}),
    ("/teams", {"key": "sales", "name": "Sales", "agents": [], "once": {}}, {"agents", "once"}),
    ("/templates/import", {"templates": "x"}, {"templates"}),
]


@pytest.mark.parametrize(("path", "body", "wrong"), INJECTED)
async def test_any_name_may_be_misspelt(client: Client, path: str, body: dict[str, Any], wrong: set[str]) -> None:
    """Also one that something inside has: it is told as the others are, and is no fault of ours."""
    answer = await client.post(path, json=body)
    assert (answer.status_code, kind_of(answer)) == (400, "invalid-request")
    assert {one["path"].partition(".")[0] for one in answer.json()["errors"]} == wrong


async def test_nothing_is_replaced_by_nothing(client: Client) -> None:
    """A body that was forgotten is no change, and no loss."""
    await client.put("/globals", json={"values": {"hotline": "112"}})
    for method, path in (("PUT", "/globals"), ("PATCH", f"/flows/{UUID(int=7)}")):
        refused = await client.request(method, path)
        assert (kind_of(refused), refused.json()["detail"]) == (
            "invalid-request",
            f"the {method} has no body: send as JSON what it is to be",
        )
    assert (await client.get("/globals")).json() == {"values": {"hotline": "112"}}


async def test_malformed_addresses_have_a_type_each(client: Client) -> None:
    """Wrong ids, limits, cursors and characters that the database does not take."""
    for path, status, kind in QUERIES:
        answer = await client.get(path)
        assert (answer.status_code, kind_of(answer)) == (status, kind), (path, answer.text)
    assert kind_of(await client.put("/flows", json={})) == "method-not-allowed"


async def test_what_breaks_inside_is_not_told(client: Client, app: Litestar) -> None:
    """An unknown error is a 500 without the error's text."""
    app.state.services = replace(app.state.services, node_types=None)
    answer = await client.get("/node-types")
    assert (answer.status_code, kind_of(answer)) == (500, "internal")
    assert "NoneType" not in answer.text
