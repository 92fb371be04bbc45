"""Run another flow and come back here when it ends."""

from typing import Annotated

from pydantic import Field

from engine import Context, Event, FlowEnded, Step, SubFlow, Value
from engine.flow import NAME
from nodes.fields import FlowKey, Template, VariableName
from nodes.spec import NodeType
from nodes.values import Wanted, evaluated
from ui_schema import NodeUi, widget


class Input(Value):
    """A value for an input variable of the other flow."""

    name: Annotated[str, Field(pattern=NAME)] = Field(
        title="Input", description="An input variable of the other flow.", json_schema_extra=widget("text")
    )
    value: Template = Field(
        title="Value", description="A text, or one expression such as {{ vars.order_no }}, which keeps its type."
    )


class Output(Value):
    """Where an output variable of the other flow is kept."""

    name: Annotated[str, Field(pattern=NAME)] = Field(
        title="Output", description="An output variable of the other flow.", json_schema_extra=widget("text")
    )
    save_as: VariableName = Field(title="Save as", description="The variable of this flow that keeps it.")


class Params(Value):
    flow: FlowKey = Field(title="Flow", description="The flow that is run, in its published version.")
    version: int | None = Field(
        None,
        ge=1,
        title="Version",
        description="The number of a version that is run whatever is published. Empty: the published one, or its canary.",
        json_schema_extra=widget("number"),
    )
    inputs: tuple[Input, ...] = Field(
        (),
        max_length=50,
        title="Inputs",
        description="What the other flow is given.",
        json_schema_extra=widget("key_values"),
    )
    outputs: tuple[Output, ...] = Field(
        (),
        max_length=50,
        title="Outputs",
        description="What is kept of what it gives back.",
        json_schema_extra=widget("key_values"),
    )


def outputs(params: Params) -> tuple[str, ...]:
    return ("completed", "failed")


def enter(params: Params, context: Context) -> Step:
    wanted = [Wanted(one.name, one.value, f"inputs.{i}.value") for i, one in enumerate(params.inputs)]
    return Step(run=SubFlow(params.flow, evaluated(context, wanted), params.version))


def resume(params: Params, context: Context, event: Event) -> Step:
    match event:
        case FlowEnded(status="completed"):
            saved = {one.save_as: event.outputs.get(one.name) for one in params.outputs}
            return Step(variables=saved, result=event.result, leave="completed")
        case FlowEnded():
            return Step(leave="failed")
        case _:
            return Step()


node = NodeType(
    kind="run_flow",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    ui=NodeUi(title="Run a flow", help=__doc__ or "", group="subflow", icon="workflow"),
)
