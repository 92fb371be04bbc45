"""When schedules come, over changes of the clock too."""

from datetime import UTC, datetime
from itertools import islice

import pytest

from nodes.cron import moments


@pytest.mark.parametrize(
    ("cron", "zone", "after", "come"),
    [
        ("0 9 * * mon-fri", "UTC", "2026-01-02T09:00", ["2026-01-05T09:00", "2026-01-06T09:00"]),
        ("0 9 * * *", "Asia/Kolkata", "2026-01-02T00:00", ["2026-01-02T03:30", "2026-01-03T03:30"]),
        ("0 9 * * *", "America/Sao_Paulo", "2026-01-02T12:00", ["2026-01-03T12:00", "2026-01-04T12:00"]),
        ("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00", ["2026-03-29T01:00", "2026-03-30T00:30"]),
        ("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00", ["2026-10-25T00:30", "2026-10-26T01:30"]),
        ("0 12 l * *", "UTC", "2026-01-31T12:00", ["2026-02-28T12:00", "2026-03-31T12:00"]),
        ("*/20 * * * *", "Asia/Jakarta", "2026-01-01T00:00:01", ["2026-01-01T00:20", "2026-01-01T00:40"]),
        ("0 0 29 2 *", "UTC", "2026-01-01T00:00", ["2028-02-29T00:00", "2032-02-29T00:00"]),
    ],
)
def test_comes(cron: str, zone: str, after: str, come: list[str]) -> None:
    """Each by the clock on the wall of its zone: once where an hour is repeated, later where one is left out."""
    begin = datetime.fromisoformat(after).replace(tzinfo=UTC)
    found = islice(moments(cron, zone, begin), len(come))
    assert [moment.strftime("%Y-%m-%dT%H:%M") for moment in found] == come
