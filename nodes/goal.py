"""Mark a goal as reached: the run's log keeps the visit of this node, for counting who came this far."""

from typing import Annotated

from pydantic import Field

from engine import Context, Step, Value
from engine.named import Names
from nodes.remembering import MomentField, happened
from nodes.spec import NodeType, only_next
from ui_schema import NodeUi, widget


class Params(Value):
    name: Annotated[str, Names.REACHED] = Field(
        min_length=1,
        max_length=100,
        pattern=r"\S",
        title="Goal",
        description="What was reached, for example: Appointment booked.",
        json_schema_extra=widget("text"),
    )
    field: MomentField | None = Field(
        None,
        title="Remember in",
        description="A contact field that keeps when they reached it last. Empty: only the log keeps it.",
        json_schema_extra=widget("select", source="contact_fields"),
    )


def enter(params: Params, context: Context) -> Step:
    effects = (happened(params.field, context),) if params.field else ()
    return Step(effects=effects, result=params.name, leave="next")


node = NodeType(
    kind="goal",
    params=Params,
    outputs=only_next,
    enter=enter,
    ui=NodeUi(title="Goal reached", help=__doc__ or "", group="action", icon="target"),
)
