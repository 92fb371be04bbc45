"""Keep something about the contact, for this flow and for every later one. An empty value empties the field."""

from pydantic import Field

from engine import Context, SetField, Step, Value
from nodes.fields import FieldName, Template
from nodes.spec import NodeType, only_next
from nodes.values import Wanted, evaluated
from ui_schema import NodeUi


class Params(Value):
    name: FieldName = Field(
        title="Field", description="The contact's field: name, language, or one that the workspace has defined."
    )
    value: Template = Field(
        "",
        title="Value",
        description="A text, or one expression such as {{ vars.city }}, which keeps its type. Empty: clears it.",
    )


def enter(params: Params, context: Context) -> Step:
    values = evaluated(context, [Wanted(params.name, params.value, "value")])
    effects = tuple(SetField(name=name, value=None if value == "" else value) for name, value in values.items())
    return Step(effects=effects, leave="next")


node = NodeType(
    kind="set_contact_field",
    params=Params,
    outputs=only_next,
    enter=enter,
    ui=NodeUi(title="Set a contact field", help=__doc__ or "", group="data", icon="user-pen"),
)
