"""Flow tests, run against the flows that they name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

from channels import adapters
from dialoom.cli.errors import Unusable
from dialoom.flow_files import FlowFile, load_file
from dialoom.flow_test_files import flow_of, read
from dialoom.meant_files import with_tests
from engine import FlowInvalid
from engine.dialogue import FlowTest
from engine.flowtest import Coverage, Outcome, coverage, run_test
from nodes import NodeType
from nodes.calling import simulated_call


class Timed(NamedTuple):
    outcome: Outcome
    seconds: float


@dataclass(frozen=True, slots=True)
class Suite:
    """All that one file says of one flow, and what came of it."""

    path: Path
    flow: FlowFile
    tests: tuple[FlowTest, ...]
    ran: tuple[Timed, ...]

    @property
    def failed(self) -> int:
        return sum(one.outcome.failure is not None for one in self.ran)


@dataclass(frozen=True, slots=True)
class Broken:
    """A file that could not be run, and why."""

    path: Path
    why: str


def run_files(paths: Iterable[Path], node_types: Mapping[str, NodeType[Any]]) -> Iterator[Suite]:
    """Raises Unusable for a file that is none, or whose flow cannot run."""
    return (_run(path, node_types) for path in with_tests(paths, node_types))


def run_all(paths: Iterable[Path], node_types: Mapping[str, NodeType[Any]]) -> Iterator[Suite | Broken]:
    """A file that is none, or whose flow cannot run, stops none of the others."""
    for path in with_tests(paths, node_types):
        try:
            yield _run(path, node_types)
        except Unusable as error:
            yield Broken(path, str(error))


def _run(path: Path, node_types: Mapping[str, NodeType[Any]]) -> Suite:
    file = read(path)
    try:
        flow = load_file(flow_of(path, file), node_types)
    except FlowInvalid as error:
        raise Unusable(f"{path}: its flow {file.flow} cannot run: {error}") from error
    return Suite(path, flow, file.tests, tuple(_timed(test, flow, node_types) for test in file.tests))


def _timed(test: FlowTest, flow: FlowFile, node_types: Mapping[str, NodeType[Any]]) -> Timed:
    began = perf_counter()
    outcome = run_test(
        test, flow.flow, flow.flows, lambda call: simulated_call(call, node_types), channels=adapters().keys()
    )
    return Timed(outcome, perf_counter() - began)


def covered(suites: Iterable[Suite]) -> dict[Path, Coverage]:
    """By flow: what all of its tests together went through, whatever file they are in."""
    together: dict[Path, list[Suite]] = {}
    for suite in suites:
        together.setdefault(suite.flow.path.resolve(), []).append(suite)
    return {own[0].flow.path: _of(own) for own in together.values()}


def _of(suites: list[Suite]) -> Coverage:
    return coverage(suites[0].flow.flow, (step for one in suites for ran in one.ran for step in ran.outcome.steps))
