"""Ways out with shares: which of them a contact takes."""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate

from pydantic import Field

from engine import Value
from nodes.fields import OutputId, unique
from ui_schema import widget


class Arm(Value):
    """One way out and its share."""

    id: OutputId = Field(title="Id", description="Names the output.")
    weight: int = Field(
        1,
        ge=0,
        le=1_000_000,
        title="Weight",
        description="Its share of the contacts, in proportion to the other weights: percents, if they add up to 100.",
        json_schema_extra=widget("number"),
    )


def fair(arms: Sequence[Arm]) -> None:
    """For validators of params: somebody takes one of them, and each has a name of its own."""
    unique(tuple(arm.id for arm in arms))
    if not sum(arm.weight for arm in arms):
        raise ValueError("at least one weight is more than 0")


def taken(arms: Sequence[Arm], share: float, wanted: str | None = None) -> str:
    """The one on which this share, from 0 to just under 1, falls; or the one that is wanted, if it is there."""
    if wanted in {arm.id for arm in arms}:
        return str(wanted)
    ends = tuple(accumulate(arm.weight for arm in arms))
    drawn = min(int(share * ends[-1]), ends[-1] - 1)  # the product next to the last end is rounded to it
    return arms[bisect(ends, drawn)].id
