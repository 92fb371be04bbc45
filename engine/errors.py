"""Errors of the engine, split by who must act.

EngineError
├── FlowInvalid     the author: the document cannot be published or run; ``problems`` say where and how to fix it
├── FlowMissing     the operator: a session refers to a flow version that is not there
├── NodeBroken      the developer of a node type: it broke the contract, for example left by an undeclared output
└── EventRefused    the caller: the event does not fit the session's state; nothing has changed

A mistake of an author that shows only at run time is none of these: it is a problem in the turn.
"""

from collections.abc import Sequence

from engine.problems import Problem


class EngineError(Exception):
    """Base of every error the engine raises."""


class FlowInvalid(EngineError):
    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


class FlowMissing(EngineError):
    def __init__(self, flow: str) -> None:
        super().__init__(f"there is no flow {flow!r}")
        self.flow = flow


class NodeBroken(EngineError):
    def __init__(self, kind: str, node: str, detail: str) -> None:
        super().__init__(f"node type {kind!r}, at node {node!r}: {detail}")
        self.kind, self.node, self.detail = kind, node, detail


class EventRefused(EngineError):
    """Raised for an event that the session does not wait for, such as the result of a call made long ago."""
