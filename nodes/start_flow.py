"""Start another flow for somebody else, such as the seller of what was ordered, or for this contact on another channel.
It begins in their own conversation, behind what is said there; this flow goes on at once."""

from pydantic import Field

from engine import Context, StartFlow, Step, Value
from nodes.fields import FlowKey, Title
from nodes.run_flow import Input
from nodes.spec import NodeType, only_next
from nodes.starting import WHEN_BUSY, ChannelId, IgnoresOrInterrupts
from nodes.values import Wanted, evaluated
from ui_schema import NodeUi, widget

LONGEST = 256


class Params(Value):
    flow: FlowKey = Field(title="Flow", description="The flow that is started, in its published version.")
    channel: ChannelId = Field(
        title="Channel",
        description="Id of the channel that the other conversation is on.",
        json_schema_extra=widget("select", source="channels"),
    )
    address: Title = Field(
        "",
        title="Address",
        description="Whom it is for, as the channel knows them: {{ vars.seller_phone }}. Empty: this contact.",
    )
    name: Title = Field("", title="Name", description="Of somebody who is not known yet.")
    inputs: tuple[Input, ...] = Field(
        (),
        max_length=50,
        title="Inputs",
        description="What the other flow is given.",
        json_schema_extra=widget("key_values"),
    )
    when_busy: IgnoresOrInterrupts = WHEN_BUSY


def enter(params: Params, context: Context) -> Step:
    """An address that turns out empty must not become this contact's by mistake."""
    address = context.render(params.address, "address").strip()
    if params.address and not 0 < len(address) <= LONGEST:
        context.problem("no_address", f"nothing is started: an address has 1 to {LONGEST} characters", "address")
        return Step(leave="next")
    wanted = [Wanted(one.name, one.value, f"inputs.{i}.value") for i, one in enumerate(params.inputs)]
    start = StartFlow(
        flow=params.flow,
        channel=params.channel,
        address=address or None,
        name=context.render(params.name, "name"),
        inputs=evaluated(context, wanted),
        interrupt=params.when_busy == "interrupt",
    )
    return Step(effects=(start,), leave="next")


node = NodeType(
    kind="start_flow",
    params=Params,
    outputs=only_next,
    enter=enter,
    ui=NodeUi(title="Start a flow for somebody", help=__doc__ or "", group="subflow", icon="send"),
)
