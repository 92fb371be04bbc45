"""The log of a turn."""

from typing import Literal, NamedTuple, TypeAlias

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


class StepTaken(NamedTuple):
    """One visit of one node: why it was entered, and by which output it was left (None: it waits or has ended). Made for every
    node that a turn goes through, so it is as light as can be."""

    flow: str
    node: str
    kind: str
    entered: Entered
    left: str | None = None
    depth: int = 0
