"""Whether a difference between two shares says anything."""

import pytest

from engine.proportions import Tried, by_chance, hint


@pytest.mark.parametrize(
    ("one", "other", "chance"),
    [
        (Tried(1_000, 100), Tried(1_000, 130), 0.0355),
        (Tried(1_000, 100), Tried(1_000, 100), 1.0),
        (Tried(200, 20), Tried(400, 80), 0.0020),
        (Tried(0, 0), Tried(10, 5), 1.0),
        (Tried(10, 10), Tried(20, 20), 1.0),
        (Tried(10, 0), Tried(20, 0), 1.0),
    ],
)
def test_how_often_chance_does_it(one: Tried, other: Tried, chance: float) -> None:
    """The values of the textbook's test, the same whichever of the two comes first."""
    assert by_chance(one, other) == pytest.approx(chance, abs=0.0005)
    assert by_chance(other, one) == by_chance(one, other)


@pytest.mark.parametrize(
    ("first", "other", "comparisons", "said"),
    [
        (Tried(99, 50), Tried(500, 10), 1, "too_few"),
        (Tried(500, 4), Tried(500, 100), 1, "too_few"),
        (Tried(500, 496), Tried(500, 100), 1, "too_few"),
        (Tried(0, 0), Tried(0, 0), 1, "too_few"),
        (Tried(100, 50), Tried(100, 51), 1, "no_difference_yet"),
        (Tried(500, 5), Tried(500, 100), 1, "better"),
        (Tried(500, 495), Tried(500, 100), 1, "worse"),
        (Tried(1_000, 100), Tried(1_000, 110), 1, "no_difference_yet"),
        (Tried(1_000, 100), Tried(1_000, 130), 1, "better"),
        (Tried(1_000, 130), Tried(1_000, 100), 1, "worse"),
        (Tried(1_000, 100), Tried(1_000, 130), 2, "no_difference_yet"),
        (Tried(1_000, 100), Tried(1_000, 180), 9, "better"),
    ],
)
def test_what_to_make_of_it(first: Tried, other: Tried, comparisons: int, said: str) -> None:
    """Few contacts say nothing, a small difference nothing yet; who compares often needs a larger one."""
    assert hint(first, other, comparisons) == said


def test_what_is_meant_where_nothing_is_said() -> None:
    """Two are compared once; where nobody was, nobody reached anything."""
    assert hint(Tried(1_000, 100), Tried(1_000, 130)) == "better"
    assert Tried(0, 0).rate == 0
