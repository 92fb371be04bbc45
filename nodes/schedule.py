"""Start here at set times, for everybody who belongs to an audience: each contact gets a conversation of their own."""

from datetime import timedelta
from functools import lru_cache
from itertools import islice, takewhile

from pydantic import Field

from engine import Value
from nodes.cron import SOME_DAY, Cron, moments
from nodes.fields import LiquidCondition
from nodes.spec import NodeType, only_next
from nodes.starting import ChannelId, Ordered, admits, go_on
from nodes.weekly import Hours, holds
from nodes.zones import TimeZone, zone_of
from ui_schema import NodeUi, widget

WEEK_OF_TIMES = 2_016  # of what comes every five minutes, as often as it may
DAY_ON_EVERY_WEEKDAY = 4_000  # of what comes every five minutes of a single day of the year
YEAR = timedelta(days=366)  # in which the clock is changed, too
LONG = timedelta(days=29 * 365)  # the 29th of February on every weekday


class _When(Value):
    cron: Cron = Field(
        title="When",
        description="Minute, hour, day of the month, month, weekday: 0 9 * * mon-fri is nine o'clock on workdays.",
    )
    channels: tuple[ChannelId, ...] = Field(
        (),
        max_length=20,
        title="Channels",
        description="Ids of the channels, in the order in which a contact is reached on them. Empty: all of them.",
        json_schema_extra=widget("words", source="channels"),
    )


class Params(Ordered, _When):
    zone: TimeZone = Field("UTC", title="Time zone", description="In which the hours are meant: Europe/Berlin.")
    audience: LiquidCondition = Field(
        min_length=1,
        pattern=r"\S",
        title="For whom",
        description="A condition on the contact: contact.tags contains 'vip'. For everybody: true.",
    )


def barred_by(params: Params) -> str | None:
    """Its hours, if it never comes within them."""
    comes = not params.hours or _ever_within(params.cron, params.zone, params.hours)
    return None if comes else "hours"


@lru_cache(maxsize=256)  # a draft is checked at every save, and seldom with another schedule
def _ever_within(cron: str, zone: str, hours: tuple[Hours, ...]) -> bool:
    """After a week of it no other time of a weekday comes, unless it names days of the month."""
    day = cron.split()[2]
    span, most = (YEAR, WEEK_OF_TIMES) if day == "*" else (LONG, DAY_ON_EVERY_WEEKDAY)
    times = takewhile(lambda moment: moment < SOME_DAY + span, moments(cron, zone, SOME_DAY))
    local = zone_of(zone)
    return any(holds(hours, frozenset(), moment.astimezone(local)) for moment in islice(times, most))


node = NodeType(
    kind="schedule",
    params=Params,
    outputs=only_next,
    enter=go_on,
    admits=admits,
    barred_by=barred_by,
    ui=NodeUi(title="Schedule", help=__doc__ or "", group="trigger", icon="calendar-clock"),
)
