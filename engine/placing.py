"""Where a trigger stands among others, as its params tell it. Whoever reads this of params reads it here: a type without such
a field comes last, listens everywhere, and is for everybody."""

from typing import Protocol

from pydantic import BaseModel


class Placed(Protocol):
    """Params of a trigger that messages or news pull. ``conditional`` are those of which ``admits`` is asked, too."""

    @property
    def priority(self) -> int: ...
    @property
    def channels(self) -> tuple[str, ...]: ...
    @property
    def conditional(self) -> bool: ...


def priority(params: BaseModel | None) -> int:
    return int(getattr(params, "priority", 0))


def urgency(params: BaseModel | None, ordinary: int) -> int:
    """Of a trigger that only an order pulls the same field says something else: how urgent the starts that it orders are."""
    return int(getattr(params, "priority", ordinary))


def channels(params: BaseModel | None) -> tuple[str, ...]:
    return tuple(map(str, getattr(params, "channels", ())))


def is_conditional(params: BaseModel | None) -> bool:
    return bool(getattr(params, "conditional", False))
