"""What is wrong with a flow, found before it runs (static checks) or while it runs (a turn's problems)."""

from collections.abc import Iterator
from typing import Literal

from pydantic import ValidationError

from engine.marks import Path
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


def said_by(error: ValidationError) -> Iterator[tuple[Path, str]]:
    """Where something does not fit, and why, in words for people; what was given is not repeated: it may be secret."""
    for one in error.errors(include_url=False, include_input=False, include_context=False):
        yield one["loc"], in_words(one["msg"])


def in_words(message: str) -> str:
    """Our own words without what pydantic puts before them."""
    return message.removeprefix("Value error, ")
