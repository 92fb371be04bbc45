"""Flows over HTTP: from a document to a version, and what is refused on the way."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from tests.api.conftest import Client, asker, greeter, kind_of, published


async def test_a_flow_is_made_saved_and_published(client: Client) -> None:
    """The way of every flow: create, edit the draft, publish, and read what was published."""
    made = await client.post("/flows", json={"name": "Order bot"})
    assert made.status_code == 201, made.text
    flow = made.json()
    assert flow["key"] == "order-bot"
    draft = await client.get(f"/flows/{flow['id']}/draft")
    saved = await client.put(
        f"/flows/{flow['id']}/draft", json={"document": greeter()}, headers={"if-match": draft.headers["etag"]}
    )
    assert saved.status_code == 200, saved.text
    assert (saved.json()["revision"], saved.json()["problems"]) == (2, [])
    version = await client.post(f"/flows/{flow['id']}/publish", json={"note": "first"})
    assert version.status_code == 201, version.text
    read = await client.get(f"/flows/{flow['id']}/versions/{version.json()['id']}")
    assert read.json()["document"]["nodes"] == greeter()["nodes"]
    assert (await client.get(f"/flows/{flow['id']}")).json()["published_id"] == version.json()["id"]


DRAFTS: dict[str, dict[str, Any]] = {
    "a node without its params": {"dialoom": 3, "name": "x", "nodes": [{"id": "a", "type": "keyword"}], "edges": []},
    "a node type that nobody knows": {"dialoom": 3, "name": "x", "nodes": [{"id": "a", "type": "frobnicate"}]},
    "an edge into the air": {**greeter(), "edges": [{"id": "e", "source": "start", "target": "nowhere"}]},
    "an unknown key": {**greeter(), "colour": "red"},
    "nodes that are no list": {"dialoom": 3, "name": "x", "nodes": 7},
    "a newer format": {"dialoom": 99, "name": "x", "something": ["new"]},
}


@pytest.mark.parametrize("case", DRAFTS)
async def test_a_draft_with_mistakes_is_kept_and_not_published(client: Client, case: str) -> None:
    """Nothing of it is lost, its problems are told, and publishing answers 422 with the same problems."""
    made = await client.post("/flows/import", json={"document": DRAFTS[case]})
    assert made.status_code == 201, made.text
    assert made.json()["problems"]
    kept = (await client.get(f"/flows/{made.json()['id']}/export")).json()
    assert set(DRAFTS[case]) <= set(kept)
    answer = await client.post(f"/flows/{made.json()['id']}/publish", json={})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (422, "flow-invalid"), answer.text
    assert answer.json()["errors"][0]["code"]
    check = (await client.post(f"/flows/{made.json()['id']}/check")).json()
    assert check["publishable"] is False
    assert len(check["problems"]) >= len(answer.json()["errors"])


def nested(depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _ in range(depth):
        found = {"a": found}
    return found


@pytest.mark.parametrize("document", [nested(100), {"name": "a\0b"}, {"name": "x", "nodes": [{"id": "\0"}]}])
async def test_a_document_that_cannot_be_stored_is_refused(client: Client, document: dict[str, Any]) -> None:
    """Too deep, or with characters that the database does not take: told with its place, not kept."""
    answer = await client.post("/flows/import", json={"document": document})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (422, "flow-invalid"), answer.text


async def test_an_old_document_comes_in(client: Client) -> None:
    """A bare React Flow export has no format number; it becomes a flow of the present format."""
    document = greeter()
    del document["dialoom"]
    document["viewport"] = {"x": 0, "y": 0, "zoom": 1}
    made = await client.post("/flows/import", json={"document": document})
    draft = (await client.get(f"/flows/{made.json()['id']}/draft")).json()
    assert (draft["document"]["dialoom"], draft["problems"]) == (3, [])


@pytest.mark.parametrize(
    ("headers", "status", "kind"),
    [
        ({}, 428, "revision-required"),
        ({"if-match": '"7"'}, 412, "stale-revision"),
        ({"if-match": "*"}, 400, "invalid-request"),
        ({"if-match": "1"}, 400, "invalid-request"),
        ({"if-match": '"1", "2"'}, 400, "invalid-request"),
    ],
)
async def test_a_draft_is_saved_only_over_what_was_read(
    client: Client, headers: dict[str, str], status: int, kind: str
) -> None:
    """Two people who edit the same draft do not overwrite each other."""
    flow = (await client.post("/flows/import", json={"document": greeter()})).json()
    answer = await client.put(f"/flows/{flow['id']}/draft", json={"document": greeter()}, headers=headers)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (status, kind)
    if status == 412:
        assert (answer.json()["current"], answer.headers["etag"]) == (1, '"1"')


async def test_a_version_becomes_the_draft_again(client: Client) -> None:
    """Restoring is saving: it needs the revision, and the draft is what was published then."""
    flow = await published(client, greeter("one"))
    url = f"/flows/{flow['id']}"
    saved = await client.put(f"{url}/draft", json={"document": greeter("two")}, headers={"if-match": '"1"'})
    assert (await client.post(f"{url}/restore", json={"version": flow["version"]})).status_code == 428
    back = await client.post(
        f"{url}/restore", json={"version": flow["version"]}, headers={"if-match": saved.headers["etag"]}
    )
    assert back.json()["document"]["nodes"][0]["data"]["words"] == ["one"]
    assert back.json()["revision"] == 3
    other = await client.post(f"{url}/restore", json={"version": str(uuid4())}, headers={"if-match": '"3"'})
    assert other.status_code == 404


async def test_versions_are_numbered_and_never_change(client: Client) -> None:
    """Publishing the same content again gives another number with the same hash."""
    flow = await published(client, greeter())
    again = await client.post(f"/flows/{flow['id']}/publish", json={"note": "again"})
    listed = (await client.get(f"/flows/{flow['id']}/versions")).json()["items"]
    assert [one["number"] for one in listed] == [2, 1]
    assert len({one["hash"] for one in listed}) == 1
    assert again.json()["note"] == "again"


async def test_pages_go_on_where_the_last_one_ended(client: Client) -> None:
    """Every flow is seen once, newest first."""
    names = [f"flow {number}" for number in range(5)]
    for name in names:
        await client.post("/flows", json={"name": name})
    seen, after = [], None
    while True:
        page = (await client.get("/flows", params={"limit": 2, **({"after": after} if after else {})})).json()
        seen += [one["name"] for one in page["items"]]
        if not (after := page["next"]):
            break
    assert seen == names[::-1]


async def test_a_taken_key_is_refused_and_a_name_gives_way(client: Client) -> None:
    """Who asks for a key gets that or a refusal; who asks for none gets a free one."""
    first = await client.post("/flows", json={"name": "Order bot", "key": "order-bot"})
    second = await client.post("/flows", json={"name": "Order bot"})
    third = await client.post("/flows", json={"name": "Order bot", "key": "order-bot"})
    assert (first.status_code, second.status_code, third.status_code) == (201, 201, 409)
    assert second.json()["key"].startswith("order-bot-")


async def test_a_flow_has_one_name(client: Client) -> None:
    """Saving a draft under another name renames the flow, and renaming the flow its draft; no name changes nothing."""
    made = (await client.post("/flows", json={"name": "Orders"})).json()
    url = f"/flows/{made['id']}"

    async def names() -> tuple[str, str, int]:
        draft = (await client.get(f"{url}/draft")).json()
        return (await client.get(url)).json()["name"], draft["document"]["name"], draft["revision"]

    await client.put(f"{url}/draft", json={"document": {**greeter(), "name": "Sales"}}, headers={"if-match": '"1"'})
    assert await names() == ("Sales", "Sales", 2)
    assert (await client.patch(url, json={"name": "Deals"})).json()["name"] == "Deals"
    assert await names() == ("Deals", "Deals", 3)
    await client.patch(url, json={"name": "Deals"})
    assert await names() == ("Deals", "Deals", 3)
    await client.put(f"{url}/draft", json={"document": {**greeter(), "name": " "}}, headers={"if-match": '"3"'})
    assert await names() == ("Deals", " ", 4)
    await client.put(f"{url}/draft", json={"document": {**greeter(), "name": ""}}, headers={"if-match": '"4"'})
    assert [one["path"] for one in (await client.get(f"{url}/draft")).json()["problems"]] == ["name"]
    await client.patch(url, json={"name": " Deals "})
    assert await names() == ("Deals", "Deals", 6)
    assert (await client.get(f"{url}/draft")).json()["problems"] == []
    assert (await client.patch(url, json={"name": "   "})).status_code == 400


@pytest.mark.parametrize(
    ("written", "made", "saved"),
    [
        (" Sales ", "Sales", "Sales"),
        ("x" * 99 + " y", "x" * 99, "x" * 99),
        (" ", "Untitled", "Old"),
        (7, "Untitled", "Old"),
    ],
)
async def test_a_document_names_its_flow_by_one_rule(client: Client, written: Any, made: str, saved: str) -> None:
    """Whether it makes the flow or is saved as its draft: without spaces around, and no longer than can be shown."""
    new = (await client.post("/flows/import", json={"document": {**greeter(), "name": written}})).json()
    url = f"/flows/{(await client.post('/flows', json={'name': 'Old'})).json()['id']}"
    await client.put(f"{url}/draft", json={"document": {**greeter(), "name": written}}, headers={"if-match": '"1"'})
    assert [(await client.get(one)).json()["name"] for one in (f"/flows/{new['id']}", url)] == [made, saved]


async def test_a_flow_is_renamed_archived_copied_and_deleted(client: Client) -> None:
    """Archived flows are in a list of their own; a copy stands for itself."""
    flow = (await client.post("/flows/import", json={"document": asker()})).json()
    url = f"/flows/{flow['id']}"
    assert (await client.patch(url, json={"name": "Asks"})).json()["name"] == "Asks"
    copy = (await client.post(f"{url}/duplicate", json={"name": "Another"})).json()
    assert (await client.patch(url, json={"archived": True})).json()["archived_at"]
    assert [one["name"] for one in (await client.get("/flows")).json()["items"]] == ["Another"]
    archived = (await client.get("/flows", params={"archived": "true"})).json()["items"]
    assert [one["id"] for one in archived] == [flow["id"]]
    assert (await client.post(f"{url}/publish", json={})).status_code == 409
    assert (await client.delete(url)).status_code == 204
    assert (await client.get(url)).status_code == 404
    assert (await client.get(f"/flows/{copy['id']}/draft")).json()["document"]["name"] == "Another"


async def test_a_version_is_one_of_its_flow(client: Client) -> None:
    """The file of a flow, and what is tried out of it, is never another flow's."""
    mine, other = [await published(client, document) for document in (greeter(), asker())]
    version = (await client.get(f"/flows/{other['id']}")).json()["published_id"]
    answers = [
        await client.get(f"/flows/{mine['id']}/export", params={"version": version}),
        await client.post(f"/flows/{mine['id']}/simulate", json={"version": version, "start": {"text": "hello"}}),
    ]
    assert [(one.status_code, kind_of(one)) for one in answers] == [(404, "not-found")] * 2


async def test_flows_of_one_name_at_once(client: Client) -> None:
    """Nobody asked for the key, so that it is taken in this moment stands in nobody's way."""
    made = await asyncio.gather(*(client.post("/flows/import", json={"document": greeter()}) for _ in range(5)))
    assert {one.status_code for one in made} == {201}
    assert len({one.json()["key"] for one in made}) == 5


async def test_an_unpublished_flow_starts_for_nobody(client: Client) -> None:
    """Its versions stay."""
    flow = await published(client, greeter())
    assert (await client.post(f"/flows/{flow['id']}/unpublish")).status_code == 204
    assert (await client.get(f"/flows/{flow['id']}")).json()["published_id"] is None
    assert len((await client.get(f"/flows/{flow['id']}/versions")).json()["items"]) == 1
