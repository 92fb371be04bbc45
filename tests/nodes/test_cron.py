"""When schedules come, over changes of the clock too."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import pytest

from nodes import schedule
from nodes.cron import moments
from nodes.schedule import Params, barred_by
from nodes.weekly import DAYS


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


@pytest.mark.parametrize(
    ("cron", "hours", "comes"),
    [
        ("0 9 * * mon-fri", [], True),
        ("0 9 * * mon-fri", ["sunday 08:00 20:00"], False),
        ("0 9 * * *", ["sunday 09:00 09:01"], True),
        ("0 9 * * *", ["sunday 10:00 09:01"], True),
        ("0 9 * * *", ["sunday 09:01 24:00"], False),
        ("0 1 * * mon", ["sunday 20:00 02:00"], True),
        ("0 2 * * mon", ["sunday 20:00 02:00"], False),
        ("*/5 * 1 1 *", ["monday 23:55 24:00"], True),
        *(("0 9 29 2 *", [f"{day} 08:00 20:00"], True) for day in DAYS),
        ("0 9 29 2 *", ["sunday 10:00 20:00"], False),
        *(("0 9 31 * *", [f"{day} 08:00 20:00"], True) for day in DAYS),
        ("*/5 * * * *", ["sunday 23:55 24:00"], True),
        ("*/5 * * * *", ["monday 05:30 05:31"], True),
        ("*/5 * * * *", ["monday 05:31 05:34"], False),
        ("0 9 * 1 sun#3", ["sunday 08:00 20:00"], True),
    ],
)
def test_it_ever_comes_within_its_hours(cron: str, hours: list[str], comes: bool) -> None:
    """Told of what never does, and of nothing else, however seldom it comes; by the clock of its zone."""
    week = [dict(zip(("day", "opens", "closes"), one.split(), strict=True)) for one in hours]
    params = Params.model_validate({"cron": cron, "audience": "true", "zone": "Asia/Kolkata", "hours": week})
    assert (barred_by(params) is None) is comes


def test_what_a_check_has_found_out_it_remembers() -> None:
    """A draft is checked at every save: a schedule is followed once, and no longer than it takes."""
    hours = ({"day": "sunday", "opens": "09:01", "closes": "24:00"},)
    assert len(followed("0 9 * * *", hours)) <= 367
    assert followed("0 9 * * *", hours) == []


def followed(cron: str, hours: tuple[dict[str, str], ...]) -> list[datetime]:
    """The moments that are looked at."""
    seen: list[datetime] = []

    def watched(*asked: Any) -> Iterator[datetime]:
        for moment in moments(*asked):
            seen.append(moment)
            yield moment

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schedule, "moments", watched)
        assert barred_by(Params.model_validate({"cron": cron, "audience": "true", "hours": hours})) == "hours"
    return seen
