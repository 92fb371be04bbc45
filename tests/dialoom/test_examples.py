"""The gallery in `examples/`: real flows of different trades, each of them checked, tested and played to its last output."""

import json
import re
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from dialoom.flow_files import check_file
from dialoom.flow_tests import covered, run_files
from nodes import node_types

EXAMPLES = Path(__file__).parents[2] / "examples"
FLOWS = sorted(path for path in EXAMPLES.glob("*.json") if not path.stem.endswith(".tests"))
CARD_WIDTH, CARD_HEIGHT = 260, 120

each_flow = pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)


def uncovered(path: Path) -> list[str]:
    """The nodes of the flow that its tests do not visit, and the outputs that they do not take."""
    (found,) = covered(run_files([its_tests(path)], node_types())).values()
    return [*found.nodes.missing, *found.outputs.missing]


def its_tests(path: Path) -> Path:
    return path.with_name(f"{path.stem}.tests.json")


def document(path: Path) -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    return read


@each_flow
def test_is_clean(path: Path) -> None:
    """The checks find nothing in an example, not even a warning."""
    _, problems = check_file(path, node_types())
    assert problems == ()


@each_flow
def test_keeps_its_promises_and_leaves_nothing_untested(path: Path) -> None:
    """The flow tests of an example pass, and together they visit every node and take every output."""
    (suite,) = run_files([its_tests(path)], node_types())
    assert [f"{one.outcome.name}: {one.outcome.failure}" for one in suite.ran if one.outcome.failure] == []
    assert uncovered(path) == []


@each_flow
def test_is_legible(path: Path) -> None:
    """No card lies on another one, and the flow says what it is for."""
    flow = document(path)
    places = {node["id"]: (node["position"]["x"], node["position"]["y"]) for node in flow["nodes"]}
    overlapping = [
        (one, other)
        for (one, (x, y)), (other, (x2, y2)) in combinations(places.items(), 2)
        if abs(x - x2) < CARD_WIDTH and abs(y - y2) < CARD_HEIGHT
    ]
    assert overlapping == []
    assert flow["description"]


def test_the_gallery_is_wide() -> None:
    """There are at least ten trades beside the reference, in six languages, and every file of tests has its flow."""
    flows = [document(path) for path in FLOWS if path.stem != "reference"]
    assert len(flows) >= 10
    assert {"en", "es", "pt", "hi", "ar", "id"} <= {
        one for flow in flows for one in (flow["language"], *flow.get("translations", {}))
    }
    assert {its_tests(path) for path in FLOWS} == set(EXAMPLES.glob("*.tests.json"))


def test_the_gallery_is_documented() -> None:
    """The page of the examples links to each of them, and to none that is not there."""
    linked = re.findall(r"\]\(([a-z-]+)\.json\)", (EXAMPLES / "README.md").read_text("utf-8"))
    assert sorted(linked) == [path.stem for path in FLOWS]
