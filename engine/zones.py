"""Time zones by their names in the IANA database, such as Europe/Berlin."""

import re
from zoneinfo import ZoneInfo

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
