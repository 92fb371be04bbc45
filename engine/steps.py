"""The log of a turn."""

from typing import Literal, TypeAlias

from engine.model import Value

Entered: TypeAlias = Literal[
    "started",
    "edge",
    "message",
    "timed_out",
    "call_returned",
    "happened",
    "reported",
    "handed_back",
    "flow_ended",
    "failed",
    "interrupted",
]


class StepTaken(Value):
    """One visit of one node: why it was entered, and by which output it was left (None: it waits or has ended)."""

    flow: str
    node: str
    kind: str
    entered: Entered
    left: str | None = None
    depth: int = 0
