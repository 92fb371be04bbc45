"""`dialoom test`: run, report, and say by the exit code how it went."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dialoom import junit
from dialoom.cli.errors import Unusable
from dialoom.flow_test_report import coverage_lines, lines_of
from dialoom.flow_tests import Suite, covered, run_files
from dialoom.plugins import all_node_types
from engine.flowtest import Coverage


class Wanted(NamedTuple):
    """What is to be told besides whether the tests hold, and the coverage that is required, in percent."""

    junit: Path | None = None
    coverage: bool = False
    at_least: float = 0


def run(paths: Sequence[Path], wanted: Wanted) -> int:
    suites = list(run_files(paths, all_node_types()))
    if not suites:
        raise Unusable(f"there is no file *.tests.json or *.tests.yaml in {', '.join(map(str, paths))}")
    if wanted.junit:
        junit.write(wanted.junit, suites)
    flows = covered(suites) if wanted.coverage else {}
    for line in (*lines_of(suites), *coverage_lines(flows)):
        print(line)  # noqa: T201 - the report of a command
    return _verdict(suites, _too_few(flows, wanted.at_least))


def _too_few(flows: Mapping[Path, Coverage], at_least: float) -> list[str]:
    return [
        f"{path.name}: {found.percent:.0f} % are covered, {at_least:g} % are required"
        for path, found in flows.items()
        if found.percent < at_least
    ]


def _verdict(suites: Sequence[Suite], lacking: list[str]) -> int:
    failed = sum(suite.failed for suite in suites)
    print(f"{sum(len(suite.ran) for suite in suites) - failed} passed, {failed} failed", *lacking, sep="\n")  # noqa: T201
    return 1 if failed or lacking else 0
