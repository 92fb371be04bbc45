"""Which sessions a move looks at."""

import pytest

from engine import Session
from engine.moving import MovePlan
from tests.engine.test_moving import old, target, waiting
from tests.make import says


@pytest.mark.parametrize(
    ("session", "source", "looks"),
    [
        (waiting(old()), "v1", True),
        (waiting(old()), "v0", False),
        (waiting(old(), says("Ann")), "v1", False),
        (Session(), "v1", False),
    ],
    ids=["inside the version", "inside another one", "it has ended", "it has not begun"],
)
def test_a_move_concerns_who_is_inside(session: Session, source: str, looks: bool) -> None:
    """Of one of the versions that it moves from; who has left it is not told of."""
    assert MovePlan(target(), {source: None}, {}).concerns(session) is looks
