"""The shape of a check: what it is called, how much it matters, why it exists, and how it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal, NamedTuple

from engine.checks.drawn import Text
from engine.checks.subject import Subject
from engine.document import MOST_PROBLEMS
from engine.problems import Problem


class Finding(NamedTuple):
    """What a check found, before its code and its severity are put on it."""

    message: str
    fix: str | None
    node: str | None = None
    field: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """``title`` and ``why`` are what docs/checks.md says about it."""

    code: str
    severity: Literal["error", "warning"]
    title: str
    why: str
    find: Callable[[Subject], Iterator[Finding]]

    def problems(self, subject: Subject) -> Iterator[Problem]:
        for found in islice(self.find(subject), MOST_PROBLEMS):
            yield Problem(code=self.code, severity=self.severity, **found._asdict())


def at(text: Text, message: str, fix: str | None) -> Finding:
    """A finding about a marked text, with its place."""
    return Finding(message, fix, text.node, text.field, text.place)
