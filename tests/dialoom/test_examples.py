"""The gallery in `examples/`: real flows of different trades, each of them checked, tested and played to its last output."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dialoom.flow_files import check_file, load_file
from dialoom.flow_tests import run_file
from engine import CompiledFlow, Context, Event, Step
from nodes import NodeType, node_types

EXAMPLES = Path(__file__).parents[2] / "examples"
FLOWS = sorted(path for path in EXAMPLES.glob("*.json") if not path.stem.endswith(".tests"))
ELSEWHERE = frozenset({("run_flow", "failed")})  # taken where the other flow is not published: here all of them are
CARD_WIDTH, CARD_HEIGHT = 260, 120

each_flow = pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)


class Left(NamedTuple):
    """A node was visited, and left by this output; None where it waited or ended."""

    flow: str
    node: str
    output: str | None


def recorded(node: NodeType[Any], log: set[Left]) -> NodeType[Any]:
    """The node type as it is, with a log of every step that it decides."""

    def noted(step: Step, context: Context) -> Step:
        log.add(Left(context.flow, context.node, step.leave))
        return step

    def enter(params: Any, context: Context) -> Step:
        return noted(node.enter(params, context), context)

    def resume(params: Any, context: Context, event: Event) -> Step:
        return noted(node.resume(params, context, event), context)

    return replace(node, enter=enter, resume=resume) if node.waits else replace(node, enter=enter)


def uncovered(flow: CompiledFlow, log: set[Left]) -> list[str]:
    """The nodes of the flow that were not visited, and the outputs that were not taken."""
    visited = {one.node for one in log if one.flow == flow.id}
    taken = {(one.node, one.output) for one in log if one.flow == flow.id}
    outputs = ((node, output) for node in flow.nodes.values() for output in sorted(node.outputs))
    missed = [f"{n.id}.{o}" for n, o in outputs if (n.id, o) not in taken and (n.kind, o) not in ELSEWHERE]
    return [*(id for id in flow.nodes if id not in visited), *missed]


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
    log: set[Left] = set()
    types = {kind: recorded(node, log) for kind, node in node_types().items()}
    failed = [f"{name}: {failure}" for name, failure in run_file(its_tests(path), types) if failure]
    assert failed == []
    assert uncovered(load_file(path, node_types()).flow, log) == []


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


def test_an_output_that_no_test_takes_is_found() -> None:
    """Coverage is not taken on trust: without the dialogues about silence, the outputs of silence are named."""
    flow = load_file(EXAMPLES / "reference.json", node_types()).flow
    log = {Left(flow.id, node.id, output) for node in flow.nodes.values() for output in (*node.outputs, None)}
    assert uncovered(flow, log) == []
    assert uncovered(flow, {one for one in log if one.output != "timeout"}) == ["name.timeout", "drink.timeout"]
    assert uncovered(flow, {one for one in log if one.node != "sorry"}) == ["sorry", "sorry.next"]


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
