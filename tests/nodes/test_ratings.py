"""The rating that an answer gives, as people write it in six languages."""

import pytest

from nodes.ratings import rated


@pytest.mark.parametrize(
    ("text", "language", "rating"),
    [
        ("4", "en", 4),
        ("no complaints, 4", "en", 4),
        ("four stars please", "en", 4),
        ("four out of five", "en", 4),
        ("I give it four stars out of five", "en", 4),
        ("4 stars out of 5", "en", 4),
        ("4 of five", "en", 4),
        ("one star", "en", 1),
        ("cuatro de cinco", "es", 4),
        ("una estrella de cinco", "es", 1),
        ("nota quatro", "pt", 4),
        ("पांच में से चार", "hi", 4),
        ("5 में से 4", "hi", 4),
        ("أربعة من خمسة", "ar", 4),
        ("أربع نجوم", "ar", 4),
        ("lima dari lima", "id", 5),
        ("bintang empat", "id", 4),
        ("four ⭐", "en", 4),
        ("⭐⭐⭐⭐ uma maravilha", "pt", 4),
        ("⭐⭐⭐⭐⭐ we were four", "en", 5),
        ("not bad 4", "en", 4),
        ("no complaints 5", "en", 5),
        ("not great 3 stars", "en", 3),
        ("never again 1", "en", 1),
        ("sin duda 5", "es", 5),
        ("no está mal 4", "es", 4),
        ("más o menos 3", "es", 3),
        ("não gostei 2", "pt", 2),
        ("कोई शिकायत नहीं 5", "hi", 5),
        ("अच्छा नहीं था 2", "hi", 2),
        ("بدون شك 5", "ar", 5),
        ("لم يعجبني 1", "ar", 1),
        ("tidak puas 1", "id", 1),
        ("⭐⭐ for the four of us", "en", 2),
        ("★★★★☆ 4/5", "en", 4),
    ],
)
def test_a_rating(text: str, language: str, rating: int) -> None:
    """A number, alone, beside stars or out of the best; what is best may be said in digits or in words."""
    assert rated(text, 5, language) == rating


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("not 5", "en"),
        ("not a 5", "en"),
        ("not really a 5", "en"),
        ("the food was not 5", "en"),
        ("not more than 4", "en"),
        ("I would not give it a 5", "en"),
        ("no le doy 5", "es"),
        ("not five stars", "en"),
        ("5 no", "en"),
        ("no quiero 5", "es"),
        ("bukan 5", "id"),
        ("5 नहीं", "hi"),
        ("ليس 5", "ar"),
        ("less than 5", "en"),
        ("at least four stars", "en"),
        ("más de 4", "es"),
        ("minus 3", "en"),
        ("- 3", "en"),
        ("4 and a half", "en"),
        ("4 or 5", "en"),
        ("four or five stars", "en"),
        ("four or five ⭐", "en"),
        ("four/five", "en"),
        ("four out of six", "en"),
        ("⭐⭐⭐⭐⭐ we waited 2 hours", "en"),
        ("two thumbs up", "en"),
        ("the four of us loved it", "en"),
        ("5k", "en"),
        pytest.param("㊿" * 3_000 + "/" + "㊿" * 3_000, "en", id="more digits than an int is read from"),
    ],
)
def test_no_rating(text: str, language: str) -> None:
    """What is ruled out, only a limit, below zero, one of two or said of something else is asked again."""
    assert rated(text, 5, language) is None


def test_another_best() -> None:
    """“Seven out of ten” is a seven where ten is the best, and nothing where five is."""
    assert [rated("seven out of ten", best, "en") for best in (10, 5)] == [7, None]
