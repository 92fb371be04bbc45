"""Times of day in answers to a question for one."""

import pytest

from nodes.times import times
from tests.nodes.test_times import first_time


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("500", "05:00"),
        ("905", "09:05"),
        ("959", "09:59"),
        ("960", None),
        ("2359", "23:59"),
        ("2400", None),
        ("5000", None),
        ("01430", None),
        ("at 530", "05:30"),
        ("530pm", "17:30"),
        ("500 p.m., please", "17:00"),
        ("a las 500", "05:00"),
        ("às 1730h", "17:30"),
        ("शाम ५३० बजे", "17:30"),
        ("الساعة ١٧٣٠", "17:30"),
        ("jam 500 sore", "17:00"),
        ("not 500", None),
        ("500 or 600", None),
        ("500-600", None),
        ("500 530", None),
        ("500 people", None),
        ("500 minutes", None),
        ("before 500", None),
        ("$500", None),
        ("500 €", None),
        ("500%", None),
        ("room 1430 at 3 pm", "15:00"),
    ],
)
def test_who_is_asked_for_a_time_may_leave_out_its_colon(said: str, meant: str | None) -> None:
    """“500” is five o'clock where nothing else is said; an amount, and one of two, is none."""
    assert first_time(said) == meant


@pytest.mark.parametrize(
    "said", ["$5", "€ 5", "5 €", "₹5", "५ ₹", "5 %", "٪5", "5+", "+5", "-5", "\u22125", "at -5", "500+"]
)
def test_an_amount_is_no_hour(said: str) -> None:
    """A sign of money or of percents, a plus or a minus beside a number makes a bare hour of it no more than “5 people” is."""
    assert times(said, asked=True) == ()


@pytest.mark.parametrize("said", ["5 pm, 100% sure", "100% 5 pm", "5 pm (+ me)", "-5 pm"])
def test_an_amount_hides_no_hour_that_is_sure(said: str) -> None:
    """What says that it is an hour still says so, whatever amount is beside it."""
    assert times(said, asked=True) == (17 * 60,)
