"""Split contacts by chance, for example to try two texts. A contact always takes the same way."""

from itertools import accumulate
from typing import Self

from pydantic import Field, model_validator

from engine import Context, Step, Value
from nodes.fields import OutputId, unique
from nodes.spec import NodeType
from ui_schema import NodeUi, widget


class Arm(Value):
    """One way out and its share."""

    id: OutputId = Field(title="Id", description="Names the output.")
    weight: int = Field(
        1,
        ge=0,
        le=1_000_000,
        title="Weight",
        description="Its share of the contacts, in proportion to the other weights: percents, if they add up to 100.",
        json_schema_extra=widget("number"),
    )


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
        unique(tuple(arm.id for arm in self.arms))
        if not sum(arm.weight for arm in self.arms):
            raise ValueError("at least one weight is more than 0")
        return self


def outputs(params: Params) -> tuple[str, ...]:
    return tuple(arm.id for arm in params.arms)


def enter(params: Params, context: Context) -> Step:
    salt = (params.experiment,) if params.experiment else (context.flow, context.node)
    ends = tuple(accumulate(arm.weight for arm in params.arms))
    drawn = min(int(context.share(*salt) * ends[-1]), ends[-1] - 1)
    arm = next(arm for arm, end in zip(params.arms, ends, strict=True) if drawn < end)
    return Step(result=arm.id, leave=arm.id)


node = NodeType(
    kind="random_split",
    params=Params,
    outputs=outputs,
    enter=enter,
    ui=NodeUi(title="Random split", help=__doc__ or "", group="logic", icon="shuffle"),
)
