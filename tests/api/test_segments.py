"""Segments over HTTP."""

from typing import Any

import pytest

from store.database import Store
from tests.api.conftest import Client, KeyMaker, kind_of
from workflows.segmenting import SegmentSweeper

VIPS = {"left": "contact.tags", "op": "contains", "right": "vip"}
PEOPLE: tuple[tuple[str, list[str]], ...] = (("1", ["vip"]), ("2", []), ("3", ["vip", "new"]))


async def people(client: Client) -> None:
    for address, tags in PEOPLE:
        body = {"channel": "telegram", "address": address, "name": f"P{address}", "tags": tags}
        assert (await client.post("/contacts", json=body)).status_code == 201


async def test_the_life_of_a_segment(client: Client, store: Store) -> None:
    """Made, filled, listed, changed, removed; contacts tell in which they are."""
    await people(client)
    made = await client.post("/segments", json={"key": "vips", "name": "Best friends", "condition": VIPS})
    assert made.status_code == 201, made.text
    segment = made.json()
    assert (segment["members"], segment["moving"], segment["swept_at"]) == (0, False, None)
    await SegmentSweeper(store).sweep()
    inside = (await client.get("/contacts", params={"segment": "vips"})).json()["items"]
    assert [(one["name"], one["segments"]) for one in inside] == [("P3", ["vips"]), ("P1", ["vips"])]

    change = {"name": "New ones", "condition": {"all": [VIPS, {**VIPS, "right": "new"}]}}
    changed = (await client.patch(f"/segments/{segment['id']}", json=change)).json()
    assert (changed["key"], changed["name"], changed["members"]) == ("vips", "New ones", 2)
    await SegmentSweeper(store).sweep()
    read = (await client.get(f"/segments/{segment['id']}")).json()
    assert (read["members"], read["condition"]["all"][1]["right"]) == (1, "new")
    assert [one["key"] for one in (await client.get("/segments")).json()["items"]] == ["vips"]

    assert (await client.delete(f"/segments/{segment['id']}")).status_code == 204
    assert kind_of(await client.get(f"/segments/{segment['id']}")) == "not-found"
    assert (await client.get("/contacts", params={"segment": "vips"})).json()["items"] == []


async def test_a_preview(client: Client) -> None:
    """Counts and names who would be in it, and changes nobody."""
    await people(client)
    found = (await client.post("/segments/preview", json={"condition": VIPS})).json()
    assert (found["count"], found["looked_at"], found["complete"]) == (2, 3, True)
    assert [one["name"] for one in found["some"]] == ["P1", "P3"]
    assert {tuple(one["segments"]) for one in (await client.get("/contacts")).json()["items"]} == {()}


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"left": "vars.age", "op": "gt", "right": "3"}, "cannot read 'vars.age'"),
        ({"left": "contact.segments", "op": "contains", "right": "x"}, "cannot read 'contact.segments'"),
        ({"left": "contact.name"}, "op"),
        ({"all": []}, "all"),
        ("contact.name == 'Ann'", "a condition is"),
    ],
)
async def test_a_condition_that_is_none(client: Client, condition: Any, said: str) -> None:
    """The answer says what is wrong with it, in a new segment and in a preview."""
    for path, body in (("/segments", {"key": "a", "name": "A"}), ("/segments/preview", {})):
        answer = await client.post(path, json={**body, "condition": condition})
        assert (answer.status_code, kind_of(answer)) == (400, "invalid-request")
        assert said in answer.text


WRONG, RIGHTLESS = {**VIPS, "op": "has"}, {"left": "contact.name", "op": "equals"}


@pytest.mark.parametrize(
    ("condition", "paths"),
    [
        (WRONG, ["condition.op"]),
        ({"left": "contact.tags"}, ["condition.op"]),
        (RIGHTLESS, ["condition"]),
        ({"all": [VIPS, WRONG]}, ["condition.all.1.op"]),
        ({"all": []}, ["condition.all"]),
        ({"all": [{"any": []}, WRONG]}, ["condition.all.0.any", "condition.all.1.op"]),
        ({"not": {"any": [VIPS, {"x": 1}, RIGHTLESS]}}, ["condition.not.any.1", "condition.not.any.2"]),
        ({"not": {**VIPS, "more": 1}}, ["condition.not.more"]),
    ],
)
async def test_an_error_is_told_where_it_is(client: Client, condition: Any, paths: list[str]) -> None:
    """By the path of what was written, and once: a list is not told to be empty because what is in it is wrong."""
    for path, body in (("/segments", {"key": "a", "name": "A"}), ("/segments/preview", {})):
        answer = await client.post(path, json={**body, "condition": condition})
        assert [one["path"] for one in answer.json()["errors"]] == paths, answer.text


async def test_a_key_that_is_taken(client: Client) -> None:
    """Keys are what flows call segments by: each is there once, and written as names are."""
    body = {"key": "vips", "name": "Vips", "condition": VIPS}
    answers = [await client.post("/segments", json=one) for one in (body, body, {**body, "key": "Big spenders"})]
    assert [answer.status_code for answer in answers] == [201, 409, 400]


async def test_who_may(client: Client, key: KeyMaker) -> None:
    """Who sees contacts sees segments; who changes contacts makes them."""
    body = {"key": "vips", "name": "Vips", "condition": VIPS}
    client.headers.update(await key("contacts:read"))
    assert (await client.get("/segments")).status_code == 200
    assert (await client.post("/segments/preview", json={"condition": VIPS})).status_code == 200
    assert kind_of(await client.post("/segments", json=body)) == "forbidden"
