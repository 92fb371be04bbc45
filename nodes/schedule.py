"""Start here at set times, for everybody who belongs to an audience: each contact gets a conversation of their own."""

from datetime import timedelta
from itertools import islice, takewhile

from pydantic import Field

from engine import Value
from nodes.cron import SOME_DAY, Cron, moments
from nodes.fields import LiquidCondition
from nodes.spec import NodeType, only_next
from nodes.starting import ChannelId, Ordered, admits, go_on
from nodes.weekly import holds
from nodes.zones import TimeZone, zone_of
from ui_schema import NodeUi, widget

ENOUGH = 4_000  # times: of what comes every five minutes of a single day of the year, that day on every weekday
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
    zone = zone_of(params.zone)
    times = takewhile(lambda moment: moment < SOME_DAY + LONG, moments(params.cron, params.zone, SOME_DAY))
    soon = (moment.astimezone(zone) for moment in islice(times, ENOUGH))
    return "hours" if params.hours and not any(holds(params.hours, frozenset(), one) for one in soon) else None


node = NodeType(
    kind="schedule",
    params=Params,
    outputs=only_next,
    enter=go_on,
    admits=admits,
    barred_by=barred_by,
    ui=NodeUi(title="Schedule", help=__doc__ or "", group="trigger", icon="calendar-clock"),
)
