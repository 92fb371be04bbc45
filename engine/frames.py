"""A flow being run within a turn: a frame of the session that can change."""

from dataclasses import dataclass, field
from typing import Any

from engine.compiled import CompiledFlow
from engine.effects import Answered
from engine.session import Frame


@dataclass(slots=True)
class OpenFrame:
    flow: CompiledFlow
    node: str
    variables: dict[str, Any]
    results: dict[str, Any] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)
    error: dict[str, Any] | None = None
    told: dict[str, tuple[Answered, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, flow: CompiledFlow, frame: Frame) -> "OpenFrame":
        variables, results, memory = dict(frame.variables), dict(frame.results), dict(frame.memory)
        return cls(flow, frame.node, variables, results, memory, frame.error, dict(frame.told))

    def outputs(self) -> dict[str, Any]:
        """What the flow gives to the one that runs it."""
        return {name: self.variables.get(name) for name, one in self.flow.variables.items() if one.output}

    def frozen(self) -> Frame:
        return Frame(
            flow=self.flow.id,
            node=self.node,
            variables=self.variables,
            results=self.results,
            memory=self.memory,
            error=self.error,
            told=self.told,
        )
