"""Time zones by their names in the IANA database, such as Europe/Berlin."""

import re
from typing import Annotated, TypeAlias
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from ui_schema import widget

LONGEST = 64
_NAME = re.compile(r"[A-Z][A-Za-z0-9_+-]*(/[A-Z][A-Za-z0-9_+-]*){0,2}")  # `localtime` is the machine's own zone


def zone_of(name: str) -> ZoneInfo | None:
    """None for what is no name of a zone."""
    if len(name) > LONGEST or not _NAME.fullmatch(name):
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not there, a file that is no zone, or a folder of zones
        return None


def _known(name: str) -> str:
    if zone_of(name) is None:
        raise ValueError(f"there is no time zone {name[:LONGEST]!r}; one is called Europe/Berlin or Asia/Kolkata")
    return name


TimeZone: TypeAlias = Annotated[
    str,
    AfterValidator(_known),
    Field(max_length=LONGEST, examples=["Europe/Berlin"], json_schema_extra=widget("text", role="time_zone")),
]
