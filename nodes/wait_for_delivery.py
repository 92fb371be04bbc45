"""Wait until the last message has arrived at the contact, or was read, to go on another way if it was not.

A message that was read has arrived, too. Where the channel tells nothing of its messages, and where nothing was sent, the flow
goes on by `unknown` at once. What the contact writes meanwhile does not end the wait.
"""

from datetime import timedelta

from pydantic import Field

from engine import Context, Event, ForDelivery, Reported, Step, TimedOut, Value
from engine.delivery import Milestone
from nodes.fields import Span
from nodes.spec import NodeType
from ui_schema import NodeUi, widget

FAILED, TIMEOUT, UNKNOWN = "failed", "timeout", "unknown"


class Params(Value):
    until: Milestone = Field(
        "delivered",
        title="Wait until it is",
        description="Delivered: it is on the contact's phone. Read: they have opened it, as far as they let us know.",
        json_schema_extra=widget("select"),
    )
    timeout: Span = Field(
        timedelta(days=1),
        title="Wait no longer than",
        description="Leaves by `timeout` when the message has not got so far by then.",
    )


def outputs(params: Params) -> tuple[str, ...]:
    return (params.until, FAILED, TIMEOUT, UNKNOWN)


def enter(params: Params, context: Context) -> Step:
    return Step(wait=ForDelivery(params.until, params.timeout))


def resume(params: Params, context: Context, event: Event) -> Step:
    match event:
        case Reported(status="delivered" | "read" as status) if params.until in {"delivered", status}:
            return Step(result=status, leave=params.until)
        case Reported(status="failed" | "unknown" as status):
            return Step(result=status, leave=status)
        case TimedOut():
            return Step(result=TIMEOUT, leave=TIMEOUT)
        case _:
            return Step()


node = NodeType(
    kind="wait_for_delivery",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    ui=NodeUi(title="Wait for delivery", help=__doc__ or "", group="time", icon="check-check"),
)
