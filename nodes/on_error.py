"""Go on here when something goes wrong in this flow that would otherwise end it: a loop without a wait, a step that is gone, a
call or another flow that failed and whose output leads nowhere.

It is entered once, with all variables and results as they are; `error.code`, `error.message` and `error.node` say what
happened. What goes wrong after that ends the flow.
"""

from engine import Context, Step, Value
from nodes.spec import NodeType, only_next
from ui_schema import NodeUi


class Params(Value):
    """Nothing to set."""


def enter(params: Params, context: Context) -> Step:
    return Step(leave="next")


node = NodeType(
    kind="on_error",
    params=Params,
    outputs=only_next,
    enter=enter,
    catches=True,
    ui=NodeUi(title="When something goes wrong", help=__doc__ or "", group="logic", icon="shield-alert"),
)
