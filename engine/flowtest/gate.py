"""All tests of a flow together, and whether they are enough to publish it."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from engine.compiled import CompiledFlow, FlowSet
from engine.contact_fields import NO_FIELDS, ContactField
from engine.dialogue import FlowTest
from engine.flow import Needs
from engine.flowtest.coverage import Coverage, Share, coverage
from engine.flowtest.outcome import Outcome
from engine.flowtest.play import run_test
from engine.model import Value
from engine.problems import Problem
from engine.simulator import Simulate

SHOWN = 5


class Results(Value):
    """What came of each test, and what all of them went through."""

    outcomes: tuple[Outcome, ...]
    coverage: Coverage

    @property
    def passed(self) -> bool:
        return all(outcome.failure is None for outcome in self.outcomes)


def run_tests(
    tests: Sequence[FlowTest],
    flow: CompiledFlow,
    flows: FlowSet,
    simulate: Simulate,
    fields: Mapping[str, ContactField] = NO_FIELDS,
    channels: Collection[str] = (),
) -> Results:
    outcomes = tuple(run_test(test, flow, flows, simulate, fields, channels) for test in tests)
    steps = (step for outcome in outcomes for step in outcome.steps)
    return Results(outcomes=outcomes, coverage=coverage(flow, steps))


def unmet(needs: Needs, tested: Results) -> Iterator[Problem]:
    """What stands in the way of publishing; nothing, where nothing is needed."""
    if not (needs.tests or needs.coverage):
        return
    if not tested.outcomes:
        message = "publishing needs tests that hold, and the flow has none"
        yield Problem(
            code="no_test", message=message, path="tests", fix="record one in the simulator, or change what is needed"
        )
    for index, outcome in enumerate(tested.outcomes):
        if outcome.failure:
            message = f"the test {outcome.name!r} does not hold: {outcome.failure}"
            yield Problem(code="failed_test", message=message, path=f"tests.{index}", fix="mend the flow, or the test")
    for what, share in (("nodes", tested.coverage.nodes), ("outputs", tested.coverage.outputs)):
        if share.percent < needs.coverage:
            yield _too_little(what, share, needs.coverage)


def _too_little(what: str, share: Share, needed: float) -> Problem:
    missing = ", ".join([*share.missing[:SHOWN], *(["…"] if len(share.missing) > SHOWN else [])])
    return Problem(
        code="low_coverage",
        message=f"tests go through {share.percent:.0f} % of the {what}, {needed:g} % are needed",
        path="publishing_needs.coverage",
        fix=f"add tests that go through {missing}",
    )
