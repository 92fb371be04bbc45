"""Start here at set times, for everybody who belongs to an audience: each contact gets a conversation of their own."""

from pydantic import Field

from engine import Value
from nodes.cron import Cron
from nodes.fields import LiquidCondition
from nodes.spec import NodeType
from nodes.starting import ChannelId, Lined, admits, go_on, only_next
from nodes.zones import TimeZone
from ui_schema import NodeUi, widget


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


class Params(Lined, _When):
    zone: TimeZone = Field("UTC", title="Time zone", description="In which the hours are meant: Europe/Berlin.")
    audience: LiquidCondition = Field(
        min_length=1,
        pattern=r"\S",
        title="For whom",
        description="A condition on the contact: contact.tags contains 'vip'. For everybody: true.",
    )


node = NodeType(
    kind="schedule",
    params=Params,
    outputs=only_next,
    enter=go_on,
    admits=admits,
    ui=NodeUi(title="Schedule", help=__doc__ or "", group="trigger", icon="calendar-clock"),
)
