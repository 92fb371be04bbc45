"""Rows of tables: what fits, which are asked for, and in which order."""

from typing import Any

import pytest
from pydantic import ValidationError

from engine.tables import Column, RowQuery, Table, filled, holds, in_order, key_of, row_fitted, unknown_columns
from engine.variables import Unfit

ORDERS = Table(
    columns=(Column(name="sku"), Column(name="pieces", type="number"), Column(name="due", type="date")), key="sku"
)
ROW = {"id": "1", "sku": "Açaí", "pieces": 2, "due": "2026-05-31", "tags": ["नया", "vip"]}


def query(*where: tuple[str, str, str], **over: Any) -> RowQuery:
    return RowQuery.model_validate(
        {"table": "orders", "where": [{"column": c, "op": o, "value": v} for c, o, v in where], **over}
    )


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ([], True),
        ([("sku", "equals", "AÇAÍ")], True),
        ([("sku", "starts_with", "aç")], True),
        ([("sku", "matches", "^A.a")], True),
        ([("pieces", "gte", "2"), ("pieces", "lt", "10")], True),
        ([("pieces", "between", "3, 9")], False),
        ([("due", "lt", "2026-06-01")], True),
        ([("tags", "contains", "नया")], True),
        ([("tags", "not_contains", "عميل")], True),
        ([("sku", "one_of", "kopi, açaí")], True),
        ([("gone", "empty", "")], True),
        ([("gone", "gt", "3")], False),
        ([("sku", "gt", "3")], False),
        ([("id", "equals", "1")], True),
        ([("pieces", "equals", "3"), ("sku", "equals", "açaí")], False),
    ],
)
def test_a_row_is_found_where_a_condition_would_hold(where: list[tuple[str, str, str]], found: bool) -> None:
    """Numbers by size, dates by time, text whatever its case; what cannot be compared is not found."""
    assert holds(query(*where), ROW) is found


def test_one_of_many_may_be_enough() -> None:
    """All have to hold, unless one is enough."""
    where = [("pieces", "equals", "3"), ("sku", "equals", "açaí")]
    assert holds(query(*where, any_of=True), ROW)
    assert not holds(query(where[0], any_of=True), ROW)


@pytest.mark.parametrize(
    ("values", "over", "order"),
    [
        ([3, 10, 2], {}, [3, 10, 2]),
        ([3, 10, 2], {"sort": "n"}, [2, 3, 10]),
        ([3, None, 10], {"sort": "n", "descending": True}, [10, 3, None]),
        (["2026-05-31", "2025-01-01"], {"sort": "n"}, ["2025-01-01", "2026-05-31"]),
        (["b", "A", "ç", ""], {"sort": "n"}, ["A", "b", "ç", ""]),
        (["x", 5, "2026-01-01"], {"sort": "n"}, [5, "2026-01-01", "x"]),
        ([1, 2, 3], {"sort": "n", "limit": 2}, [1, 2]),
        (["2026-05-30T22:00Z", "2026-05-31T01:00+05:00"], {"sort": "n"}, ["2026-05-31T01:00+05:00", "2026-05-30T22:00Z"]),
        (["2026-01-01", 10**13], {"sort": "n"}, [10**13, "2026-01-01"]),
        ([1, 2, 3], {"limit": 1}, [1]),
        (list(range(12)), {}, list(range(10))),
    ],
)  # fmt: skip
def test_rows_in_order(values: list[Any], over: dict[str, Any], order: list[Any]) -> None:
    """Numbers, dates and text each by their own order, empty ones last whichever way."""
    rows = in_order(query(**over), [{"n": value} for value in values])
    assert [row["n"] for row in rows] == order


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({"sku": "A", "pieces": "3"}, {"sku": "A", "pieces": 3}),
        ({"pieces": ""}, {"pieces": None}),
        ({"due": "2026-05-31T10:00"}, {"due": "2026-05-31"}),
    ],
)
def test_a_row_becomes_what_its_columns_are(values: dict[str, Any], kept: dict[str, Any]) -> None:
    """Each value as its column's type; an empty text is nothing."""
    assert row_fitted(ORDERS, values) == kept


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"pieces": "many"}, "the column 'pieces': 'many' is no number: one is written 18 or 2.5"),
        ({"colour": "red"}, "there is no column 'colour'; there are sku, pieces, due"),
    ],
)
def test_a_row_that_does_not_fit(values: dict[str, Any], told: str) -> None:
    """It is refused by the column's name."""
    with pytest.raises(Unfit) as refused:
        row_fitted(ORDERS, values)
    assert str(refused.value) == told


def test_a_row_is_bounded_and_named() -> None:
    """Empty columns take no room, a large row is refused, and a key is never empty."""
    assert filled({"sku": "A", "pieces": None}) == {"sku": "A"}
    assert key_of(ORDERS, {"sku": " A-\uff11 "}) == key_of(ORDERS, {"sku": "a-1"}) == "a-1"
    assert key_of(Table(columns=(Column(name="n", type="number"),), key="n"), {"n": 7}) == "7"
    assert key_of(Table(columns=(Column(name="n"),)), {}) is None
    for refused in (lambda: filled({"sku": "x" * 20_000}), lambda: key_of(ORDERS, {"sku": " "})):
        with pytest.raises(Unfit):
            refused()


def test_columns_that_a_query_cannot_know() -> None:
    """Each once; the id is always there."""
    asked = query(("sku", "equals", "A"), ("id", "equals", "1"), ("colour", "empty", ""), sort="colour")
    assert unknown_columns(ORDERS, asked.columns) == ("colour",)
    assert unknown_columns(ORDERS, query(sort="colour").columns) == ("colour",)
    assert unknown_columns(ORDERS, query(("sku", "equals", "A")).columns) == ()


def test_a_pattern_that_cannot_be_read() -> None:
    """It is refused before any row is looked at."""
    with pytest.raises(ValidationError, match=r"pattern"):
        query(("sku", "matches", "("))


def test_the_largest_row() -> None:
    """16 KiB as JSON can be kept, and not a byte more."""
    most = "x" * (16_384 - len('{"sku": ""}'))
    assert filled({"sku": most}) == {"sku": most}
    with pytest.raises(Unfit, match=r"^a row holds at most 16 KiB$"):
        filled({"sku": most + "x"})


@pytest.mark.parametrize(
    ("names", "key", "told"),
    [
        (["a", "b", "b"], None, "two columns are called 'b'"),
        (["a", "id"], None, "every row has an id already: call the column something else"),
        (["a", "b"], "c", "the key 'c' is none of the columns"),
        ([f"c{at}" for at in range(51)], None, "at most 50 items"),
        ([], None, "at least 1 item"),
    ],
)
def test_a_table_that_cannot_be(names: list[str], key: str | None, told: str) -> None:
    """Columns have names of their own, a key is one of them, and there are 1 to 50."""
    with pytest.raises(ValidationError, match=told):
        Table(columns=tuple(Column(name=name) for name in names), key=key)


def test_the_most_columns_and_rows() -> None:
    """The ends of each range belong to it."""
    assert len(Table(columns=tuple(Column(name=f"c{at}") for at in range(50))).columns) == 50
    assert [query(limit=limit).limit for limit in (1, 100)] == [1, 100]
    for limit in (0, 101):
        with pytest.raises(ValidationError):
            query(limit=limit)
