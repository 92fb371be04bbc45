"""When a schedule comes: cron expressions of five fields, in a time zone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile
from typing import Annotated, TypeAlias

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, Field

from nodes.zones import zone_of
from ui_schema import widget

FIELDS = 5
MOST_AN_HOUR = 12
NEVER = "this never comes: is there such a day in that month?"
SOME_DAY = datetime(2024, 1, 1, tzinfo=UTC)


def moments(cron: str, zone: str, after: datetime) -> Iterator[datetime]:
    """When it comes after this moment, in UTC. An hour that the clock leaves out comes when it goes on, as with Debian's
    cron; one that it repeats comes once."""
    for moment in CronSim(cron, after.astimezone(zone_of(zone))):
        yield moment.astimezone(UTC)


def _checked(cron: str) -> str:
    if len(cron.split()) != FIELDS:
        raise ValueError("write minute, hour, day, month and weekday: 0 9 * * mon-fri is nine o'clock on workdays")
    try:
        first = next(moments(cron, "UTC", SOME_DAY), None)
    except CronSimError as error:
        if "day-of-month" in str(error) and _in_some_month(cron):
            raise ValueError(NEVER) from None
        raise ValueError(
            f"{error}: the fields are minute, hour, day, month and weekday, as in 0 9 * * mon-fri"
        ) from None
    if first is None:
        raise ValueError(NEVER)
    hour = takewhile(lambda moment: moment < first + timedelta(hours=1), moments(cron, "UTC", SOME_DAY))
    if any(islice(hour, MOST_AN_HOUR, None)):
        raise ValueError("this comes more often than every five minutes on average; */5 is the most")
    return " ".join(cron.split())


def _in_some_month(cron: str) -> bool:
    """Whether the day is one, though not of the month that is named."""
    minute, hour, day, _, weekday = cron.split()
    try:
        CronSim(f"{minute} {hour} {day} * {weekday}", SOME_DAY)
    except CronSimError:
        return False
    return True


Cron: TypeAlias = Annotated[
    str,
    AfterValidator(_checked),
    Field(max_length=100, examples=["0 9 * * mon-fri"], json_schema_extra=widget("text", role="cron")),
]
