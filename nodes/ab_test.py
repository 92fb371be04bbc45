"""Try out several ways, and measure which one leads more contacts to a goal. A contact always takes the same way.

A goal is a *Goal reached* node, by its name. `GET /flows/{id}/ab-tests` tells how many contacts took each way, how many of them
reached the goal in time, and whether the difference says anything yet.
"""

from datetime import timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from engine import Context, Step, Value
from engine.named import Names
from nodes.arms import Arm, fair, taken
from nodes.fields import OutputId, Span
from nodes.spec import NodeType
from ui_schema import NodeUi, widget


class Params(Value):
    name: str = Field(
        min_length=1,
        max_length=100,
        pattern=r"\S",
        title="What is tried out",
        description="For example: Greeting. As long as the name and the ways stay, contacts keep theirs, in all versions.",
        json_schema_extra=widget("text"),
    )
    variants: tuple[Arm, ...] = Field(
        min_length=2,
        max_length=10,
        title="Ways",
        description="The ways out and their shares. The others are compared with the first.",
        json_schema_extra=widget("weights"),
    )
    goal: Annotated[str, Names.GOAL] = Field(
        min_length=1,
        max_length=100,
        pattern=r"\S",
        title="Goal",
        description="The name of a Goal reached node, of this flow or of another one that is published.",
        json_schema_extra=widget("text"),
    )
    within: Span = Field(
        timedelta(days=7),
        title="Within",
        description="A goal that is reached later does not count.",
    )
    winner: OutputId | None = Field(
        None,
        title="Winner",
        description="Everybody takes this way from now on. Empty: it goes on.",
        json_schema_extra=widget("text", role="id"),
    )

    @model_validator(mode="after")
    def _fair(self) -> Self:
        fair(self.variants)
        if self.winner is not None and self.winner not in outputs(self):
            raise ValueError(f"the winner {self.winner!r} is none of the ways")
        return self


def outputs(params: Params) -> tuple[str, ...]:
    return tuple(arm.id for arm in params.variants)


def enter(params: Params, context: Context) -> Step:
    way = params.winner or taken(params.variants, context.share("ab_test", params.name), context.wanted_way)
    return Step(result=way, leave=way)


node = NodeType(
    kind="ab_test",
    params=Params,
    outputs=outputs,
    enter=enter,
    ui=NodeUi(title="A/B test", help=__doc__ or "", group="logic", icon="flask-conical"),
)
