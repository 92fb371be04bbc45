"""Count how often the flow comes by here, and take another way after so many times: three tries, then a person."""

from typing import Annotated, Any

from pydantic import Field

from engine import Context, Step, Value
from engine.kinds import Holds
from engine.variables import Unfit, fit
from nodes.fields import VariableName
from nodes.quoting import quoted
from nodes.spec import NodeType
from ui_schema import NodeUi, widget

WITHIN, EXCEEDED = "within", "exceeded"
MOST = 1_000_000_000


class Params(Value):
    counter: Annotated[VariableName, Holds("number")] = Field(
        title="Counter", description="The variable that counts. Set it to 0 elsewhere to start over."
    )
    limit: int = Field(
        3,
        ge=1,
        le=1_000_000,
        title="Limit",
        description="So many times it is left by within, then by exceeded.",
        json_schema_extra=widget("number"),
    )
    reset: bool = Field(
        False,
        title="Start over when exceeded",
        description="Sets the counter to 0 whenever it is left by exceeded.",
        json_schema_extra=widget("switch"),
    )


def outputs(params: Params) -> tuple[str, ...]:
    return (WITHIN, EXCEEDED)


def enter(params: Params, context: Context) -> Step:
    count = _counted(context.variables.get(params.counter), context) + 1
    exceeded = count > params.limit
    kept = 0 if exceeded and params.reset else count
    return Step(variables={params.counter: kept}, result=count, leave=EXCEEDED if exceeded else WITHIN)


def _counted(value: Any, context: Context) -> int:
    """What is no number counts from 0, and is a problem."""
    try:
        return min(max(int(fit("number", value) or 0), 0), MOST)
    except (Unfit, ValueError, OverflowError):
        context.problem("not_a_number", f"{quoted(value)} is no number; it counts from 0", "counter")
        return 0


def rounds(params: Params, context: Context) -> int:
    return max(params.limit - _counted(context.variables.get(params.counter), context), 0)


node = NodeType(
    kind="counter",
    params=Params,
    outputs=outputs,
    enter=enter,
    runs_out=frozenset({WITHIN}),
    rounds=rounds,
    ui=NodeUi(title="Counter", help=__doc__ or "", group="logic", icon="tally-5"),
)
