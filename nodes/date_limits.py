"""The earliest or latest date that a question takes: a date, or how far it is from today."""

import re
from datetime import date, datetime

from dateutil.relativedelta import relativedelta

from nodes.quoting import quoted

_AWAY = re.compile(
    r"""(?P<sign>[+-]?)P(?=\d)
    (?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,4})M)?(?:(?P<weeks>\d{1,5})W)?(?:(?P<days>\d{1,6})D)?""",
    re.VERBOSE | re.ASCII,
)
UNREADABLE = "is no date as 2027-01-31, and no distance from today as P0D, P14D or -P18Y"


def limit(text: str, today: date) -> date:
    """Raises ValueError, with a text for people, for what is neither."""
    written = text.strip()
    try:
        away = _AWAY.fullmatch(written)
        return _moved(today, away) if away else datetime.fromisoformat(written).date()
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{quoted(written)} {UNREADABLE}") from error


def is_relative(text: str) -> bool:
    return _AWAY.fullmatch(text.strip()) is not None


def _moved(today: date, away: re.Match[str]) -> date:
    years, months, weeks, days = (int(away[unit] or 0) for unit in ("years", "months", "weeks", "days"))
    distance = relativedelta(years=years, months=months, weeks=weeks, days=days)
    return today - distance if away["sign"] == "-" else today + distance
