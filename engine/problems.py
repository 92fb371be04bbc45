"""What is wrong with a flow, found before it runs (static checks) or while it runs (a turn's problems)."""

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import ValidationError

from engine.marks import Path
from engine.model import Value

A_MOMENT = "must be a date and a time with an offset, such as 2026-03-01T18:00:00+05:30"
WORDS: Mapping[str, str] = {
    "datetime_from_date_parsing": A_MOMENT,
    "datetime_parsing": A_MOMENT,
    "timezone_aware": A_MOMENT,
    "uuid_parsing": "must be a UUID, such as 00000000-0000-0000-0000-000000000000",
}


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


def said_by(error: ValidationError, *, besides: tuple[str, ...] = ()) -> Iterator[tuple[Path, str]]:
    """Where something does not fit, and why, in words for people; what was given is not repeated: it may be secret.

    Errors whose type ends like one of ``besides`` are left out, unless there are no others.
    """
    errors = error.errors(include_url=False, include_input=False, include_context=False)
    for one in [one for one in errors if not one["type"].endswith(besides)] or errors:
        yield one["loc"], WORDS.get(one["type"]) or in_words(one["msg"])


def in_words(message: str) -> str:
    """Our own words without what pydantic puts before them."""
    return message.removeprefix("Value error, ")
