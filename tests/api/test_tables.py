"""Tables and their rows over HTTP: made, filled, read in pages, brought in from files, and known to the checks."""

from typing import Any

import pytest

from api.csv_rows import BadCsv, Line, rows_of
from tests.api.conftest import Client, Nodes, kind_of
from tests.make import a_document

PRICES = {
    "name": "prices",
    "title": "Preços",
    "columns": [{"name": "sku"}, {"name": "price", "type": "number"}, {"name": "since", "type": "date"}],
    "key": "sku",
}


async def a_table(client: Client, **over: Any) -> str:
    made = await client.post("/tables", json={**PRICES, **over})
    assert made.status_code == 201, made.text
    name: str = made.json()["name"]
    return name


async def test_a_table_is_made_changed_and_removed(client: Client) -> None:
    """By its name; the key stays among the columns; rows keep what they hold and go with their table."""
    await a_table(client)
    shown = (await client.get("/tables/prices")).json()
    assert (shown["key"], shown["columns"][0]) == ("sku", {"name": "sku", "type": "text"})
    await client.post("/tables/prices/rows", json={"data": {"sku": "A", "price": "12.50"}})
    fewer = await client.patch("/tables/prices", json={"columns": [{"name": "sku"}, {"name": "note"}]})
    assert [one["name"] for one in fewer.json()["columns"]] == ["sku", "note"]
    (row,) = (await client.get("/tables/prices/rows")).json()["items"]
    changed = await client.patch(f"/tables/prices/rows/{row['id']}", json={"data": {"note": "नया"}})
    assert changed.json()["data"] == {"sku": "A", "price": 12.5, "note": "नया"}
    refused = await client.patch("/tables/prices", json={"columns": [{"name": "note"}]})
    assert (kind_of(refused), "the key 'sku' is none of the columns" in refused.text) == ("invalid-request", True)
    assert (await client.delete("/tables/prices")).status_code == 204
    assert kind_of(await client.get("/tables/prices/rows")) == "not-found"
    assert (await client.get("/tables")).json()["items"] == []


@pytest.mark.parametrize(
    ("over", "kind", "told"),
    [
        ({}, "conflict", "'prices' is there already"),
        ({"name": "Prix!"}, "invalid-request", "pattern"),
        ({"name": "x", "key": "colour"}, "invalid-request", "'colour' is none of the columns"),
        ({"name": "x", "columns": []}, "invalid-request", "columns"),
        ({"name": "x", "columns": [{"name": "sku"}, {"name": "sku"}]}, "invalid-request", "two columns"),
        ({"name": "x", "key": None, "columns": [{"name": "id"}]}, "invalid-request", "has an id already"),
    ],
)
async def test_a_table_that_makes_no_sense(client: Client, over: dict[str, Any], kind: str, told: str) -> None:
    """It is refused, with what is wrong about it."""
    await a_table(client)
    refused = await client.post("/tables", json={**PRICES, **over})
    assert kind_of(refused) == kind
    assert told in refused.text


async def test_rows_are_saved_by_their_key(client: Client) -> None:
    """Inserted once, changed by `mode`, emptied by null; each value as its column keeps it."""
    await a_table(client)
    address = "/tables/prices/rows"
    first = (await client.post(address, json={"data": {"sku": "A", "price": "12.50", "since": "2026-05-31"}})).json()
    assert first["data"] == {"sku": "A", "price": 12.5, "since": "2026-05-31"}
    again = await client.post(address, json={"data": {"sku": "A", "price": 9}})
    assert (kind_of(again), "'A' is in the table already" in again.text) == ("conflict", True)
    changed = await client.post(address, json={"data": {"sku": "A", "price": 9}, "mode": "insert_or_update"})
    assert (changed.json()["id"], changed.json()["data"]["price"]) == (first["id"], 9)
    assert kind_of(await client.post(address, json={"data": {"sku": "B"}, "mode": "update"})) == "not-found"
    emptied = await client.patch(f"{address}/{first['id']}", json={"data": {"since": None}})
    assert emptied.json()["data"] == {"sku": "A", "price": 9}
    assert (await client.delete(f"{address}/{first['id']}")).status_code == 204
    assert kind_of(await client.get(f"{address}/{first['id']}")) == "not-found"


async def test_a_key_names_its_row_whatever_its_case(client: Client) -> None:
    """What is found by “a-1” is saved by “a-1”, and goes on being written as it was; who changes that means it."""
    await a_table(client)
    address = "/tables/prices/rows"
    row = (await client.post(address, json={"data": {"sku": "A-1"}})).json()
    saved = await client.post(address, json={"data": {"sku": "a-1 ", "price": 9}, "mode": "insert_or_update"})
    assert (saved.json()["id"], saved.json()["data"]) == (row["id"], {"sku": "A-1", "price": 9})
    again = await client.post(address, json={"data": {"sku": "a-1"}})
    assert (kind_of(again), "'a-1' is in the table already" in again.text) == ("conflict", True)
    assert (await client.patch(f"{address}/{row['id']}", json={"data": {"price": 7}})).json()["data"]["sku"] == "A-1"
    renamed = await client.patch(f"{address}/{row['id']}", json={"data": {"sku": "a-1"}})
    assert renamed.json()["data"]["sku"] == "a-1"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"sku": "A", "price": "cheap"}, "the column 'price': 'cheap' is no number: one is written 18 or 2.5"),
        ({"sku": "A", "colour": "red"}, "there is no column 'colour'; there are sku, price, since"),
        ({"price": 7}, "the column 'sku' is the key of the table and must not be empty"),
        ({"sku": "x" * 20_000}, "a row holds at most 16 KiB"),
    ],
)
async def test_a_row_that_does_not_fit(client: Client, data: dict[str, Any], told: str) -> None:
    """It is refused with the column's name, and nothing of it is kept."""
    await a_table(client)
    refused = await client.post("/tables/prices/rows", json={"data": data})
    assert (kind_of(refused), refused.json()["errors"][0]["message"]) == ("invalid-request", told)
    assert (await client.get("/tables/prices/rows")).json()["items"] == []


async def test_a_key_is_not_changed_into_another_rows(client: Client) -> None:
    """Nor into nothing."""
    await a_table(client)
    ids = [(await client.post("/tables/prices/rows", json={"data": {"sku": one}})).json()["id"] for one in "AB"]
    address = f"/tables/prices/rows/{ids[1]}"
    assert kind_of(await client.patch(address, json={"data": {"sku": "A"}})) == "conflict"
    assert kind_of(await client.patch(address, json={"data": {"sku": ""}})) == "invalid-request"
    assert (await client.patch(address, json={"data": {"sku": "C"}})).json()["data"] == {"sku": "C"}


async def test_rows_come_in_pages(client: Client) -> None:
    """Newest first, and none twice."""
    await a_table(client)
    for number in range(5):
        await client.post("/tables/prices/rows", json={"data": {"sku": str(number)}})
    first = (await client.get("/tables/prices/rows", params={"limit": 3})).json()
    rest = (await client.get("/tables/prices/rows", params={"limit": 3, "after": first["next"]})).json()
    assert [one["data"]["sku"] for one in (*first["items"], *rest["items"])] == ["4", "3", "2", "1", "0"]


async def test_a_file_is_brought_in(client: Client) -> None:
    """What fits is saved, by its key; what does not is told by its line."""
    await a_table(client)
    text = "\ufeffsku;price\nA;1\nब;two\nأ;3\n\nA;4\n"
    told = (await client.post("/tables/prices/rows/import", json={"csv": text})).json()
    assert (told["saved"], told["left_out"]) == (3, 1)
    assert told["refused"] == [
        {"line": 3, "message": "the column 'price': 'two' is no number: one is written 18 or 2.5"}
    ]
    rows = (await client.get("/tables/prices/rows")).json()["items"]
    assert {one["data"]["sku"]: one["data"]["price"] for one in rows} == {"A": 4, "أ": 3}
    refused = await client.post("/tables/prices/rows/import", json={"csv": "sku\nA,B\n"})
    assert kind_of(refused) == "invalid-request"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a,b\n1,2\n", [Line(2, {"a": "1", "b": "2"})]),
        ("a;b\r\n1;2,5\r\n", [Line(2, {"a": "1", "b": "2,5"})]),
        ("a\tb\n 1 \t\n", [Line(2, {"a": "1", "b": ""})]),
        ('a,b\n"x\ny",z\nq\n', [Line(3, {"a": "x\ny", "b": "z"}), Line(4, {"a": "q"})]),
        ("a,b\n", []),
    ],
)
def test_files_of_any_spreadsheet(text: str, lines: list[Line]) -> None:
    """Commas, semicolons or tabs, quoted line breaks, missing cells at the end."""
    assert rows_of(text) == lines


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\n \n", "no line"),
        ("a\n1,2\n", "line 2 has 2 cells"),
        ('a\n"x', "line 2"),
        ("a\n" + "1\n" * 2_001, "2,001 rows"),
    ],
)
def test_files_that_are_no_tables(text: str, told: str) -> None:
    """They are refused as a whole, with the line."""
    with pytest.raises(BadCsv, match=told):
        rows_of(text)


async def test_flows_that_use_a_table(client: Client) -> None:
    """A draft is told of tables and columns that are not there; a table that a flow uses is removed by force only."""
    await a_table(client)
    values = [{"column": "sku", "value": "A"}, {"column": "prise", "value": "1"}]
    nodes: Nodes = {
        "start": ("keyword", {"words": ["go"]}),
        "save": ("save_row", {"table": "prices", "values": values}),
        "find": ("find_rows", {"table": "price", "where": [{"column": "sku", "value": "A"}]}),
        "say": ("send_message", {"text": "Done"}),
    }
    edges = {"start.next": "save", "save.saved": "find", "save.failed": "say"}
    edges |= {f"find.{output}": "say" for output in ("found", "none", "failed")}
    flow = (await client.post("/flows/import", json={"document": a_document(nodes, edges, name="Shop")})).json()
    assert [(one["code"], one["field"], one["fix"]) for one in flow["problems"]] == [
        ("unknown_table", "table", "did you mean 'prices'?"),
        ("unknown_column", "values.1.column", "did you mean 'price'?"),
    ]
    refused = await client.delete("/tables/prices")
    assert (kind_of(refused), "the flow 'Shop'" in refused.text) == ("conflict", True)
    used = (await client.get("/dependencies", params={"kind": "table", "name": "prices"})).json()["used_by"]
    assert [(one["node"], one["field"]) for one in used] == [("save", "table")]
    assert (await client.delete("/tables/prices", params={"force": True})).status_code == 204
