"""Two numbers with a slash beside what makes no day and month of them."""

from datetime import date

import pytest

from nodes.dates import dates
from tests.nodes.test_dates import TODAY


@pytest.mark.parametrize(
    "said",
    [
        "5/6 people",
        "we are 5/6 people",
        "somos 5/6 personas",
        "5/6 pessoas",
        "5/6 लोग",
        "5/6 أشخاص",
        "5/6 orang",
        "2/3 nights",
        "5/6 euros",
        "5/6€",
        "5/6 pm",
        "5/6 p.m.",
        "5/6 बजे",
        "3/4 cup",
        "½ cup",
        "3/4 de taza",
        "rated 4/5",
        "rated 5/5",
        "4/5 stars",
        "5/5 estrellas",
        "24/7 support",
        "are you open 24/7?",
        "¿Están abiertos 24/7?",
        "vocês atendem 24/7?",
        "buka 24/7",
    ],
)
def test_a_fraction_is_no_day(said: str) -> None:
    """People, nights, hours, money, parts of a measure and stars are counted so; and “24/7” is always."""
    assert dates(said, TODAY, "day_first") == ()


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("5/6", date(2027, 6, 5)),
        ("5/6 please", date(2027, 6, 5)),
        ("5/6 in the morning", date(2027, 6, 5)),
        ("5/6 2 people", date(2027, 6, 5)),
        ("5/6 adults: 2", date(2027, 6, 5)),
        ("5/6/2027 people", date(2027, 6, 5)),
        ("6/5 people", date(2027, 5, 6)),
        ("5/5 people", date(2027, 5, 5)),
        ("12/5 pm", date(2027, 5, 12)),
        ("6/5 stars", date(2027, 5, 6)),
        ("24/7", date(2027, 7, 24)),
        ("24/7 works for me", date(2027, 7, 24)),
        ("open 24/7/2027", date(2027, 7, 24)),
        ("table for 5/6 people, 7/8", date(2027, 8, 7)),
        ("tomorrow, 5/6 people", date(2027, 1, 16)),
    ],
)
def test_a_day_is_no_fraction(said: str, day: date) -> None:
    """Where nothing says that it is none, or where it counts nothing upwards; and a fraction hides no day beside it."""
    assert dates(said, TODAY, "day_first")[:1] == (day,)
