"""Branch on whether a condition holds."""

from typing import Self

from pydantic import Field, model_validator

from engine import Context, Step, Value
from engine.conditions import Tree
from nodes.fields import LiquidCondition
from nodes.spec import NodeType
from ui_schema import NodeUi, widget


class Params(Value):
    when: Tree | None = Field(
        None,
        title="When",
        description="Tests of what is known, joined by all, any and not.",
        json_schema_extra=widget("condition_tree"),
    )
    expression: LiquidCondition = Field(
        "", title="Or an expression", description="For example: vars.age >= 18 and contact.tags contains 'vip'."
    )

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.when is None) == (not self.expression.strip()):
            raise ValueError("a condition is made of tests or is an expression: one of both")
        return self


def outputs(params: Params) -> tuple[str, ...]:
    return ("true", "false")


def enter(params: Params, context: Context) -> Step:
    """What cannot be decided is false, and a problem."""
    what, field = (params.expression, "expression") if params.when is None else (params.when, "when")
    holds = context.test(what, field)
    return Step(result=holds, leave="true" if holds else "false")


node = NodeType(
    kind="condition",
    params=Params,
    outputs=outputs,
    enter=enter,
    ui=NodeUi(title="Condition", help=__doc__ or "", group="logic", icon="git-branch"),
)
