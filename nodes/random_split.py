"""Split contacts by chance, for example to try two texts. A contact always takes the same way."""

from typing import Self

from pydantic import Field, model_validator

from engine import Context, Step, Value
from nodes.arms import Arm, fair, taken
from nodes.spec import NodeType
from ui_schema import NodeUi, widget


class Params(Value):
    arms: tuple[Arm, ...] = Field(
        min_length=2,
        max_length=20,
        title="Ways",
        description="The ways out and their shares.",
        json_schema_extra=widget("weights"),
    )
    experiment: str = Field(
        "",
        max_length=100,
        title="Experiment",
        description="Splits of the same name draw alike for a contact, in all flows and versions. Empty: drawn anew.",
        json_schema_extra=widget("text"),
    )

    @model_validator(mode="after")
    def _fair(self) -> Self:
        fair(self.arms)
        return self


def outputs(params: Params) -> tuple[str, ...]:
    return tuple(arm.id for arm in params.arms)


def enter(params: Params, context: Context) -> Step:
    salt = (params.experiment,) if params.experiment else (context.flow, context.node)
    arm = taken(params.arms, context.share(*salt), context.wanted_way)
    return Step(result=arm, leave=arm)


node = NodeType(
    kind="random_split",
    params=Params,
    outputs=outputs,
    enter=enter,
    ui=NodeUi(title="Random split", help=__doc__ or "", group="logic", icon="shuffle"),
)
