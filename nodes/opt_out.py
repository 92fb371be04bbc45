"""Stop writing to the contact on this channel. What the flow said before still goes out, a farewell for example; nothing that
comes after it does, from this flow or any other, until they opt in again."""

from engine import Context, OptOut, Step, Value
from nodes.spec import NodeType, only_next
from ui_schema import NodeUi


class Params(Value):
    """Nothing to set: it is about the address where this conversation is."""


def enter(params: Params, context: Context) -> Step:
    return Step(effects=() if context.contact.opted_out else (OptOut(),), leave="next")


node = NodeType(
    kind="opt_out",
    params=Params,
    outputs=only_next,
    enter=enter,
    ui=NodeUi(title="Opt out", help=__doc__ or "", group="data", icon="bell-off"),
)
