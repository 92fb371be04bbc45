"""The number that an answer gives, as people write it in six languages."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.amount_words import ALONE, FACTORS, PARTS
from engine.replies_amount import amount
from engine.replies_figures import figure, figures_in

CASES = json.loads((Path(__file__).parent / "cases" / "reply_amounts.json").read_text())
ROWS = [(group["language"], reply, value) for group in CASES for reply, value in group["replies"].items()]


@pytest.mark.parametrize(("language", "reply", "value"), ROWS)
def test_an_amount(language: str, reply: str, value: float | None) -> None:
    """A thousand behind a number counts; two numbers, parts of one and what is not meant are none. What is whole is an int."""
    found = amount(reply, language)
    assert (found, type(found)) == (value, type(value))


@given(st.integers(1, 999), st.sampled_from(sorted(FACTORS)), st.sampled_from(["", " "]))
def test_every_word_multiplies_what_it_stands_behind(number: int, word: str, space: str) -> None:
    """Written onto the number or apart from it."""
    assert amount(f"{number}{space}{word}", "es") == number * FACTORS[word]


def test_no_word_is_two_things() -> None:
    """What multiplies is no part of a number, and says itself what it is alone."""
    assert not FACTORS.keys() & PARTS
    assert all(
        FACTORS[phrase[0]] == value for phrase, value in ALONE.items() if len(phrase) == 1 and phrase[0] in FACTORS
    )


@given(st.text(), st.sampled_from(["en", "es", "pt", "hi", "ar", "id", "x"]))
def test_no_text_is_too_odd(text: str, language: str) -> None:
    """Whatever is written, the answer is a number within the limit or none."""
    found = amount(text, language)
    assert found is None or abs(found) <= 10**15


@pytest.mark.parametrize(
    ("title", "language", "amounts"),
    [
        ("Kopi 2 Rp 15.000", "id", {2, 15_000}),
        ("Rp 50rb", "id", {50_000}),
        ("R$ 2 mil", "pt", {2_000}),
        ("3 January 2027, 4.50 €", "en", {4.5}),
        ("1-2 people", "en", {1, 2}),
        ("10:00", "en", set()),
        ("११:३२", "hi", set()),
        ("3 juillet, 4,50 €", "fr", {4.5}),
        ("9999 million million", "en", set()),
        ("€9999 million million", "en", set()),
        ("€99999999999999999999", "en", set()),
    ],
)
def test_the_amounts_of_a_title(title: str, language: str, amounts: set[float]) -> None:
    """All its numbers as they are meant, but those of dates and times, and none that is too large."""
    assert figures_in(title, language).amounts == amounts


@pytest.mark.parametrize(
    ("reply", "found"),
    [("₹1k", 1_000), ("1000 please", 1_000), ("2 kg", None), (f"{' ' * 199}5", 5), (f"{' ' * 200}5", None)],
)
def test_a_reply_that_is_a_figure(reply: str, found: float | None) -> None:
    """A number with its unit, and nothing else; none is looked for behind the length of a title."""
    assert figure(reply, "en") == found
