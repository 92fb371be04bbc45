"""How times are read: every hour and every minute of six languages, however they are written."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nodes.phrases import phrases
from nodes.time_words import WORDS
from nodes.times import times
from tests.nodes.test_times import HALF, HOURS, MINUTES


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
