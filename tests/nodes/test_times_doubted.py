"""Hours that are ruled out or only a limit, and how times are read in general."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.phrases import phrases
from nodes.time_words import WORDS
from nodes.times import times
from tests.nodes.test_times import HALF, HOURS, MINUTES


@pytest.mark.parametrize(
    "said",
    [
        "not at noon",
        "5 pm is not ok",
        "5 pm, not 6",
        "no 5 pm",
        "a mediodía no",
        "às 17h não",
        "5 बजे नहीं",
        "ليس الساعة 5",
        "الساعة 5 لا",
        "bukan jam 5",
        "jam 5 gak bisa",
        "before 5 pm",
        "1 hour before noon",
        "5 minutes before 5 pm",
        "antes de las 5 de la tarde",
        "depois das 17h",
        "5 बजे के बाद",
        "5 baje se pehle",
        "بعد الساعة 5",
        "قبل الساعة 5 مساء",
        "setelah jam 5",
        "sebelum jam 5",
        "2 jam lagi",
        "dalam 2 jam",
        "until 5 pm",
        "hasta las 5 de la tarde",
        "até as 17h",
        "5 बजे तक",
        "5 baje tak",
        "حتى الساعة 5 مساء",
        "sampai jam 5",
        "hingga jam 5 sore",
        "5 pm till 6",
        "till 5 pm",
        "till 5:30",
        "till noon",
        "busy till 6, so 7 pm",
        "by 5 pm",
        "by 5",
        "by 6 or 7 pm",
        "by noon",
        "6 pm at the latest, or 5 pm",
        "ज़्यादा से ज़्यादा ढाई बजे या 3 बजे",
        "at the latest 5 pm",
        "5 pm at the latest",
        "a más tardar a las 5 de la tarde",
        "no máximo às 17h",
        "ज़्यादा से ज़्यादा 5 बजे",
        "الساعة 5 على الأكثر",
        "paling lambat jam 5",
        "5 may after 8 pm",
    ],
)
def test_an_hour_that_is_ruled_out_or_is_only_a_limit_is_no_answer(said: str) -> None:
    """“Not at noon” is no noon, and “before five” is no five, whatever the words around them are."""
    assert times(said) == ()


@pytest.mark.parametrize(
    ("said", "hour"),
    [
        ("no, at 5 pm", 17),
        ("لا، الساعة 5 مساء", 17),
        ("no problem, 5 pm", 17),
        ("no sábado às 17h", 17),
        ("às 17h no centro", 17),
        ("5 pm, before dinner", 17),
        ("5 pm, by car or by bus", 17),
        ("by the way, at 5 pm", 17),
        ("busy till noon, so 5 pm", 17),
        ("I'll come by at 5 pm", 17),
        ("the latest news: 5 pm", 17),
        ("para las 5", 17),
        ("8 pm after the film", 20),
        ("5 pm, no kids", 17),
        ("before dinner, 5 pm", 17),
        ("a las 17h, ¿no?", 17),
        ("às 17h, não é?", 17),
        ("after lunch at 2 pm", 14),
        ("पहले 5 बजे", 17),
        ("بعد غد الساعة 5 مساء", 17),
    ],
)
def test_what_rules_nothing_out_hides_no_hour(said: str, hour: int) -> None:
    """What is before or after something else is the hour itself."""
    assert times(said)[:1] == (hour * 60,)


@pytest.mark.parametrize(("said", "hours"), HOURS.items())
def test_every_hour_has_its_number(said: str, hours: str) -> None:
    """The twelve hours of each language, in their order."""
    found = [times(said.format(hour)) for hour in hours.split(", ")]
    assert [set(some) for some in found] == [{hour * 60 % HALF, hour * 60 % HALF + HALF} for hour in range(1, 13)]


@pytest.mark.parametrize(("said", "minutes"), MINUTES.items())
def test_minutes_after_two(said: str, minutes: dict[int, str]) -> None:
    """The minutes that each language says in words."""
    assert {after: times(said.format(word)) for after, word in minutes.items()} == {
        after: (14 * 60 + after, 2 * 60 + after) for after in minutes
    }


@pytest.mark.parametrize(("spaces", "meant"), [(196, (15 * 60,)), (197, ())])
def test_a_long_text_is_read_no_further(spaces: int, meant: tuple[int, ...]) -> None:
    """Two hundred characters are enough for a time of day; whatever comes after them is no part of it."""
    assert times(" " * spaces + "3 pm") == meant


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_time_is_read_as_it_was_written(hour: int, minute: int) -> None:
    """With two digits each there is nothing to doubt; with am and pm neither."""
    twelve = f"{hour % 12 or 12}:{minute:02} {'am' if hour < 12 else 'pm'}"
    assert {times(f"{hour:02}:{minute:02}")[0], *times(twelve)} == {hour * 60 + minute}


@given(st.text(alphabet=st.sampled_from("0123456789:.h apmtohalfy e٣साढ़े وربع")) | st.text())
def test_no_text_is_too_odd_for_a_time(text: str) -> None:
    """Whatever is written, what comes of it are at most two times of one day."""
    found = times(text)
    assert len(found) <= 2
    assert all(0 <= minutes < 24 * 60 for minutes in found)


def test_no_phrase_has_two_meanings() -> None:
    """A phrase that stands in two lists would silently mean what the last one says."""
    listed = Counter(phrase for token, some in WORDS.items() for phrase in phrases({token: some}))
    assert [phrase for phrase, often in listed.items() if often > 1] == []
