"""Branch on whether it is within business hours now: answer by the team in the daytime, by the bot at night."""

from pydantic import Field

from engine import Context, Step, Value
from nodes.fields import FieldName
from nodes.local_time import zone_in
from nodes.spec import NodeType
from nodes.weekly import Hours, IsoDate, holds
from nodes.zones import TimeZone
from ui_schema import NodeUi, widget

OPEN, CLOSED = "open", "closed"


class Params(Value):
    hours: tuple[Hours, ...] = Field(
        min_length=1,
        max_length=70,
        title="Hours",
        description="The week: a day may have several, and a day that has none is closed.",
        json_schema_extra=widget("key_values"),
    )
    zone: TimeZone = Field("UTC", title="Time zone", description="In which the hours are meant: Europe/Berlin.")
    contact_zone: FieldName | None = Field(
        None,
        title="Contact's time zone",
        description="A contact field that holds a time zone: where it does, the hours are meant in that one.",
        json_schema_extra=widget("select", source="contact_fields"),
    )
    holidays: tuple[IsoDate, ...] = Field(
        (),
        max_length=400,
        title="Holidays",
        description="Days that are closed all day, such as 2027-12-25.",
        json_schema_extra=widget("words", role="dates"),
    )


def outputs(params: Params) -> tuple[str, ...]:
    return (OPEN, CLOSED)


def enter(params: Params, context: Context) -> Step:
    local = context.now.astimezone(zone_in(context, params.zone, params.contact_zone))
    within = holds(params.hours, frozenset(params.holidays), local)
    result = {"open": within, "holiday": local.date().isoformat() in params.holidays}
    return Step(result=result, leave=OPEN if within else CLOSED)


node = NodeType(
    kind="business_hours",
    params=Params,
    outputs=outputs,
    enter=enter,
    ui=NodeUi(title="Business hours", help=__doc__ or "", group="time", icon="calendar-clock"),
)
