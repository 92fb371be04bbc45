"""What is wrong with a flow, found before it runs (static checks) or while it runs (a turn's problems)."""

from typing import Literal

from engine.model import Value


class Problem(Value):
    """One finding: a stable ``code``, where it is, and what the author can do about it."""

    code: str
    message: str
    severity: Literal["error", "warning"] = "error"
    node: str | None = None
    field: str | None = None
    path: str | None = None
    fix: str | None = None

    def __str__(self) -> str:
        where = ".".join(part for part in (self.node, self.field) if part) or self.path
        return f"{where}: {self.message}" if where else self.message
