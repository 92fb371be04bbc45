"""Write to the contact on this channel again, after they have opted out. Say what they will get, and how to stop it."""

from engine import Context, OptIn, Step, Value
from nodes.spec import NodeType, only_next
from ui_schema import NodeUi


class Params(Value):
    """Nothing to set: it is about the address where this conversation is."""


def enter(params: Params, context: Context) -> Step:
    return Step(effects=(OptIn(),) if context.contact.opted_out else (), leave="next")


node = NodeType(
    kind="opt_in",
    params=Params,
    outputs=only_next,
    enter=enter,
    ui=NodeUi(title="Opt in", help=__doc__ or "", group="data", icon="bell-ring"),
)
