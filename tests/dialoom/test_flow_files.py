"""Flows in files, checked together with those beside them."""

import json
from pathlib import Path
from typing import Any

import pytest

from dialoom.channel_limits import limits_of
from dialoom.cli.errors import Unusable
from dialoom.flow_files import as_bundle, check_file, load_file
from dialoom.meant_files import flows
from engine import FlowInvalid
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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"dialoom_bundle": 1, "root": "a", "flows": []}', "is a bundle of flows: `dialoom import` takes it"),
        ('{"flow": "a.json", "tests": []}', "is a file of flow tests: `dialoom test` runs them"),
        ("[", "is not JSON"),
    ],
)
def test_what_is_no_flow_is_told_as_what_it_is(text: str, told: str, tmp_path: Path) -> None:
    """Not as a flow with keys that nobody knows; whether it is checked or played."""
    (tmp_path / "a.json").write_text(text)
    _, (problem,) = check_file(tmp_path / "a.json", node_types())
    assert told in problem.message
    with pytest.raises(FlowInvalid, match=told):
        load_file(tmp_path / "a.json", node_types())


@pytest.mark.parametrize(
    ("inner", "told"),
    [
        (a_document({"start": ("keyword", {"words": ["a"], "wrds": 1})}), "b.json: start.wrds: unknown key 'wrds'"),
        (
            a_document({"start": ("keyword", {"words": ["a"]})}, {"start.next": "nowhere"}),
            "b.json: start: the edge's target is the node 'nowhere', which is not there",
        ),
        ("{", "b.json: {folder}/b.json is not JSON: "),
    ],
)
def test_a_flow_cannot_run_beside_a_broken_one(inner: Any, told: str, tmp_path: Path) -> None:
    """What is wrong with a flow that it runs is told as `dialoom check` does, with the file where it is to be mended."""
    (tmp_path / "a.json").write_text(json.dumps(runs("b")))
    (tmp_path / "b.json").write_text(inner if isinstance(inner, str) else json.dumps(inner))
    with pytest.raises(FlowInvalid) as caught:
        load_file(tmp_path / "a.json", node_types())
    assert str(caught.value).startswith(told.format(folder=tmp_path))


def test_a_folders_flows_are_found(tmp_path: Path) -> None:
    """However deep, each once, broken ones too; not tests, nor what is no flow. A file that is named is taken as it is."""
    (tmp_path / "deep").mkdir()
    files = {"a": runs(), "deep/b": runs(), "package": {"name": "x"}, "a.tests": {"flow": "a.json", "nodes": 1}}
    files |= {"d": {"dialoom": 3, "name": "x", "nodes": {"a": 1}, "edges": []}}
    for name, body in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(body))
    (tmp_path / "c.json").write_text('{"dialoom": 3, "nodes": [')
    found = [tmp_path / name for name in ("a.json", "c.json", "d.json", "deep/b.json")]
    assert list(flows([tmp_path, tmp_path / "a.json"], node_types())) == found
    named = [tmp_path / "package.json", tmp_path / "a.tests.json"]
    assert list(flows(named, node_types())) == [tmp_path / "package.json"]


OURS, THEIRS = {"id": "a", "type": "any_message"}, {"id": "b", "type": "messageNode"}


@pytest.mark.parametrize(
    ("name", "text", "taken"),
    [
        ("a.json", '{"dialoom": 3, "nodes": []}', True),
        ("a.json", '{"dialoom": 3, "nodes": [1]}', True),
        ("a.json", '{"dialoom": 3, "nodes": {"a": 1}}', True),
        ("bare.json", json.dumps({"nodes": [OURS], "edges": []}), True),
        ("drawing.json", json.dumps({"nodes": [OURS, THEIRS], "edges": []}), False),
        ("bare.json", '{"nodes": []}', False),
        ("bare.json", '{"nodes": [{"type": ["any_message"]}, 1]}', False),
        ("cache.json", '{"nodes": 0.5, "name": "nodes.meta"}', False),
        ("grafana.json", '{"name": "grafana", "nodes": {"a": 1}, "tests": [1]}', False),
        ("list.json", '["nodes", "dialoom"]', False),
        ("broken.json", '{"dialoom": 3, "nodes": [], // not yet', True),
        ("comments.json", '{"nodes": [] // mine\n}', False),
        ("a.bundle.json", json.dumps({"dialoom_bundle": 1, "flows": [{"document": runs()}]}), False),
        ("deep/a.json", json.dumps(runs()), True),
        ("a.yaml", json.dumps(runs()), False),
        (".cache/a.json", json.dumps(runs()), False),
        ("deep/.cache/more/a.json", json.dumps(runs()), False),
        ("node_modules/x/a.json", json.dumps(runs()), False),
    ],
)
def test_a_folders_neighbours_are_no_flows(name: str, text: str, taken: bool, tmp_path: Path) -> None:
    """A flow says `dialoom`, or has only node types that are known. What else has nodes is left alone, in hidden folders
    all; but whoever names a file gets told what it is."""
    file = tmp_path / ".here" / name
    file.parent.mkdir(parents=True)
    file.write_text(text)
    assert list(flows([tmp_path / ".here"], node_types())) == ([file] if taken else [])
    assert list(flows([file], node_types())) == [file]


@pytest.mark.parametrize(
    ("name", "key", "taken"),
    [
        ("order-bot", "", "order-bot"),
        ("My Flow", "my-flow", "my-flow"),
        ("My Flow", "", None),
        ("order-bot", "Order Bot", None),
        ("Ñandú", "", None),
        ("a.b", "", None),
    ],
)
def test_a_file_is_named_by_what_can_be_a_key(name: str, key: str, taken: str | None, tmp_path: Path) -> None:
    """What cannot be is told before anything is sent, as what it is: a key, and how to give another one."""
    (tmp_path / f"{name}.json").write_text(json.dumps(runs()))
    if taken:
        assert as_bundle(tmp_path / f"{name}.json", key)["root"] == taken
        return
    with pytest.raises(FlowInvalid, match=f"{key or name!r} cannot be a flow's key.*--key"):
        as_bundle(tmp_path / f"{name}.json", key)


def test_a_bundle_takes_no_key(tmp_path: Path) -> None:
    """One that is given is not passed over: its flows have keys of their own."""
    (tmp_path / "a.json").write_text('{"dialoom_bundle": 1, "root": "own", "flows": []}')
    assert as_bundle(tmp_path / "a.json")["root"] == "own"
    with pytest.raises(FlowInvalid, match=r"is a bundle: its flows have keys of their own.*leave --key out"):
        as_bundle(tmp_path / "a.json", "mine")


def test_flow_tests_are_not_imported(tmp_path: Path) -> None:
    """They are told to be what they are."""
    (tmp_path / "a.tests.json").write_text('{"flow": "a.json", "tests": []}')
    with pytest.raises(FlowInvalid, match="a file of flow tests"):
        as_bundle(tmp_path / "a.tests.json")
