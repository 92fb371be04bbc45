"""`dialoom test`: run, report, and say by the exit code how it went."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dialoom import junit
from dialoom.cli.errors import Unusable
from dialoom.flow_test_report import coverage_lines, lines_of, summed_up
from dialoom.flow_tests import Broken, Suite, covered, run_all
from dialoom.plugins import all_node_types
from engine.flowtest import Coverage


class Wanted(NamedTuple):
    """What is to be told besides whether the tests hold, and the coverage that is required, in percent."""

    junit: Path | None = None
    coverage: bool = False
    at_least: float = 0


def run(paths: Sequence[Path], wanted: Wanted) -> int:
    """Raises Unusable, after all else is told, if there is nothing to run, or a file that cannot be used."""
    found = list(run_all(paths, all_node_types()))
    if not found:
        where = ", ".join(map(str, paths))
        raise Unusable(f"there is no file *.tests.json or *.tests.yaml, and no flow with tests, in {where}")
    suites = [one for one in found if isinstance(one, Suite)]
    broken = [one for one in found if isinstance(one, Broken)]
    flows = covered(suites) if wanted.coverage else {}
    lacking = _lacking(flows, wanted.at_least)
    too_few = [*filter(None, lacking.values())]
    for line in (*lines_of(suites), *coverage_lines(flows), summed_up(suites, broken), *too_few):
        print(line)  # noqa: T201 - the report of a command
    report = junit.write(wanted.junit, suites, broken, lacking) if wanted.junit else ""
    if unusable := [*(one.why for one in broken), *filter(None, [report])]:
        raise Unusable("\n".join(unusable))
    return 1 if too_few or any(suite.failed for suite in suites) else 0


def _lacking(flows: Mapping[Path, Coverage], at_least: float) -> dict[Path, str]:
    """Of each flow in words, empty if it has enough; nothing at all, if nothing is required."""
    return {path: _lack(path, found, at_least) for path, found in flows.items()} if at_least else {}


def _lack(path: Path, found: Coverage, at_least: float) -> str:
    enough = found.percent >= at_least
    return "" if enough else f"{path.name}: {found.percent:.0f} % are covered, {at_least:g} % are required"
