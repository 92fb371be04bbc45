"""What `dialoom test` prints: every test, what failed in it with all that was said before, and what was not covered."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from dialoom.flow_tests import Broken, Suite
from engine.dialogue import FlowTest, Line
from engine.flowtest import Coverage, Outcome, Share

SHOWN = 20


def lines_of(suites: Iterable[Suite]) -> Iterator[str]:
    for suite in suites:
        for test, (outcome, _) in zip(suite.tests, suite.ran, strict=True):
            yield f"{'FAILED' if outcome.failure else 'ok':<8}{suite.path.name.partition('.')[0]}: {outcome.name}"
            yield from (f"        {line}" for line in explained(test, outcome))


def explained(test: FlowTest, outcome: Outcome) -> Iterator[str]:
    """What failed, below what was said up to there; nothing of a test that holds."""
    failure = outcome.failure
    if failure is None:
        return
    for heard in outcome.transcript:
        yield f"{heard.speaker:<8} {heard.text}"
    if failure.line <= len(test.dialogue):
        yield f"line {failure.line:<3} {_written(test.dialogue[failure.line - 1])}"
    yield str(failure)


def _written(line: Line) -> str:
    return json.dumps(line.model_dump(mode="json", exclude_unset=True), ensure_ascii=False)


def coverage_lines(flows: Mapping[Path, Coverage]) -> Iterator[str]:
    for path, found in flows.items():
        yield f"{path.name}: {_share('nodes', found.nodes)}, {_share('outputs', found.outputs)}"
        yield from _missing("node", found.nodes)
        yield from _missing("output", found.outputs)


def _share(what: str, share: Share) -> str:
    return f"{share.covered} of {share.total} {what} ({share.percent:.0f} %)"


def _missing(what: str, share: Share) -> Iterator[str]:
    yield from (f"        no test goes through the {what} {name}" for name in share.missing[:SHOWN])
    if len(share.missing) > SHOWN:
        yield f"        … and {len(share.missing) - SHOWN} more {what}s"


def summed_up(suites: Sequence[Suite], broken: Sequence[Broken]) -> str:
    failed = sum(suite.failed for suite in suites)
    passed = sum(len(suite.ran) for suite in suites) - failed
    files = f", {len(broken)} file{'s' if len(broken) > 1 else ''} cannot be used" if broken else ""
    return f"{passed} passed, {failed} failed{files}"
