"""Many phrases that are looked for in one reply."""

from collections.abc import Callable, Iterable

import pytest

from engine.replies import Match
from engine.replies_phrases import all_phrases, any_phrase, beginning, first_phrase, only_phrase

Find = Callable[[str, Iterable[str]], Match | None]
GALAXIES = [f"Galaxy {number}" for number in range(1_000)]


@pytest.mark.parametrize("found", [any_phrase, first_phrase])
def test_the_last_of_a_thousand_phrases_is_found(found: Find) -> None:
    """A long list is no reason to overlook what an honest reply says."""
    match = found("the galaxy 999 and a galaxy case, please", GALAXIES)
    assert match
    assert match.value == "galaxy 999"


@pytest.mark.parametrize("found", [any_phrase, first_phrase])
@pytest.mark.parametrize(("others", "looked_at"), [(39, True), (40, False)])
def test_a_word_said_hundreds_of_times_is_looked_for_at_so_many_places(
    found: Find, others: int, looked_at: bool
) -> None:
    """At 20,000, or one reply would use up the time of a turn: here each phrase has 500. Those before that count."""
    reply, wanted = "galaxy " * 499 + "galaxy last", [f"galaxy {number}" for number in range(others)]
    assert (found(reply, [*wanted, "galaxy last"]) is not None) is looked_at
    assert found(reply, ["galaxy last", *wanted]) is not None
    assert all_phrases(reply, ["galaxy last", "galaxy galaxy"]) is not None


@pytest.mark.parametrize(
    ("reply", "begins"),
    [("e-mail", True), ("e-mail me", True), ("e", False), ("e mail", False), ("e-", False), ("e-mail-x", False)],
)
def test_a_word_with_a_hyphen_is_said_as_a_whole(reply: str, begins: bool) -> None:
    """Neither its first letter nor a longer word is it: at the beginning, as all that is said, and behind another word."""
    assert (beginning(reply, "email") is not None) is begins
    assert (only_phrase(reply, "email") is not None) is (reply == "e-mail")
    assert (first_phrase(f"my {reply}", ("my email",)) is not None) is begins
