"""What titles of choices deny: a part of one is not taken for its opposite."""

import pytest

from engine.denials import Denials, denials_in
from engine.replies_option import option_of


@pytest.mark.parametrize(
    ("title", "language", "said", "means"),
    [
        ("Not interested", "en", "interested", False),
        ("Not interested", "en", "not", True),
        ("I need help", "en", "i", True),
        ("I do not agree", "en", "i", False),
        ("No tea no coffee", "en", "no", True),
        ("No, I will pay", "en", "i", True),
        ("No -change it", "en", "change", True),
        ("No, not interested", "en", "interested", False),
        ("No, not interested", "en", "no interested", True),
        ("Sugar, not salt", "en", "sugar", True),
        ("Sugar, not salt", "en", "sugar salt", False),
        ("Free coffee", "en", "coffee", True),
        ("Sugar free", "en", "sugar", False),
        ("Free from sugar", "en", "sugar", False),
        ("Plan A (free)", "en", "a", True),
        ("Bebas gula", "id", "gula", False),
        ("Gula bebas", "id", "gula", True),
        ("Paket A (bebas)", "id", "a", True),
        ("चीनी के बिना", "hi", "चीनी", False),
        ("बिना चीनी", "hi", "चीनी", False),
    ],
)
def test_what_words_of_a_title_mean(title: str, language: str, said: str, means: bool) -> None:
    """Alone they mean the title, unless it denies them, or they are words that say nothing without what it denies."""
    assert option_of("", title, language).means(option_of("", said).parts) is means


def test_a_no_that_answers_denies_nothing() -> None:
    """What stands behind its comma is not denied."""
    assert denials_in("No, change the time", "en") == Denials(lead="no", parts=())
