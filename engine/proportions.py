"""Whether two shares differ by more than chance: the two-proportion z-test, in plain words."""

from math import erfc, sqrt
from typing import Literal, NamedTuple, TypeAlias

Hint: TypeAlias = Literal["too_few", "no_difference_yet", "better", "worse"]
ENOUGH, RARE = 100, 5  # tried, and of each outcome: below that the test's arithmetic does not hold
CHANCE = 0.05


class Tried(NamedTuple):
    """How many there were, and how many of them reached the goal."""

    number: int
    reached: int

    @property
    def rate(self) -> float:
        return self.reached / self.number if self.number else 0.0


def by_chance(one: Tried, other: Tried) -> float:
    """How often chance alone would make a difference at least as large."""
    together = Tried(one.number + other.number, one.reached + other.reached)
    if not one.number or not other.number or together.reached in {0, together.number}:
        return 1.0
    spread = sqrt(together.rate * (1 - together.rate) * (1 / one.number + 1 / other.number))
    return erfc(abs(one.rate - other.rate) / spread / sqrt(2))


def hint(first: Tried, other: Tried, comparisons: int = 1) -> Hint:
    """What to make of the other one, when so many are compared with the first: each comparison is a chance to be wrong."""
    if min(first.number, other.number) < ENOUGH or min(_rarest(first), _rarest(other)) < RARE:
        return "too_few"
    if by_chance(first, other) >= CHANCE / comparisons:
        return "no_difference_yet"
    return "better" if other.rate > first.rate else "worse"


def _rarest(tried: Tried) -> int:
    return min(tried.reached, tried.number - tried.reached)
