"""Run the tests that are saved with a flow."""

from uuid import UUID

import msgspec
from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.flow_testing import Testing
from api.permissions import requires
from api.problems import may_answer
from engine.flowtest import Outcome, Results, Share


class FailureShown(msgspec.Struct, frozen=True, kw_only=True):
    """The first line that does not hold, counted from 1."""

    line: int
    expected: str
    found: str


class HeardShown(msgspec.Struct, frozen=True, kw_only=True):
    """``speaker`` is `contact`, `bot`, `time` or `team`."""

    speaker: str
    text: str


class TestShown(msgspec.Struct, frozen=True, kw_only=True):
    """A test without ``failure`` holds; ``transcript`` is what was said up to there."""

    name: str
    failure: FailureShown | None
    transcript: tuple[HeardShown, ...]


class ShareShown(msgspec.Struct, frozen=True, kw_only=True):
    covered: int
    total: int
    missing: tuple[str, ...]


class TestsShown(msgspec.Struct, frozen=True, kw_only=True):
    """``missing`` nodes and outputs (``node.output``) are those that no test goes through."""

    passed: bool
    tests: tuple[TestShown, ...]
    nodes: ShareShown
    outputs: ShareShown


class FlowTestsController(Controller):
    path = "/flows/{id:uuid}/test"
    tags = ("simulator",)

    @post(
        operation_id="testFlow",
        status_code=200,
        guards=[requires("flows:read")],
        responses=may_answer("not-found", "flow-invalid"),
    )
    async def test(self, id: FromPath[UUID], testing: NamedDependency[Testing]) -> TestsShown:
        """Run the draft's own tests on a virtual clock, and say what they go through. Nothing is sent or called."""
        tested = await testing.run(await testing.simulations.draft(id))
        return _shown(tested)


def _shown(tested: Results) -> TestsShown:
    return TestsShown(
        passed=tested.passed,
        tests=tuple(map(_test, tested.outcomes)),
        nodes=_share(tested.coverage.nodes),
        outputs=_share(tested.coverage.outputs),
    )


def _test(outcome: Outcome) -> TestShown:
    return msgspec.convert(outcome, TestShown, from_attributes=True)


def _share(share: Share) -> ShareShown:
    return msgspec.convert(share, ShareShown, from_attributes=True)
