"""What a run stands on while a turn is decided: its frames, which change, and its end."""

from dataclasses import dataclass, field
from typing import Any

from engine.compiled import CompiledFlow
from engine.session import Frame, Status


class Ended(Exception):
    """The session is over; raised to leave the loop, caught by ``advance``."""

    def __init__(self, status: Status, result: str | None = None, reason: str | None = None) -> None:
        super().__init__(reason or status)
        self.status, self.result, self.reason = status, result, reason


@dataclass(slots=True)
class OpenFrame:
    """A flow version being run."""

    flow: CompiledFlow
    node: str
    variables: dict[str, Any]
    results: dict[str, Any] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)

    def frozen(self) -> Frame:
        return Frame(
            flow=self.flow.id, node=self.node, variables=self.variables, results=self.results, memory=self.memory
        )
