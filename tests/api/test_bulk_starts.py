"""Starting a flow for many contacts, over the API: the list in all its forms, and what can be seen and changed of it."""

from typing import Any
from uuid import uuid4

import pytest

from api.permissions import ROLES
from store.crypto import Vault
from store.database import Store
from tests.api.conftest import Client, KeyMaker, a_chat, greeter, kind_of, published
from tests.api.shops import thanks
from tests.make import a_document
from tests.workflows.flows import says


async def made(client: Client, flow: str, chat: str, **body: Any) -> dict[str, Any]:
    answer = await client.post(f"/flows/{flow}/starts", json={"channel_ids": [chat], **body})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def recipients(client: Client, id: str) -> list[dict[str, Any]]:
    answer = await client.get(f"/bulk-starts/{id}/recipients")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def a_person(client: Client, chat: str, address: str = "ann") -> str:
    """Somebody who is known, by having been started once."""
    flow = await published(client, greeter())
    body = {"to": {"channel": chat, "address": address, "name": "Ann"}}
    assert (await client.post(f"/flows/{flow['id']}/start", json=body)).status_code == 202
    found: str = (await client.get("/contacts")).json()["items"][0]["id"]
    return found


@pytest.mark.parametrize(
    ("trigger", "asked", "priority"),
    [({}, {}, 50), ({"priority": 70}, {}, 70), ({"priority": 70}, {"priority": 0}, 0), ({}, {"priority": 100}, 100)],
)
async def test_how_urgent_it_is(client: Client, trigger: dict[str, int], asked: dict[str, int], priority: int) -> None:
    """What the request says, else what the trigger says."""
    document = a_document({"start": ("api_start", trigger), "say": says("hi")}, {"start.next": "say"})
    flow, chat = (await published(client, document))["id"], await a_chat(client)
    started = await made(client, flow, chat, recipients=[{"address": "v1"}], **asked)
    (listed,) = (await client.get("/bulk-starts")).json()["items"]
    assert (started["priority"], listed["priority"]) == (priority, priority)


def counting() -> dict[str, Any]:
    """A flow with an input that is a number."""
    nodes = {"start": ("api_start", {}), "say": says("{{ vars.pieces }}")}
    return a_document(nodes, {"start.next": "say"}, variables={"pieces": {"type": "number", "input": True}})


CSV = "\ufeffaddress, name, order_no\r\nv1, Ann, A-17\r\n\r\nv2,,\r\nv1,again,A-18\r\n"


async def test_a_list_in_each_form(client: Client) -> None:
    """Addresses, contacts and CSV; who is in it twice is in it once, and it is told."""
    flow, chat = (await published(client, thanks()))["id"], await a_chat(client)
    contact = await a_person(client, chat)
    people = [{"address": "v1", "inputs": {"order_no": "A-17"}}, {"contact": contact}, {"address": " v1 "}]
    listed = await made(client, flow, chat, recipients=people)
    assert (listed["status"], listed["recipients"], listed["repeated"]) == ("running", {"waiting": 2}, 1)
    assert {one["address"] for one in await recipients(client, listed["id"])} == {"v1", "ann"}
    read = await made(client, flow, chat, csv=CSV, name="March")
    assert (read["recipients"], read["repeated"], read["gathered"]) == ({"waiting": 2}, 1, True)
    assert [(one["address"], one["name"]) for one in await recipients(client, read["id"])] == [
        ("v2", ""),
        ("v1", "Ann"),
    ]
    meant = await made(client, flow, chat, audience={"tag": "vip"})
    assert (meant["recipients"], meant["gathered"]) == ({}, False)
    names = [one["name"] for one in (await client.get("/bulk-starts")).json()["items"]]
    assert names == ["", "March", ""]


@pytest.mark.parametrize(
    ("body", "path", "words"),
    [
        ({}, "", "give one of"),
        ({"recipients": [{"address": "a"}], "csv": "address\na"}, "", "give one of"),
        ({"recipients": [{"name": "Ann"}]}, "recipients", "either a contact or an address"),
        ({"recipients": [{"address": "a"}], "priority": 101}, "priority", "100"),
        ({"recipients": [{"address": "a", "inputs": {"Not a name": 1}}]}, "recipients.0.inputs.Not a name", "has no input"),
        ({"recipients": [{"address": "a"}, {"contact": str(uuid4())}]}, "recipients.1.contact", "no contact"),
        ({"recipients": [{"address": "a"}] * 10_001}, "recipients", "10000"),
        ({"csv": "phone\n1"}, "csv", "`address` or `contact`"),
        ({"csv": "address,Order No\nv1,2"}, "csv", "the column 'Order No' is no input of the flow: leave it out"),
        ({"csv": "address,contact\nv1,\n,nobody"}, "csv", "line 3"),
        ({"csv": f"address,contact\nv1,{uuid4()}"}, "csv", "line 2: name either a contact or an address"),
        ({"csv": "address,size\nv1,M,L"}, "csv", "line 2 has 3 cells"),
        ({"csv": "address,size\nv1," + "M" * 200_000}, "csv", "line 2"),
        ({"csv": "address\n"}, "csv", "nobody"),
        ({"audience": {}}, "audience", "say who is meant"),
        ({"audience": {"condition": {"left": "contact.name"}}}, "audience", ""),
        ({"audience": {"condition": "contact.name |"}}, "audience", ""),
        ({"recipients": [{"address": "a"}], "inputs": {"code": 1}}, "inputs.code", "the flow has no input 'code'"),
        ({"audience": {"tag": "vip"}, "inputs": {"pieces": "two"}}, "inputs.pieces", "'two' is no number"),
        ({"recipients": [{"address": "a"}, {"address": "b", "inputs": {"code": 1}}]}, "recipients.1.inputs.code", "no input"),
        ({"csv": "address;pieces\na1;5\n\na2;two"}, "csv", "line 4: 'two' is no number"),
        ({"csv": "address;code\na1;5"}, "csv", "the column 'code' is no input of the flow"),
        ({"recipients": [{"address": "a"}], "node": "nowhere"}, "node", "no trigger"),
        ({"recipients": [{"address": "a"}], "channel_ids": []}, "channel_ids", ""),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused_whole(client: Client, body: dict[str, Any], path: str, words: str) -> None:
    """With its place; nobody is started of a list that has a mistake in it."""
    flow, chat = (await published(client, counting()))["id"], await a_chat(client)
    answer = await client.post(f"/flows/{flow}/starts", json={"channel_ids": [chat], **body})
    assert (answer.status_code, kind_of(answer)) == (400, "invalid-request"), answer.text
    assert any(one.get("path", "").startswith(path) and words in one["message"] for one in answer.json()["errors"])
    assert (await client.get("/bulk-starts")).json()["items"] == []


async def test_a_column_that_is_no_input_is_told_once(client: Client) -> None:
    """It stands in the header, however many lines there are, and other mistakes are told beside it."""
    flow, chat = (await published(client, counting()))["id"], await a_chat(client)
    text = "address,code,pieces\n" + "a,1,2\n" * 150 + "b,1,two\n"
    refused = await client.post(f"/flows/{flow}/starts", json={"channel_ids": [chat], "csv": text})
    assert [one["message"] for one in refused.json()["errors"]] == [
        "the column 'code' is no input of the flow: leave it out, or declare it there",
        "line 152: 'two' is no number: one is written 18 or 2.5",
    ]


async def test_what_is_not_there(client: Client) -> None:
    """A flow that is not published, a channel or a bulk start of nobody."""
    chat = await a_chat(client)
    draft = (await client.post("/flows/import", json={"document": greeter()})).json()["id"]
    body = {"channel_ids": [chat], "recipients": [{"address": "a"}]}
    unpublished = await client.post(f"/flows/{draft}/starts", json=body)
    assert (unpublished.status_code, kind_of(unpublished)) == (409, "nothing-published")
    await client.patch(f"/flows/{draft}", json={"archived": True})
    archived = (await client.post(f"/flows/{draft}/starts", json=body)).json()
    assert archived["detail"] == "the flow is archived: bring it back before it is started"
    flow = (await published(client, thanks()))["id"]
    answers = [await client.post(f"/flows/{flow}/starts", json={**body, "channel_ids": [str(uuid4())]})]
    answers += [await client.get(f"/bulk-starts/{uuid4()}{path}") for path in ("", "/recipients")]
    answers += [await client.post(f"/bulk-starts/{uuid4()}/{act}") for act in ("pause", "resume", "cancel")]
    assert {(answer.status_code, kind_of(answer)) for answer in answers} == {(404, "not-found")}


async def test_paused_resumed_and_cancelled(client: Client) -> None:
    """In this order; what makes no sense is refused, and who waits is cancelled with it."""
    flow, chat = (await published(client, thanks()))["id"], await a_chat(client)
    id = (await made(client, flow, chat, recipients=[{"address": "v1"}]))["id"]
    found: dict[str, list[int]] = {}
    for act in ("resume", "pause", "pause", "resume", "cancel", "resume", "cancel"):
        answer = await client.post(f"/bulk-starts/{id}/{act}")
        found.setdefault(act, []).append(answer.status_code)
    assert found == {"resume": [409, 200, 409], "pause": [200, 409], "cancel": [200, 409]}
    shown = (await client.get(f"/bulk-starts/{id}")).json()
    assert (shown["status"], shown["recipients"], shown["ended_at"] is None) == ("cancelled", {"cancelled": 1}, False)


async def test_sent_again_with_its_key(client: Client) -> None:
    """One bulk start, and the first answer."""
    flow, chat = (await published(client, thanks()))["id"], await a_chat(client)
    body, headers = {"channel_ids": [chat], "recipients": [{"address": "v1"}]}, {"idempotency-key": "march"}
    first, again = [await client.post(f"/flows/{flow}/starts", json=body, headers=headers) for _ in range(2)]
    assert first.json() == again.json()
    assert len((await client.get("/bulk-starts")).json()["items"]) == 1


@pytest.mark.parametrize(("role", "one"), [("viewer", 403), ("agent", 202)])
async def test_who_may(client: Client, key: KeyMaker, role: str, one: int) -> None:
    """Who sees runs sees what was started, and who may start a flow for one contact may still not for many."""
    flow, chat = (await published(client, greeter()))["id"], await a_chat(client)
    headers, body = await key(*ROLES[role]), {"to": {"channel": chat, "address": "v1"}}
    assert (await client.post(f"/flows/{flow}/start", json=body, headers=headers)).status_code == one
    assert (await client.post(f"/flows/{uuid4()}/starts", json={}, headers=headers)).status_code == 403
    assert (await client.post(f"/bulk-starts/{uuid4()}/cancel", headers=headers)).status_code == 403
    assert (await client.get("/bulk-starts", headers=headers)).status_code == 200


@pytest.mark.parametrize("role", ["builder", "admin", "owner"])
async def test_who_may_start_many(client: Client, key: KeyMaker, role: str) -> None:
    """Builders and whoever may do more."""
    flow, chat = (await published(client, greeter()))["id"], await a_chat(client)
    client.headers.update(await key(*ROLES[role]))
    started = await made(client, flow, chat, recipients=[{"address": "v1"}])
    assert (await client.post(f"/bulk-starts/{started['id']}/cancel")).status_code == 200


@pytest.mark.parametrize("divider", [",", ";", "\t"])
async def test_the_csv_of_any_spreadsheet(client: Client, divider: str) -> None:
    """Where numbers have decimal commas, semicolons divide the cells."""
    flow, chat = (await published(client, thanks()))["id"], await a_chat(client)
    text = "\n".join(divider.join(cells) for cells in (("address", "order_no"), ("v1", '"A, 17"')))
    id = (await made(client, flow, chat, csv=text))["id"]
    assert [one["address"] for one in await recipients(client, id)] == ["v1"]


async def test_ten_thousand(client: Client, store: Store, vault: Vault) -> None:
    """As many as are promised, in one request."""
    flow, chat = (await published(client, thanks()))["id"], await a_chat(client)
    people = "address\n" + "\n".join(f"v{number}" for number in range(10_000))
    shown = await made(client, flow, chat, csv=people)
    assert (shown["recipients"], shown["repeated"]) == ({"waiting": 10_000}, 0)
