"""Dates in templates: ISO 8601 in, ``strftime`` out, without the machine's clock, locale or time zone."""

import re
from datetime import UTC, datetime, time, timedelta

from liquid.exceptions import LiquidError

LONGEST_LAYOUT = 200
_ISO = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?", re.ASCII)
_SECONDS = re.compile(r"-?\d{1,11}", re.ASCII)
_DIRECTIVE = re.compile(r"%([-_0^#]?)(.?)", re.DOTALL)
_KNOWN = frozenset("aAbBcdDeFgGHIjklmMnpPrRSTuUVwWxXyYzZ%f")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def parse_date(text: str) -> datetime | None:
    """A date, or a date with a time, as in ISO 8601; without a zone it is UTC. Anything else is no date."""
    text = text.strip()
    if not _ISO.fullmatch(text):
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def parse_time(text: str) -> time | None:
    """A time of day as flows keep it, ``14:30``: one of no day and no zone."""
    found = _CLOCK.fullmatch(text.strip())
    return time(int(found[1]), int(found[2]), int(found[3] or 0)) if found else None


def moment(value: object) -> datetime | None:
    """What the ``date`` filter can show: ISO 8601 text, or seconds since 1970."""
    if isinstance(value, str) and not _SECONDS.fullmatch(value):
        return parse_date(value)
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        return EPOCH + timedelta(seconds=int(value))
    except OverflowError:
        return None


def formatted(when: datetime, layout: str) -> str:
    """As ``strftime``, limited to the directives that mean the same on every machine; ``%s`` is seconds since 1970."""
    if len(layout) > LONGEST_LAYOUT:
        raise LiquidError(f"the layout of a date is at most {LONGEST_LAYOUT} characters", token=None)

    def known(found: re.Match[str]) -> str:
        if found[2] == "s":
            return str((when - EPOCH) // timedelta(seconds=1))
        if found[2] not in _KNOWN or not found[2]:
            raise LiquidError(f"{found[0]!r} is unknown in the layout of a date", token=None)
        return found[0]

    return when.strftime(_DIRECTIVE.sub(known, layout))
