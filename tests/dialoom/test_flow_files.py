"""Flows in files, checked together with those beside them."""

import json
from pathlib import Path
from typing import Any

import pytest

from dialoom.flow_files import check_file
from nodes import node_types
from tests.make import a_document


def runs(*keys: str) -> dict[str, Any]:
    nodes: dict[str, Any] = {"start": ("keyword", {"words": ["go"]})}
    nodes |= {f"n{i}": ("run_flow", {"flow": key}) for i, key in enumerate(keys)}
    edges = {f"n{i - 1}.completed" if i else "start.next": f"n{i}" for i in range(len(keys))}
    return a_document(nodes, edges)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"a": runs("b"), "b": runs("c"), "c": runs("a")}, ["a → b → c → a"]),
        ({"a": runs("a")}, ["a → a"]),
        ({"a": runs("b"), "b": runs("c"), "c": runs("b")}, []),
        ({"a": runs("b"), "b": runs("c")}, []),
        ({"a": runs("b", "c"), "b": "{", "c": runs("a")}, ["a → c → a"]),
    ],
)
def test_circles_of_files_are_told(files: dict[str, Any], told: list[str], tmp_path: Path) -> None:
    """A flow that comes back to itself by way of its neighbours is found; one that cannot be read ends the way."""
    for name, body in files.items():
        (tmp_path / f"{name}.json").write_text(body if isinstance(body, str) else json.dumps(body))
    _, problems = check_file(tmp_path / "a.json", node_types())
    found = [problem.message for problem in problems if problem.code == "flow_recursion"]
    assert [one.rpartition(": ")[2] for one in found] == told
