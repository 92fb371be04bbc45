"""Let every contact pass once: a greeting for the first time, in this run or in any later one, and no second one."""

from pydantic import Field

from engine import Context, Step, Value
from nodes.remembering import MomentField, happened
from nodes.spec import NodeType
from ui_schema import NodeUi

FIRST, AGAIN = "first", "again"


class Params(Value):
    field: MomentField = Field(
        title="Remembered in",
        description="The contact field that keeps when they passed. Nodes that share it let pass once altogether.",
    )


def outputs(params: Params) -> tuple[str, ...]:
    return (FIRST, AGAIN)


def enter(params: Params, context: Context) -> Step:
    """Any value in the field says that the contact was here, whoever has set it; emptying it lets them pass again."""
    if context.contact.fields.get(params.field) not in (None, "", False):
        return Step(result=AGAIN, leave=AGAIN)
    return Step(effects=(happened(params.field, context),), result=FIRST, leave=FIRST)


node = NodeType(
    kind="once",
    params=Params,
    outputs=outputs,
    enter=enter,
    runs_out=frozenset({FIRST}),
    ui=NodeUi(title="Once", help=__doc__ or "", group="logic", icon="circle-check"),
)
