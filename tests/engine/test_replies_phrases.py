"""Many phrases that are looked for in one reply."""

import pytest

from engine.replies_phrases import MOST_TRIED, all_phrases, any_phrase, beginning, first_phrase, only_phrase

GALAXIES = [f"Galaxy {number}" for number in range(1_000)]


@pytest.mark.parametrize("found", [any_phrase, first_phrase])
def test_the_last_of_a_thousand_phrases_is_found(found: object) -> None:
    """A long list is no reason to overlook what an honest reply says."""
    assert callable(found)
    match = found("the galaxy 999 and a galaxy case, please", GALAXIES)
    assert match.value == "galaxy 999"


@pytest.mark.parametrize(("phrases", "looked_at"), [(MOST_TRIED // 501 - 1, True), (MOST_TRIED // 501 + 1, False)])
def test_a_word_said_hundreds_of_times_is_not_looked_at_for_ever(phrases: int, looked_at: bool) -> None:
    """Otherwise one reply would use up the time of a turn; the phrases before that count."""
    reply, wanted = "galaxy " * 500 + "galaxy last", [f"galaxy {number}" for number in range(phrases)]
    assert (any_phrase(reply, [*wanted, "galaxy last"]) is not None) is looked_at
    assert (any_phrase(reply, ["galaxy last", *wanted]) is not None) is True
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
