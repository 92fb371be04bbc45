"""What depends on what: asked before something is changed, and before a flow is deleted."""

from typing import Any

from tests.api.conftest import Client, Nodes, greeter, kind_of, published
from tests.api.shops import a_shop
from tests.make import a_document

CRM: Nodes = {
    "start": ("keyword", {"words": ["go"]}),
    "sub": ("run_flow", {"flow": "inner"}),
    "set": ("set_contact_field", {"name": "city", "value": "São Paulo"}),
    "vip": ("add_tag", {"tag": 'the "गाहक" list'}),
    "call": ("http_request", {"url": "https://a.example", "headers": [{"name": "X", "secret": "shop_key"}]}),
}
EDGES = {"start.next": "sub", "sub.completed": "set", "set.next": "vip", "vip.next": "call"}


async def users(client: Client, kind: str, name: str) -> list[tuple[Any, ...]]:
    answer = await client.get("/dependencies", params={"kind": kind, "name": name})
    assert answer.status_code == 200, answer.text
    return [(one["name"], one["where"], one["node"]) for one in answer.json()["used_by"]]


async def test_users_are_found_in_drafts_and_versions(client: Client) -> None:
    """By the exact name, whatever its script; what only the draft has changed is told apart from what runs."""
    await published(client, greeter(), "inner")
    flow = await published(client, a_document(CRM, EDGES, name="CRM"))
    for kind, name, node in (
        ("flow", "inner", "sub"),
        ("field", "city", "set"),
        ("tag", 'the "गाहक" list', "vip"),
        ("secret", "shop_key", "call"),
    ):
        assert await users(client, kind, name) == [("CRM", "draft", node), ("CRM", "published", node)]
    assert await users(client, "field", "cit") == await users(client, "tag", "city") == []
    changed = a_document({**CRM, "set": ("set_contact_field", {"name": "town"})}, EDGES, name="CRM")
    await client.put(f"/flows/{flow['id']}/draft", json={"document": changed}, headers={"if-match": '"1"'})
    assert await users(client, "field", "city") == [("CRM", "published", "set")]
    assert await users(client, "field", "town") == [("CRM", "draft", "set")]


async def test_a_running_canary_is_a_user(client: Client) -> None:
    """Contacts start with it, so what it names is in use; when it has ended, it is not."""
    inner = await published(client, greeter(), "inner")
    flow = await published(client, greeter(), "outer")
    url = f"/flows/{flow['id']}"
    runs = a_document({"start": ("api_start", {}), "sub": ("run_flow", {"flow": "inner"})}, name="Outer")
    for revision, document in ((1, runs), (2, greeter())):
        saved = await client.put(f"{url}/draft", json={"document": document}, headers={"if-match": f'"{revision}"'})
        assert saved.status_code == 200, saved.text
        if revision == 1:
            started = await client.post(f"{url}/canary", json={"percent": 100})
            assert started.status_code == 201, started.text
    assert [place for _, *place in await users(client, "flow", "inner")] == [["canary", "sub"]]
    assert kind_of(await client.patch(f"/flows/{inner['id']}", json={"archived": True})) == "conflict"
    await client.post(f"{url}/canary/stop")
    assert await users(client, "flow", "inner") == []


async def test_a_flow_tells_what_it_uses_and_who_uses_it(client: Client) -> None:
    """Both ways; a flow that runs itself is not its own user."""
    inner = await published(client, greeter(), "inner")
    crm = await published(client, a_document(CRM, EDGES, name="CRM"), "crm")
    found = (await client.get(f"/flows/{crm['id']}/dependencies")).json()
    assert {(one["kind"], one["name"], one["node"], one["field"]) for one in found["uses"]} == {
        ("flow", "inner", "sub", "flow"),
        ("field", "city", "set", "name"),
        ("tag", 'the "गाहक" list', "vip", "tag"),
        ("secret", "shop_key", "call", "headers.0.secret"),
    }
    assert found["used_by"] == []
    found = (await client.get(f"/flows/{inner['id']}/dependencies")).json()
    assert {(one["by"], one["name"], one["where"]) for one in found["used_by"]} == {
        ("flow", "CRM", "draft"),
        ("flow", "CRM", "published"),
    }
    broken = (await client.post("/flows/import", json={"document": {"dialoom": 3, "name": "x", "nodes": 7}})).json()
    assert (await client.get(f"/flows/{broken['id']}/dependencies")).json() == {"uses": [], "used_by": []}


async def test_a_team_that_is_named_is_not_deleted(client: Client) -> None:
    """The refusal names the flow, whether it is drawn or published; by force, or without the flow, the team goes."""
    nodes: Nodes = {"start": ("keyword", {"words": ["help"]}), "people": ("hand_over", {"team": "sales"})}
    team = (await client.post("/teams", json={"key": "sales", "name": "Selling"})).json()["id"]
    await published(client, a_document(nodes, {"start.next": "people"}, name="Helper"))
    refused = await client.delete(f"/teams/{team}")
    assert (kind_of(refused), "the flow 'Helper'" in refused.json()["detail"]) == ("conflict", True)
    assert (await client.delete(f"/teams/{team}", params={"force": "true"})).status_code == 204
    unnamed = (await client.post("/teams", json={"key": "care", "name": "sales"})).json()["id"]
    assert (await client.delete(f"/teams/{unnamed}")).status_code == 204


async def test_a_flow_that_is_used_is_not_deleted(client: Client) -> None:
    """Neither one that another flow runs nor one that an integration starts; without them, or by force, it goes."""
    inner = await published(client, greeter(), "inner")
    crm = await published(client, a_document(CRM, EDGES, name="CRM"), "crm")
    refused = await client.delete(f"/flows/{inner['id']}")
    assert (kind_of(refused), "the flow 'CRM'" in refused.json()["detail"]) == ("conflict", True)
    assert (await client.delete(f"/flows/{crm['id']}")).status_code == 204
    shop = await a_shop(client, flow_id=inner["id"], inputs={})
    refused = await client.delete(f"/flows/{inner['id']}")
    assert "the integration 'Our shop'" in refused.json()["detail"]
    used = (await client.get(f"/flows/{inner['id']}/dependencies")).json()["used_by"]
    assert [(one["by"], one["name"]) for one in used] == [("integration", "Our shop")]
    other = await published(client, greeter(), "other")
    await published(client, a_document({"start": ("api_start", {}), "sub": ("run_flow", {"flow": "other"})}))
    assert (await client.delete(f"/flows/{other['id']}")).status_code == 409
    assert (await client.delete(f"/flows/{other['id']}", params={"force": "true"})).status_code == 204
    assert (await client.delete(f"/integrations/{shop['id']}")).status_code == 204
    assert (await client.delete(f"/flows/{inner['id']}")).status_code == 204


async def test_a_flow_that_published_flows_run_is_not_archived(client: Client) -> None:
    """The refusal names them; a draft that names it, or an archived flow, keeps nobody from it, nor does force."""
    url = f"/flows/{(await published(client, greeter(), 'inner'))['id']}"
    outer = await published(client, a_document({"start": ("api_start", {}), "sub": ("run_flow", {"flow": "inner"})}))
    drawn = a_document({"start": ("api_start", {}), "sub": ("run_flow", {"flow": "inner"})}, name="Drawn")
    await client.post("/flows/import", json={"document": drawn})
    refused = await client.patch(url, json={"archived": True})
    names = "it is used by the flow 'A flow': change that first, or archive it with `force=true`"
    assert (kind_of(refused), refused.json()["detail"]) == ("conflict", names)
    refused = await client.post(f"{url}/unpublish")
    assert (kind_of(refused), refused.json()["detail"]) == ("conflict", names.replace("archive", "unpublish"))
    assert (await client.patch(url, json={"name": "Renamed", "archived": False})).status_code == 200
    assert (await client.patch(url, json={"archived": True}, params={"force": "true"})).status_code == 200
    problems = (await client.get(f"/flows/{outer['id']}/preflight")).json()["problems"]
    told = ["the flow 'inner' is archived: it starts for nobody"]
    assert [one["message"] for one in problems if one["code"] == "unknown_flow"] == told
    assert (await client.patch(url, json={"archived": True})).status_code == 200
    await client.patch(url, json={"archived": False})
    assert (await client.patch(f"/flows/{outer['id']}", json={"archived": True})).status_code == 200
    assert (await client.patch(url, json={"archived": True})).status_code == 200
