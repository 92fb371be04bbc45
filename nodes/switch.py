"""Look at one value, case by case from the top, and leave by the first that fits.

A case compares the value, or looks into what somebody wrote: for words, however they are spelled, for a number (“about
5 kg”), a date (“tomorrow”), a time, a phone number or an address; or for a file, a place, a tag. What it finds can be kept.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Annotated, Any, Final, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from engine import Context, Step, Value
from engine.conditions import Op, compare, pattern_problem
from engine.kinds import ComparedBy
from engine.marks import is_template
from engine.named import Names, NamesBy
from engine.replies import Match
from engine.template import TemplateError
from engine.template_values import written
from nodes.date_order import order_of
from nodes.fields import OptionalFieldName, OutputId, SaveAs, Template, unique
from nodes.local_time import zone_in
from nodes.reply_tests import Heard, ReplyTest, Unreadable, Wanted, first_found, is_reply_test, tested, wanted_problem
from nodes.sent_tests import SentTest, is_sent_test, needs_a_name, sent
from nodes.spec import NodeType
from nodes.zones import TODAY_CONTACT_ZONE, TODAY_ZONE, TimeZone
from ui_schema import NodeUi, widget

OTHERWISE = "otherwise"
FAILED: Final = "has_error"
SwitchTest: TypeAlias = Literal[Op, ReplyTest, SentTest, "has_error"]


class Case(Value):
    """A way out, and what the value must be for it."""

    id: OutputId = Field(title="Id", description="Names the output.")
    op: SwitchTest = Field(
        "equals",
        title="Test",
        description="How the value is compared; what begins with `has` is looked for in what somebody wrote or sent.",
        json_schema_extra=widget("select"),
    )
    value: Annotated[
        Template, NamesBy("op", has_tag=Names.TAG, in_segment=Names.SEGMENT), ComparedBy("op", "the value")
    ] = Field(
        "",
        title="With",
        description="What it is compared with: words; two values with a comma for `between`; a date, or P0D for today;"
        " for a phone number its country, such as IN.",
    )

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if is_template(self.value):
            return self
        if problem := self._problem:
            raise ValueError(problem)
        return self

    @property
    def _problem(self) -> str | None:
        if is_reply_test(self.op):
            return wanted_problem(self.op, self.value)
        if needs_a_name(self.op):
            return None if self.value.strip() else "say which one"
        return pattern_problem(self.value) if self.op == "matches" else None


class Params(Value):
    value: Template = Field(
        "{{ input.text }}",
        min_length=1,
        title="Value",
        description="What is compared, for example {{ vars.city }}. Files and places are looked for in the last message.",
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
    zone: TimeZone = TODAY_ZONE
    contact_zone: OptionalFieldName = TODAY_CONTACT_ZONE

    @model_validator(mode="after")
    def _own_outputs(self) -> Self:
        unique(tuple(case.id for case in self.cases), reserved=frozenset({OTHERWISE}))
        return self


def outputs(params: Params) -> tuple[str, ...]:
    return (*(case.id for case in params.cases), OTHERWISE)


def enter(params: Params, context: Context) -> Step:
    wrong = context.watching()
    value = context.evaluate(params.value, "value")
    failed = bool(wrong()) or (isinstance(value, dict) and bool(value.get("error")))
    heard = _heard(params, value, context)
    for i, case in enumerate(params.cases):
        found = (
            Match(value) if case.op == FAILED and failed else _found(value, heard, case, context, f"cases.{i}.value")
        )
        if found:
            kept = {params.save_as: found.value} if params.save_as else {}
            return Step(variables=kept, result=case.id, leave=case.id)
    return Step(result=OTHERWISE, leave=OTHERWISE)


def _heard(params: Params, value: Any, context: Context) -> Heard:
    """A number that is one is written with a point, whatever the language."""
    language = "en" if isinstance(value, int | float) else context.language
    today = context.now.astimezone(zone_in(context, params.zone, params.contact_zone)).date()
    return Heard(written(value), language, today, order_of(context))


def _found(value: object, heard: Heard, case: Case, context: Context, field: str) -> Match | None:
    """A case that cannot be decided does not fit, and is a problem; the next one is tried."""
    wrong = context.watching()
    other = context.evaluate(case.value, field)
    if wrong():
        return None
    try:
        return _tried(value, heard, case, other, context)
    except (TemplateError, Unreadable) as error:
        context.problem("condition_failed", str(error), field)
        return None


def _tried(value: object, heard: Heard, case: Case, other: Any, context: Context) -> Match | None:
    op = case.op
    if is_reply_test(op):
        shared = context.message.phone if op == "has_phone" and context.message else None
        said = replace(heard, text=shared) if shared else heard
        return first_found(partial(tested, op, said), _wanted(case, other, context))
    if is_sent_test(op):
        wanted = _as_wanted(other, context)
        names = [wanted] if isinstance(wanted, str) else wanted
        return next((found for name in names if (found := sent(op, context, name))), None)
    if op == FAILED:
        return None
    return Match(value) if compare(op, "value", value, other) else None


def _wanted(case: Case, other: Any, context: Context) -> Iterator[Wanted]:
    """In the language that is spoken, then in the flow's others: whoever is asked in one may answer in another."""
    yield _as_wanted(other, context)
    others = (twin for one in context.other_languages if isinstance(one, Params) for twin in one.cases)
    yield from (_as_wanted(context.evaluate(twin.value), context) for twin in others if twin.id == case.id)


def _as_wanted(value: Any, context: Context) -> Wanted:
    """Written out; of a list every item by itself. Raises Unreadable for more of them than a turn has time for."""
    if not isinstance(value, list):
        return written(value)
    most = context.limits.compared_items
    if len(value) > most:
        raise Unreadable(
            f"the list has {len(value):,} items, and a reply is compared with {most:,} at most: keep them in a table, where"
            " find_by_name looks for one"
        )
    return [text for one in value if (text := written(one).strip())]


node = NodeType(
    kind="switch",
    params=Params,
    outputs=outputs,
    enter=enter,
    fallbacks=frozenset({OTHERWISE}),
    empty_handed=frozenset({OTHERWISE}),
    ui=NodeUi(title="Switch", help=__doc__ or "", group="logic", icon="split"),
)
