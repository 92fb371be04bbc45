"""Which way out a contact takes, of ways that have shares."""

import pytest

from nodes.arms import Arm, taken


@pytest.mark.parametrize(
    ("weights", "share", "way"),
    [
        ([1, 1], 0.0, 0),
        ([1, 1], 0.499, 0),
        ([1, 1], 0.5, 1),
        ([1, 1], 1.0, 1),
        ([10, 30, 60], 0.099, 0),
        ([10, 30, 60], 0.1, 1),
        ([10, 30, 60], 0.4, 2),
        ([0, 1, 0, 1, 0], 0.0, 1),
        ([0, 1, 0, 1, 0], 0.5, 3),
        ([0, 1, 0, 1, 0], 1.0, 3),
    ],
)
def test_a_share_falls_on_one_way(weights: list[int], share: float, way: int) -> None:
    """Each way gets as much as its weight says, none without weight gets anybody, and no share falls beside them all."""
    arms = tuple(Arm(id=str(at), weight=weight) for at, weight in enumerate(weights))
    assert taken(arms, share) == str(way)


@pytest.mark.parametrize(("wanted", "way"), [("b", "b"), ("nowhere", "a"), (None, "a")])
def test_a_way_that_is_wanted_is_taken(wanted: str | None, way: str) -> None:
    """A flow test goes the way that it wants to see; one that is not there changes nothing."""
    assert taken((Arm(id="a"), Arm(id="b")), 0.1, wanted) == way
