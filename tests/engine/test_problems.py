"""A problem as one line."""

from typing import Any

import pytest

from engine.problems import Problem


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ({"node": "ask", "field": "text", "path": "nodes.1.data.text"}, "ask.text: too long"),
        ({"node": "ask", "path": "nodes.1"}, "ask: too long"),
        ({"field": "text"}, "text: too long"),
        ({"path": "nodes.1"}, "nodes.1: too long"),
        ({}, "too long"),
    ],
)
def test_it_begins_with_where_it_is(where: dict[str, Any], line: str) -> None:
    """The node and the field, as the author knows them; the path in the document only where there are none."""
    assert str(Problem(code="long", message="too long", **where)) == line
