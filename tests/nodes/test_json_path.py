"""Small paths into JSON."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.json_path import NothingThere, parts_of, take

ORDER = {"order": {"items": [{"price": 9.5}, {"price": 3}], "Größe": "L", "a.b": 1, "0": "zero"}, "n": None}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("order.items[0].price", 9.5),
        ("order.items[-1].price", 3),
        ("order.items[-2].price", 9.5),
        ("$.order.items[1]", {"price": 3}),
        ("order.Größe", "L"),
        ('order["a.b"]', 1),
        ("order['a.b']", 1),
        ("order.0", "zero"),
        ("order.items.0.price", 9.5),
        ('order.items["1"].price', 3),
        ("n", None),
        ("", ORDER),
        ("$", ORDER),
    ],
)
def test_takes_what_is_there(path: str, value: Any) -> None:
    """A path leads to a value, whatever its type."""
    assert take(ORDER, path) == value


@pytest.mark.parametrize(
    "path",
    [
        "order.items[2]",
        "order.items[-3]",
        "order.items.2",
        "order.items.-1",
        "order.items.²",
        "order.items.price",
        "order[0]",
        "n.x",
        "gone",
        "n[0]",
    ],
)
def test_says_that_nothing_is_there(path: str) -> None:
    """A path that leads nowhere is told from one that leads to null."""
    with pytest.raises(NothingThere, match="nothing at"):
        take(ORDER, path)


@pytest.mark.parametrize("path", ["a..b", "a.", "[x]", "a[", "a]", "[]", "a[1.5]", '["open]'])
def test_refuses_what_is_no_path(path: str) -> None:
    """A path that cannot be read is refused before it runs."""
    with pytest.raises(ValueError, match="no path into JSON"):
        parts_of(path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(JSON, st.text(alphabet="ab.[]0-1\"'$ ", max_size=12))
def test_any_text_is_a_path_or_is_refused(document: Any, path: str) -> None:
    """Whatever an author types and whatever comes back, the outcome is a value or one of two errors."""
    try:
        take(document, path)
    except (ValueError, NothingThere):
        return
