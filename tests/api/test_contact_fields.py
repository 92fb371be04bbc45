"""Contact fields: defined, kept to by the API and by flows, and known to the checks."""

from typing import Any

import pytest

from tests.api.conftest import Client, Nodes, kind_of
from tests.make import a_document

CITY = {"key": "city", "title": "Cidade", "type": "text", "choices": ["São Paulo", "पुणे"], "description": "Where"}
AGE = {"key": "age", "type": "number"}


async def a_person(client: Client, **fields: Any) -> dict[str, Any]:
    body = {"channel": "telegram", "address": "1", "fields": fields}
    found: dict[str, Any] = (await client.post("/contacts", json=body)).json()
    return found


async def test_a_field_is_defined_changed_and_removed(client: Client) -> None:
    """By its key; what is left out of a change stays; a definition goes without what contacts have."""
    made = await client.post("/contact-fields", json=CITY)
    assert (made.status_code, {**CITY, **made.json()}) == (201, made.json())
    await client.post("/contact-fields", json=AGE)
    assert [one["key"] for one in (await client.get("/contact-fields")).json()["items"]] == ["age", "city"]
    changed = (await client.patch("/contact-fields/city", json={"title": "शहर"})).json()
    assert (changed["title"], changed["choices"], changed["description"]) == ("शहर", CITY["choices"], "Where")
    person = await a_person(client, city="पुणे")
    assert (await client.delete("/contact-fields/city")).status_code == 204
    assert kind_of(await client.get("/contact-fields/city")) == "not-found"
    assert (await client.get(f"/contacts/{person['id']}")).json()["fields"] == {"city": "पुणे"}


async def test_a_definition_that_is_used_is_not_removed(client: Client) -> None:
    """The refusal names the flow or the segment; by force it goes. What nobody has defined is not there, used or not."""
    for field in (CITY, AGE):
        await client.post("/contact-fields", json=field)
    nodes: Nodes = {"start": ("any_message", {}), "say": ("send_message", {"text": "{{ contact.fields.city }}"})}
    await client.post("/flows/import", json={"document": a_document(nodes, {"start.next": "say"}, name="Tells")})
    condition = {"left": "contact.fields.age", "op": "gt", "right": "17"}
    await client.post("/segments", json={"key": "adults", "name": "Adults", "condition": condition})
    for key, user in (("city", "the flow 'Tells'"), ("age", "the segment 'Adults'")):
        refused = await client.delete(f"/contact-fields/{key}")
        assert (kind_of(refused), user in refused.json()["detail"]) == ("conflict", True), refused.text
        assert (await client.delete(f"/contact-fields/{key}", params={"force": True})).status_code == 204
        assert kind_of(await client.delete(f"/contact-fields/{key}")) == "not-found"


@pytest.mark.parametrize(
    ("body", "kind", "told"),
    [
        ({"key": "name"}, "invalid-request", "the contact's own"),
        ({"key": "Stadt!"}, "invalid-request", "pattern"),
        ({"key": "x", "type": "number", "choices": ["1"]}, "invalid-request", "a number has no choices"),
        ({"key": "x", "type": "colour"}, "invalid-request", "text"),
        ({"key": "age"}, "conflict", "defined already"),
    ],
)
async def test_a_definition_that_makes_no_sense(client: Client, body: dict[str, Any], kind: str, told: str) -> None:
    """It is refused, with what is wrong about it."""
    await client.post("/contact-fields", json=AGE)
    refused = await client.post("/contact-fields", json=body)
    assert kind_of(refused) == kind
    assert told in refused.text


async def test_a_change_must_fit_what_stays(client: Client) -> None:
    """A text with choices is not made a number; nor is a field changed that nobody has defined."""
    await client.post("/contact-fields", json=CITY)
    refused = await client.patch("/contact-fields/city", json={"type": "number"})
    assert (kind_of(refused), "no choices" in refused.text) == ("invalid-request", True)
    assert (await client.patch("/contact-fields/city", json={"type": "number", "choices": []})).status_code == 200
    for answer in (await client.patch("/contact-fields/x", json={}), await client.delete("/contact-fields/x")):
        assert kind_of(answer) == "not-found"


async def test_what_is_written_fits(client: Client) -> None:
    """A value becomes what its field keeps, one that cannot is refused by its place, and others are free."""
    for field in (CITY, AGE):
        await client.post("/contact-fields", json=field)
    person = await a_person(client, age="31", city="são paulo", shoe="44")
    assert person["fields"] == {"age": 31, "city": "São Paulo", "shoe": "44"}
    refused = await client.patch(f"/contacts/{person['id']}", json={"fields": {"age": "old", "city": "Lima"}})
    assert {error["path"] for error in refused.json()["errors"]} == {"fields.age", "fields.city"}
    cleared = await client.patch(f"/contacts/{person['id']}", json={"fields": {"age": None}})
    assert cleared.json()["fields"] == {"city": "São Paulo", "shoe": "44"}
    refused = await client.post("/contacts", json={"channel": "telegram", "address": "2", "fields": {"age": "x"}})
    assert kind_of(refused) == "invalid-request"


async def test_flows_are_checked_and_tried_out_with_the_definitions(client: Client) -> None:
    """A draft is told which fields nobody has defined; the simulator keeps to those that are."""
    nodes: Nodes = {
        "start": ("keyword", {"words": ["go"]}),
        "set": ("set_contact_field", {"name": "age", "value": "{{ input.text }}"}),
        "say": ("send_message", {"text": "So: {{ contact.fields.agee }}"}),
    }
    document = a_document(nodes, {"start.next": "set", "set.next": "say"})
    flow = (await client.post("/flows/import", json={"document": document})).json()
    assert flow["problems"] == []
    await client.post("/contact-fields", json=AGE)
    put = await client.put(f"/flows/{flow['id']}/draft", json={"document": document}, headers={"if-match": '"1"'})
    assert [(one["code"], one["fix"]) for one in put.json()["problems"]] == [
        ("unknown_contact_field", "did you mean 'age'?")
    ]
    tried = (await client.post(f"/flows/{flow['id']}/simulate", json={"start": {"text": "go"}})).json()
    assert [one["code"] for one in tried["problems"]] == ["unfit_field"]
    assert tried["contact"]["fields"] == {}


async def test_a_language_is_a_tag(client: Client) -> None:
    """What no flow can be translated into is refused, for a new contact and a known one; what is one is kept as all write it."""
    new = {"channel": "telegram", "address": "1"}
    refused = [await client.post("/contacts", json={**new, "language": "xx-bad-lang!"})]
    person = (await client.post("/contacts", json={**new, "language": "pt_BR"})).json()
    refused.append(await client.patch(f"/contacts/{person['id']}", json={"language": "english"}))
    for answer in refused:
        assert (answer.status_code, answer.json()["errors"][0]["path"]) == (400, "language")
        assert "one looks like en, pt-BR or zh-Hant" in answer.text
    changed = await client.patch(f"/contacts/{person['id']}", json={"name": "Bo", "language": "id"})
    assert (person["language"], changed.json()["language"]) == ("pt-BR", "id")
