"""Every node type keeps the promises in ``cases/<kind>.json``; ``--update`` rewrites what is expected, for review."""

import json
import random
import socket
import time
import uuid
from pathlib import Path
from typing import Any

import pytest

from nodes import BUILTIN, NodeType
from nodes.testing import run_cases

CASES = Path(__file__).parent / "cases"
each_type = pytest.mark.parametrize("node", BUILTIN, ids=lambda node: node.kind)


@each_type
def test_keeps_its_promises(node: NodeType[Any], request: pytest.FixtureRequest) -> None:
    """A type does what its cases say, leaves by declared outputs only, and has an example of each of them."""
    run_cases(node, CASES / f"{node.kind}.json", update=bool(request.config.getoption("--update")))


@each_type
def test_a_form_that_is_filled_in_right_is_taken_as_it_is(node: NodeType[Any]) -> None:
    """What reads a form gives the form: a validator that returns nothing would leave the flow without it."""
    cases = json.loads((CASES / f"{node.kind}.json").read_text("utf-8"))
    read = [node.params.model_validate_json(json.dumps(case["params"])) for case in cases if _fits(case)]
    assert {type(params) for params in read} == {node.params}


@each_type
def test_decides_without_clock_and_network(node: NodeType[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The same cases hold where the clock, the network and all chance are out of reach."""

    def refused(*_: object) -> None:
        raise AssertionError("a node type reaches outside")

    for owner, names in {time: ("time", "time_ns"), socket: ("socket",), random: ("random",), uuid: ("uuid4",)}.items():
        for name in names:
            monkeypatch.setattr(owner, name, refused)
    run_cases(node, CASES / f"{node.kind}.json")


def test_decides_the_same_wherever_the_machine_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same cases hold in another time zone of the machine: what has no offset is UTC everywhere."""
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    try:
        for node in BUILTIN:
            run_cases(node, CASES / f"{node.kind}.json")
    finally:
        monkeypatch.undo()
        time.tzset()


@each_type
def test_has_enough_cases(node: NodeType[Any]) -> None:
    """A type shows at least six of its sides, and cases that nobody has are gone."""
    assert len(json.loads((CASES / f"{node.kind}.json").read_text("utf-8"))) >= 6
    assert {path.stem for path in CASES.iterdir()} == {one.kind for one in BUILTIN}


def _fits(case: dict[str, Any]) -> bool:
    return "invalid" not in case["expect"]
