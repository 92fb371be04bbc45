"""Set variables of the flow. Every value is worked out from the variables as they were before this node."""

from pydantic import Field

from engine import Context, Step, Value
from nodes.spec import NodeType, only_next
from nodes.values import Assignment, Wanted, evaluated
from ui_schema import NodeUi, widget


class Params(Value):
    assignments: tuple[Assignment, ...] = Field(
        min_length=1,
        max_length=50,
        title="Variables",
        description="Which variables are set, and to what.",
        json_schema_extra=widget("key_values"),
    )


def enter(params: Params, context: Context) -> Step:
    wanted = [Wanted(one.name, one.value, f"assignments.{i}.value") for i, one in enumerate(params.assignments)]
    return Step(variables=evaluated(context, wanted), leave="next")


node = NodeType(
    kind="set_variable",
    params=Params,
    outputs=only_next,
    enter=enter,
    ui=NodeUi(title="Set variables", help=__doc__ or "", group="data", icon="variable"),
)
