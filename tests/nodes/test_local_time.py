"""How far ahead business hours are looked for."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nodes.local_time import next_opening
from nodes.weekly import DAYS, Hours

MIDNIGHT = datetime(2027, 1, 15, tzinfo=UTC)
DAILY = tuple(Hours.model_validate({"day": day, "opens": "09:00", "closes": "17:00"}) for day in DAYS)


@pytest.mark.parametrize(("holidays", "opens"), [(0, True), (365, True), (399, True), (400, False)])
def test_hours_are_looked_for_over_a_year(holidays: int, opens: bool) -> None:
    """Over a year of holidays they are found; a contact is not held for longer than that and a month."""
    closed = frozenset(f"{MIDNIGHT + timedelta(days):%Y-%m-%d}" for days in range(holidays))
    found = next_opening(DAILY, closed, MIDNIGHT, ZoneInfo("UTC"))
    assert found == (MIDNIGHT + timedelta(days=holidays, hours=9) if opens else None)
