"""What ends a session as failed, unless a flow catches it."""

from typing import Any

LOOP = "more than {limit} steps in one turn: is there a loop without a question, a delay or a call in it?"
TALK = "more than {limit} messages in one turn: is there a loop?"


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
