"""Days and distances that are said in several words."""

from datetime import date, timedelta

import pytest

from nodes.dates import dates
from tests.nodes.test_dates import TODAY


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("twenty-first of May", date(2027, 5, 21)),
        ("twenty first may", date(2027, 5, 21)),
        ("the twenty\u2011second of may, please", date(2027, 5, 22)),
        ("may twenty-ninth", date(2027, 5, 29)),
        ("table for twenty-first of may", date(2027, 5, 21)),
        ("thirty first of january", date(2027, 1, 31)),
        ("vigésimo primero de mayo", date(2027, 5, 21)),
        ("vigésimo primeiro de maio", date(2027, 5, 21)),
        ("trigésimo primeiro de janeiro", date(2027, 1, 31)),
        ("décimo primeiro de maio", date(2027, 5, 11)),
        ("dinner for twenty, first of may", date(2027, 5, 1)),
        ("table for thirty 1st of may", date(2027, 5, 1)),
        ("first of may", date(2027, 5, 1)),
        ("my twenty-first birthday is 5 may", date(2027, 5, 5)),
        ("5 may to the second floor", date(2027, 5, 5)),
        ("thirty-second of may", None),
        ("twenty tenth of may", None),
        ("before the twenty-first of may", None),
        ("tenth or twenty-first of may", None),
        ("twenty-first or twenty-second of may", None),
        ("may twenty-first to thirtieth", None),
        ("first of may or second of june", None),
        ("tenth or first of may", None),
    ],
)
def test_a_place_of_two_words_is_one_day(said: str, day: date | None) -> None:
    """The “first” of “twenty-first” is no first, and beside another day it is in doubt."""
    assert dates(said, TODAY, "day_first")[:1] == ((day,) if day else ())


@pytest.mark.parametrize(
    ("said", "away"),
    [
        ("twenty one days from now", 21),
        ("twenty-one days ago", -21),
        ("in twenty one days, please", 21),
        ("in sixty days", 60),
        ("thirty five weeks ago", -35 * 7),
        ("twenty one days after tomorrow", 22),
        ("hace treinta y un días", -31),
        ("en veintiún días", 21),
        ("quarenta e um dias atrás", -41),
        ("daqui a vinte e duas semanas", 22 * 7),
        ("इक्कीस दिन बाद", 21),
        ("بعد واحد وعشرين يوما", 21),
        ("dua puluh satu hari lagi", 21),
        ("dua puluh hari lagi", 20),
        ("twenty one or twenty two days ago", None),
        ("a hundred and one days ago", None),
        ("two hundred days from now", None),
        ("hundred twenty one days from now", None),
        ("ciento un días atrás", None),
        ("seratus satu hari lagi", None),
        ("half a month ago", None),
        ("ring me on a hundred, in 3 days", 3),
        ("a hundred guests 3 days ago", -3),
    ],
)
def test_a_number_of_several_words_is_one_number(said: str, away: int | None) -> None:
    """The last word of “twenty one days ago” is not taken alone; of numbers over a hundred it is no answer."""
    assert dates(said, TODAY, "day_first") == (() if away is None else (TODAY + timedelta(away),))


@pytest.mark.parametrize(
    "said", ["en 3 días hábiles", "em 3 dias úteis", "dalam 3 hari kerja", "بعد 3 أيام عمل", "in 3 working days"]
)
def test_working_days_are_no_distance(said: str) -> None:
    """Which day that is depends on a country's holidays."""
    assert dates(said, TODAY, "day_first") == ()


@pytest.mark.parametrize(("said", "away"), [("dalam 3 hari saya kerja", 3), ("3 hari lagi saya kerja", 3)])
def test_work_that_is_not_said_of_the_days_counts_for_nothing(said: str, away: int) -> None:
    """“In 3 days I work” is a day like any other: only the word right behind the days makes working days of them."""
    assert dates(said, TODAY, "day_first") == (TODAY + timedelta(away),)
