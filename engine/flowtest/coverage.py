"""Which nodes of a flow, and which of their outputs, its tests went through."""

from collections.abc import Iterable

from engine.compiled import CompiledFlow
from engine.model import Value
from engine.steps import StepTaken

ALL = 100.0


class Share(Value):
    """How many of how many, and those that are missing."""

    covered: int
    total: int
    missing: tuple[str, ...] = ()

    @property
    def percent(self) -> float:
        return ALL * self.covered / self.total if self.total else ALL


class Coverage(Value):
    """Outputs are named ``node.output``."""

    nodes: Share
    outputs: Share

    @property
    def percent(self) -> float:
        """The lower of both: what a required coverage is compared with."""
        return min(self.nodes.percent, self.outputs.percent)


def coverage(flow: CompiledFlow, steps: Iterable[StepTaken]) -> Coverage:
    """Steps in other flows, which this one ran, are left out."""
    own = [step for step in steps if step.flow == flow.id]
    outputs = {f"{node.id}.{output}" for node in flow.nodes.values() for output in node.outputs}
    left = {f"{step.node}.{step.left}" for step in own if step.left is not None}
    return Coverage(nodes=_share(set(flow.nodes), {step.node for step in own}), outputs=_share(outputs, left))


def _share(all: set[str], seen: set[str]) -> Share:
    return Share(covered=len(all & seen), total=len(all), missing=tuple(sorted(all - seen)))
