"""End this flow here. A flow that was run by another one gives control back to it."""

from pydantic import Field

from engine import Context, End, Step, Value
from nodes.fields import Title
from nodes.spec import NodeType
from ui_schema import NodeUi


class Params(Value):
    result: Title = Field(
        "completed", title="Result", description="A word for how it ended, as shown in the list of runs: sold, lost…"
    )


def outputs(params: Params) -> tuple[str, ...]:
    return ()


def enter(params: Params, context: Context) -> Step:
    result = context.render(params.result, "result").strip()
    return Step(end=End(result[:200] or "completed"))


node = NodeType(
    kind="end",
    params=Params,
    outputs=outputs,
    enter=enter,
    ui=NodeUi(title="End", help=__doc__ or "", group="logic", icon="flag"),
)
