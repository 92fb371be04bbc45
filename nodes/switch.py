"""Look at one value, case by case from the top, and leave by the first that fits.

A case compares the value, or looks into what somebody wrote: for words, however they are spelled, for a number (“about
5 kg”), a date (“tomorrow”), a time, a phone number or an address. What it finds there can be kept.
"""

from typing import Any, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from engine import Context, Step, Value
from engine.conditions import Op, compare, pattern_problem
from engine.replies import Match
from engine.template import TemplateError
from engine.template_values import written
from nodes.fields import OutputId, SaveAs, Template, unique
from nodes.reply_tests import Heard, ReplyTest, Unreadable, is_reply_test, tested, wanted_problem
from nodes.spec import NodeType
from ui_schema import NodeUi, widget

OTHERWISE = "otherwise"
SwitchTest: TypeAlias = Literal[Op, ReplyTest]


class Case(Value):
    """A way out, and what the value must be for it."""

    id: OutputId = Field(title="Id", description="Names the output.")
    op: SwitchTest = Field(
        "equals",
        title="Test",
        description="How the value is compared; what begins with `has` is looked for in what somebody wrote.",
        json_schema_extra=widget("select"),
    )
    value: Template = Field(
        "",
        title="With",
        description="What it is compared with: words; two values with a comma for `between`; a date, or P0D for today;"
        " for a phone number its country, such as IN.",
    )

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if "{{" in self.value or "{%" in self.value:
            return self
        problem = pattern_problem(self.value) if self.op == "matches" else None
        if is_reply_test(self.op):
            problem = wanted_problem(self.op, self.value)
        if problem:
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
    save_as: SaveAs = Field(
        None,
        title="Save as",
        description="The variable that keeps what the case found: the number, the date, the words; or the value itself.",
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
        if found := _found(value, case, context, f"cases.{i}.value"):
            kept = {params.save_as: found.value} if params.save_as else {}
            return Step(variables=kept, result=case.id, leave=case.id)
    return Step(result=OTHERWISE, leave=OTHERWISE)


def _found(value: object, case: Case, context: Context, field: str) -> Match | None:
    """A case that cannot be decided does not fit, and is a problem; the next one is tried."""
    before = len(context.problems)
    other = context.evaluate(case.value, field)
    if len(context.problems) > before:
        return None
    try:
        return _tried(value, case.op, other, context)
    except (TemplateError, Unreadable) as error:
        context.problem("condition_failed", str(error), field)
        return None


def _tried(value: object, op: SwitchTest, other: Any, context: Context) -> Match | None:
    if is_reply_test(op):
        return tested(op, Heard(written(value), context.language, context.now.date()), written(other))
    return Match(value) if compare(op, "value", value, other) else None


node = NodeType(
    kind="switch",
    params=Params,
    outputs=outputs,
    enter=enter,
    ui=NodeUi(title="Switch", help=__doc__ or "", group="logic", icon="split"),
)
