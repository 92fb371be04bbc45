"""What an author is told about a function: what it does, and examples that the tests execute."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

Kind: TypeAlias = Literal["filter", "tag", "operator", "comparison", "reply_test"]


@dataclass(frozen=True, slots=True)
class Example:
    """``source`` gives this value when the contact is spoken to in ``language``."""

    source: str
    gives: Any
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Function:
    name: str
    help: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Functions of one kind that stand together. ``intro`` says where they are written."""

    kind: Kind
    title: str
    intro: str
    functions: tuple[Function, ...]


def function(name: str, help: str, *examples: Example) -> Function:
    return Function(name, help, examples)


NOW = datetime(2026, 5, 31, 10, tzinfo=UTC)
SCOPE: dict[str, Any] = {
    "contact": {"name": "Asha", "tags": ["vip", "new"], "fields": {"city": "Pune"}},
    "vars": {
        "age": 31,
        "born": "1990-02-28",
        "day": "2026-06-05",
        "hour": "14:30",
        "items": [{"name": "Tea", "price": 3, "hot": True}, {"name": "Cake", "price": 12, "hot": False}],
        "lines": "12 Main St\nPune",
        "order": {"no": 7, "paid": False},
        "prices": ["3", "10", "9"],
        "reply": "my code is AB-12 ok",
        "total": 1234.5,
    },
}
