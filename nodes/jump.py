"""Go on at another node of this flow, without drawing an edge across the canvas: back to the menu, to the goodbye."""

from pydantic import Field

from engine import Context, Step, Value
from nodes.fields import NodeId
from nodes.spec import NodeType
from ui_schema import NodeUi


class Params(Value):
    node: NodeId = Field(title="To", description="The node of this flow where it goes on.")


def outputs(params: Params) -> tuple[str, ...]:
    return ()


def enter(params: Params, context: Context) -> Step:
    return Step(go=params.node)


node = NodeType(
    kind="jump",
    params=Params,
    outputs=outputs,
    enter=enter,
    ui=NodeUi(title="Jump", help=__doc__ or "", group="logic", icon="corner-down-right"),
)
