"""Compare one value with several, from the top, and leave by the first that fits."""

from typing import Self

from pydantic import Field, model_validator

from engine import Context, Step, Value
from engine.conditions import Op, Test, decide, pattern_problem
from engine.template import TemplateError
from nodes.fields import OutputId, Template, unique
from nodes.spec import NodeType
from ui_schema import NodeUi, widget

OTHERWISE = "otherwise"


class Case(Value):
    """A way out, and what the value must be for it."""

    id: OutputId = Field(title="Id", description="Names the output.")
    op: Op = Field("equals", title="Test", description="How the value is compared.", json_schema_extra=widget("select"))
    value: Template = Field(
        "", title="With", description="What it is compared with; two values with a comma for `between`."
    )

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if self.op == "matches" and "{{" not in self.value and (problem := pattern_problem(self.value)):
            raise ValueError(problem)
        return self


class Params(Value):
    value: Template = Field(
        min_length=1, title="Value", description="What is compared, for example {{ vars.city }} or {{ input.text }}."
    )
    cases: tuple[Case, ...] = Field(
        min_length=1,
        max_length=50,
        title="Cases",
        description="Tried in this order.",
        json_schema_extra=widget("cases"),
    )

    @model_validator(mode="after")
    def _own_outputs(self) -> Self:
        unique(tuple(case.id for case in self.cases), reserved=frozenset({OTHERWISE}))
        return self


def outputs(params: Params) -> tuple[str, ...]:
    return (*(case.id for case in params.cases), OTHERWISE)


def enter(params: Params, context: Context) -> Step:
    value = context.evaluate(params.value, "value")
    for i, case in enumerate(params.cases):
        if _fits(value, case, context, f"cases.{i}.value"):
            return Step(result=case.id, leave=case.id)
    return Step(result=OTHERWISE, leave=OTHERWISE)


def _fits(value: object, case: Case, context: Context, field: str) -> bool:
    """A case that cannot be decided does not fit, and is a problem; the next one is tried."""
    before = len(context.problems)
    other = context.evaluate(case.value, field)
    if len(context.problems) > before:
        return False
    test = Test(left="value", op=case.op, right="{{ other }}")
    try:
        return decide(test, {"value": value, "other": other}, context.now, context.limits)
    except TemplateError as error:
        context.problem("condition_failed", str(error), field)
        return False


node = NodeType(
    kind="switch",
    params=Params,
    outputs=outputs,
    enter=enter,
    ui=NodeUi(title="Switch", help=__doc__ or "", group="logic", icon="split"),
)
