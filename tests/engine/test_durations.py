"""Durations are ISO 8601 texts in documents and timedeltas in code, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from engine.durations import LONGEST, PATTERN, Duration, format_duration, parse_duration

MILLISECOND = timedelta(milliseconds=1)
ADAPTER: TypeAdapter[timedelta] = TypeAdapter(Duration)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("PT30M", timedelta(minutes=30)),
        ("PT24H", timedelta(days=1)),
        ("P2D", timedelta(days=2)),
        ("P1W", timedelta(days=7)),
        ("P1W2DT3H4M5S", timedelta(days=9, hours=3, minutes=4, seconds=5)),
        ("PT0.5S", timedelta(milliseconds=500)),
        ("PT0S", timedelta(0)),
        ("P3660D", LONGEST),
        ("PT" + "0" * 36 + "9M", timedelta(minutes=9)),
        (timedelta(hours=1), timedelta(hours=1)),
    ],
)
def test_parse(text: object, duration: timedelta) -> None:
    """Weeks, days, hours, minutes and seconds are understood, alone and together."""
    assert parse_duration(text) == duration


@pytest.mark.parametrize(
    "text",
    ["", "P", "PT", "P1M", "P1Y", "1h", "30", "PT-5M", "-PT5M", "pt5m", "PT5M ", "P1DT", "PT1.5H", 30, None,
     "P3661D", "PT" + "0" * 37 + "9M", "P" + "9" * 30 + "D", "PT" + "9" * 60 + "S"],
)  # fmt: skip
def test_refuses(text: object) -> None:
    """Everything else is refused with an example of what is right, however large its numbers are."""
    with pytest.raises(ValueError, match="duration"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (timedelta(0), "PT0S"),
        (timedelta(hours=24), "P1D"),
        (timedelta(days=9, hours=3, minutes=4, seconds=5), "P9DT3H4M5S"),
        (timedelta(minutes=90), "PT1H30M"),
        (timedelta(milliseconds=1_500), "PT1.5S"),
        (timedelta(microseconds=999_999), "PT0.999999S"),
    ],
)
def test_format(duration: timedelta, text: str) -> None:
    """The shortest way of writing it."""
    assert format_duration(duration) == text


@given(st.integers(0, LONGEST // MILLISECOND))
def test_what_is_written_is_read_again(milliseconds: int) -> None:
    """A document that is saved and loaded waits as long as before, to the millisecond."""
    duration = milliseconds * MILLISECOND
    assert parse_duration(format_duration(duration)) == duration


@given(st.from_regex(PATTERN, fullmatch=True).filter(lambda text: not text.endswith("\n")))
def test_schema_and_parser_agree(text: str) -> None:
    """What the JSON Schema lets through, the parser takes, or refuses only because it is too long."""
    too_long = len(text) > 40
    try:
        too_long |= ADAPTER.validate_python(text) > LONGEST
    except ValidationError as error:
        too_long |= "at most 3660 days" in str(error)
        refused = True
    else:
        refused = False
    assert refused is too_long


@pytest.mark.parametrize(("value", "fits"), [("PT5M", True), ("P1M", False), ("five minutes", False), (300, False)])
def test_schema(value: Any, fits: bool) -> None:
    """Tools that know only the JSON Schema refuse a wrong duration too."""
    assert Draft202012Validator(ADAPTER.json_schema()).is_valid(value) is fits


def test_json_round_trip() -> None:
    """In JSON it is a text."""
    assert ADAPTER.dump_python(timedelta(hours=24), mode="json") == "P1D"
    assert ADAPTER.validate_json('"PT24H"') == timedelta(days=1)
