"""Ask a question and take a number as the answer: “3”, “about 4.5 kg”, “٣”, “three”, “5 thousand”, “50rb”, “2 लाख”.

Where it may be another number, as in “4 or 5”, “3-4” or “2 and a half”, or is only a limit, as in “over 18”, the question is
asked again.
"""

from math import ceil
from typing import Annotated, ClassVar, Self, TypeAlias

from pydantic import Field, model_validator

from engine import Context, Event, MessageReceived, Step, Value
from engine.large_numbers import LARGEST
from engine.replies_amount import amount
from engine.shapes import PlainWhere
from nodes.asking import Answer, answer, ask
from nodes.questions import NO_MATCH, Asking, arms
from nodes.spec import NodeType
from ui_schema import NodeUi, widget

_Smallest: TypeAlias = Annotated[
    float | None,
    PlainWhere(
        "never_fits",
        lambda _: False,
        "and the largest have no whole number between them",
        "allow fractions, or move a limit",
    ),
]


class NumberLimits(Value):
    """What fits of a number, also in a form."""

    answers: ClassVar = "number"

    minimum: _Smallest = Field(
        None,
        ge=-LARGEST,
        le=LARGEST,
        title="Smallest",
        description="The smallest number that fits. Empty: any.",
        json_schema_extra=widget("number"),
    )
    maximum: float | None = Field(
        None,
        ge=-LARGEST,
        le=LARGEST,
        title="Largest",
        description="The largest number that fits. Empty: any.",
        json_schema_extra=widget("number"),
    )
    whole: bool = Field(
        False,
        title="Whole numbers only",
        description="Whether 2.5 does not fit.",
        json_schema_extra=widget("switch"),
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValueError("the smallest number is larger than the largest")
        return self

    @property
    def never_fits(self) -> bool:
        """Whether no number is whole and within the limits."""
        if self.minimum is None or self.maximum is None:
            return False
        return self.whole and ceil(self.minimum) > self.maximum


class Params(NumberLimits, Asking):
    """The limits of the answer, and what every question has."""


def outputs(params: Params) -> tuple[str, ...]:
    return ("answered", *arms(params))


def enter(params: Params, context: Context) -> Step:
    return ask(params, context)


def resume(params: Params, context: Context, event: Event) -> Step:
    def read(said: MessageReceived) -> Answer | None:
        value = amount(said.text, context.language)
        return Answer(value, "answered", value) if value is not None and _fits(params, value) else None

    return answer(params, context, event, read)


def _fits(params: Params, value: float) -> bool:
    if params.whole and value != int(value):
        return False
    above = params.minimum is None or value >= params.minimum
    return above and (params.maximum is None or value <= params.maximum)


node = NodeType(
    kind="ask_number",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    fallbacks=frozenset({NO_MATCH}),
    ui=NodeUi(title="Ask for a number", help=__doc__ or "", group="input", icon="hash"),
)
