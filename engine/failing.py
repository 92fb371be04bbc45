"""What ends a session, and what ends it as failed unless a flow catches it."""

from typing import Any

from engine.session import Status

LOOP = "more than {limit} steps in one turn: is there a loop without a question, a delay or a call in it?"
TALK = "more than {limit} messages in one turn: is there a loop?"


class Ended(Exception):
    """The session is over; raised to leave the loop, caught by ``advance``."""

    def __init__(self, status: Status, result: str | None = None, reason: str | None = None) -> None:
        super().__init__(reason)
        self.status, self.result, self.reason = status, result, reason


class Failed(Exception):
    """Something went wrong at a node. ``exhausted`` says that the turn has used up a limit: one more helping is for
    whoever catches it, and no more."""

    def __init__(self, code: str, message: str, node: str, *, exhausted: bool = False) -> None:
        super().__init__(message)
        self.code, self.message, self.node, self.exhausted = code, message, node, exhausted

    @property
    def scope(self) -> dict[str, Any]:
        """What templates read as ``error``."""
        return {"code": self.code, "message": self.message, "node": self.node}
