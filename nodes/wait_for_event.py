"""Wait until another system tells that something happened: a payment came in, a parcel was handed over.

It tells by `POST /api/v1/happenings` with the same key. What the contact writes meanwhile does not end the wait.
"""

from datetime import timedelta

from pydantic import Field

from engine import Context, Event, ForEvent, Happened, Step, TimedOut, Value
from nodes.fields import Span, Title
from nodes.keys import key_in
from nodes.saving import Save, saved
from nodes.spec import NodeType
from ui_schema import NodeUi, widget

HAPPENED, TIMEOUT = "happened", "timeout"


class Params(Value):
    key: Title = Field(
        min_length=1,
        title="Key",
        description="What both sides call it, with what makes it this one: payment/{{ vars.order_no }}.",
    )
    save: tuple[Save, ...] = Field(
        (),
        max_length=50,
        title="Keep",
        description="Parts of what the other system tells that are kept in variables.",
        json_schema_extra=widget("key_values"),
    )
    timeout: Span = Field(
        timedelta(days=1),
        title="Wait no longer than",
        description="Leaves by `timeout` when nothing has happened for so long.",
    )


def outputs(params: Params) -> tuple[str, ...]:
    return (HAPPENED, TIMEOUT)


def enter(params: Params, context: Context) -> Step:
    key = key_in(context, params.key, "key")
    return Step(wait=ForEvent(key, params.timeout)) if key else Step(leave=TIMEOUT)


def resume(params: Params, context: Context, event: Event) -> Step:
    match event:
        case Happened(data=data):
            return Step(variables=saved(params.save, context, data), result=data, leave=HAPPENED)
        case TimedOut():
            return Step(leave=TIMEOUT)
        case _:
            return Step()


node = NodeType(
    kind="wait_for_event",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    ui=NodeUi(title="Wait for an event", help=__doc__ or "", group="time", icon="radio"),
)
