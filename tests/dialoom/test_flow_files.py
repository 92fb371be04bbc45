"""Flows in files, checked together with those beside them."""

import json
from pathlib import Path
from typing import Any

import pytest

from dialoom.channel_limits import limits_of
from dialoom.cli.errors import Unusable
from dialoom.flow_files import check_file
from nodes import node_types
from tests.make import a_document


def runs(*keys: str) -> dict[str, Any]:
    nodes: dict[str, Any] = {"start": ("keyword", {"words": ["go"]})}
    nodes |= {f"n{i}": ("run_flow", {"flow": key}) for i, key in enumerate(keys)}
    edges = {f"n{i - 1}.completed" if i else "start.next": f"n{i}" for i in range(len(keys))}
    return a_document(nodes, edges)


@pytest.mark.parametrize(
    ("kinds", "told"),
    [
        ([], []),
        (["webchat"], []),
        (["telegram"], ["Telegram: a button's title has at most 64 characters, here 70: they become numbered text"]),
        (
            ["webchat", "telegram"],
            ["Telegram: a button's title has at most 64 characters, here 70: they become numbered text"],
        ),
    ],
)
def test_the_limits_of_channel_types_count_when_asked(kinds: list[str], told: list[str], tmp_path: Path) -> None:
    """A file belongs to no workspace: whoever checks it says where it will be used."""
    buttons = [{"id": "long", "title": "B" * 70}]
    nodes: dict[str, Any] = {
        "start": ("keyword", {"words": ["go"]}),
        "say": ("send_message", {"text": "Hi", "buttons": buttons}),
    }
    (tmp_path / "a.json").write_text(json.dumps(a_document(nodes, {"start.next": "say"})))
    _, problems = check_file(tmp_path / "a.json", node_types(), limits_of(kinds))
    assert [problem.message for problem in problems] == told


def test_a_channel_type_must_be_known() -> None:
    """A misspelled name is no reason to check less."""
    with pytest.raises(Unusable, match="no channel type 'pigeon'; there are telegram, webchat"):
        limits_of(["pigeon"])


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


def test_what_a_neighbour_declares_is_known(tmp_path: Path) -> None:
    """A value that the flow beside it does not take is told, before anything is published."""
    nodes: dict[str, Any] = {
        "start": ("keyword", {"words": ["go"]}),
        "run": (
            "run_flow",
            {"flow": "b", "inputs": [{"name": "size", "value": "M"}, {"name": "pieces", "value": "two"}]},
        ),
    }
    (tmp_path / "a.json").write_text(json.dumps(a_document(nodes, {"start.next": "run"})))
    variables = {"pieces": {"type": "number", "input": True}}
    (tmp_path / "b.json").write_text(json.dumps(a_document({"start": ("api_start", {})}, {}, variables=variables)))
    _, problems = check_file(tmp_path / "a.json", node_types())
    assert [one.code for one in problems if "flow_input" in one.code] == ["unknown_flow_input", "unfit_flow_input"]
