"""What is there more than once."""

import pytest

from engine.repeats import repeated


@pytest.mark.parametrize(
    ("names", "twice"), [((), []), (("b", "a"), []), (("b", "a", "b"), ["b"]), (("b", "a", "b", "a", "b"), ["a", "b"])]
)
def test_each_is_named_once(names: tuple[str, ...], twice: list[str]) -> None:
    """In the order of the alphabet, so that the same names are always told the same way."""
    assert repeated(iter(names)) == twice
