"""The one type for durations: ISO 8601 text in documents, ``timedelta`` in code."""

import re
from datetime import timedelta
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

PATTERN = r"^P(?=\d|T\d)(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$"
LONGEST = timedelta(days=3_660)
LONGEST_TEXT = 40
_UNITS = re.compile(
    r"""^P(?=\d|T\d)
    (?:(?P<weeks>\d+)W)?
    (?:(?P<days>\d+)D)?
    (?:T(?=\d)
      (?:(?P<hours>\d+)H)?
      (?:(?P<minutes>\d+)M)?
      (?:(?P<seconds>\d+(?:\.\d+)?)S)?
    )?$""",
    re.VERBOSE,
)


def parse_duration(text: object) -> timedelta:
    """``PT90M``, ``P2D``, ``P1W``. Months and years are refused: how long they are depends on the date."""
    if isinstance(text, timedelta):
        return text
    found = _UNITS.fullmatch(text) if isinstance(text, str) and len(text) <= LONGEST_TEXT else None
    if found is None:
        raise ValueError("a duration is written as in ISO 8601, for example PT30M, PT24H or P2D (no months or years)")
    try:
        duration = timedelta(**{unit: float(number) for unit, number in found.groupdict().items() if number})
    except OverflowError:
        duration = LONGEST + timedelta(1)
    if duration > LONGEST:
        raise ValueError("a duration is at most 3660 days")
    return duration


def format_duration(duration: timedelta) -> str:
    """The shortest ISO 8601 form: ``PT24H`` becomes ``P1D``."""
    minutes, seconds = divmod(duration.seconds + duration.microseconds / 1_000_000, 60)
    hours, minutes = divmod(int(minutes), 60)
    exact = f"{seconds:.6f}".rstrip("0").rstrip(".")
    parts = ((hours, f"{hours}H"), (minutes, f"{minutes}M"), (seconds, f"{exact}S"))
    time = "".join(text for number, text in parts if number)
    days = f"{duration.days}D" if duration.days else ""
    return f"P{days}T{time}" if time else f"P{days}" if days else "PT0S"


Duration: TypeAlias = Annotated[
    timedelta,
    BeforeValidator(parse_duration),
    PlainSerializer(format_duration, return_type=str),
    WithJsonSchema({"type": "string", "pattern": PATTERN, "examples": ["PT30M", "PT24H", "P2D"]}),
]
