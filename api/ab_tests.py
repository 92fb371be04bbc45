"""What came of a flow's A/B tests."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.permissions import requires
from api.problems import may_answer
from engine import FlowDocument
from engine.durations import format_duration
from engine.migrate import migrate
from engine.proportions import Hint, Tried, hint
from nodes import ab_test
from store.experiments import Experiment, Experiments, VariantCount
from store.flows import Flows


class VariantShown(msgspec.Struct, frozen=True, kw_only=True):
    """A way, and how many contacts took it. ``pending`` of them have not reached the goal, and still have time."""

    id: str
    entered: int
    reached: int
    pending: int
    rate: float
    hint: Annotated[
        Hint | None,
        msgspec.Meta(
            description="against the first way: a difference that chance makes less than once in twenty times"
        ),
    ]


class AbTestShown(msgspec.Struct, frozen=True, kw_only=True):
    node: str
    name: str
    goal: str
    within: str
    winner: str | None
    variants: tuple[VariantShown, ...]


class AbTests(msgspec.Struct, frozen=True, kw_only=True):
    items: tuple[AbTestShown, ...]


class AbTestsController(Controller):
    path = "/flows/{id:uuid}/ab-tests"
    tags = ("flows",)

    @get(operation_id="readAbTests", guards=[requires("flows:read")], responses=may_answer("not-found"))
    async def read(
        self, id: FromPath[UUID], flows: NamedDependency[Flows], experiments: NamedDependency[Experiments]
    ) -> AbTests:
        """The A/B tests of the published version: how many contacts took each way, and how many reached the goal in time.
        A contact counts once, whatever version they were on; of a node, the newest 100,000 visits are looked at."""
        flow = await flows.get(id)
        document = (await flows.version(flow.published_id)).document if flow.published_id else {}
        tests = dict(_tests(document))
        wanted = [
            Experiment(node=node, goal=one.goal, seconds=one.within.total_seconds()) for node, one in tests.items()
        ]
        found = {(one.node, one.variant): one for one in await experiments.count(id, wanted)}
        return AbTests(items=tuple(_shown(node, one, found) for node, one in tests.items()))


def _tests(document: Mapping[str, Any]) -> Iterator[tuple[str, ab_test.Params]]:
    for node in FlowDocument.model_validate(migrate(dict(document))).nodes if document else ():
        if node.type == ab_test.node.kind:
            yield node.id, ab_test.Params.model_validate(node.data)


def _shown(node: str, test: ab_test.Params, found: Mapping[tuple[str, str], VariantCount]) -> AbTestShown:
    ways = [way.id for way in test.variants]
    counts = {
        way: found.get((node, way), VariantCount(node=node, variant=way, entered=0, reached=0, pending=0))
        for way in ways
    }
    tried = {way: Tried(one.entered, one.reached) for way, one in counts.items()}
    first = tried[ways[0]]
    return AbTestShown(
        node=node,
        name=test.name,
        goal=test.goal,
        within=format_duration(test.within),
        winner=test.winner,
        variants=tuple(
            VariantShown(
                id=way,
                entered=one.entered,
                reached=one.reached,
                pending=one.pending,
                rate=round(tried[way].rate, 4),
                hint=None if way == ways[0] else hint(first, tried[way], len(ways) - 1),
            )
            for way, one in counts.items()
        ),
    )
