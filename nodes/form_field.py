"""What all questions of a form have in common, and what those have in common of which several can be picked."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import ConfigDict, Field, model_validator

from engine import Value
from nodes.fields import AnswerCondition, OptionalFieldName, PickedTemplate, Template, VariableName
from nodes.picking import Picking
from nodes.spec import NodeType
from nodes.waiting import KEEPING, NO_ANSWER
from ui_schema import widget

ASKS_FOR: Mapping[str, Any] = {
    "title": "Asks for",
    "description": "What fits.",
    "json_schema_extra": widget("select"),
}
# What every field had before each sort had a class of its own: documents may have it, empty, where it means nothing.
FORMERLY: Mapping[str, Any] = {
    "choices": {"type": "array", "maxItems": 0, "deprecated": True, "description": "Only where there is a choice."},
    "country": {"type": "string", "maxLength": 0, "deprecated": True, "description": "Only of a phone number."},
}
_PICKING: Mapping[str, Any] = Picking.model_fields


def _takes_former(schema: dict[str, Any]) -> None:
    for name, empty in FORMERLY.items():
        schema["properties"].setdefault(name, empty)


class FormField(Value):
    """One question of the form. ``alone`` is the node that would ask nothing else."""

    model_config = ConfigDict(json_schema_extra=_takes_former)
    alone: ClassVar[NodeType[Any]]

    id: VariableName = Field(
        title="Name",
        description="Names the field, and the variable that keeps its answer.",
        json_schema_extra=widget("variable", role="id"),
    )
    sort: str = Field(**ASKS_FOR)
    question: Template = Field(
        min_length=1, title="Question", description="What the contact is asked; it can read the answers before it."
    )
    optional: bool = Field(
        False,
        title="Can be skipped",
        description="Whether there is a button, and a word, that leaves it out.",
        json_schema_extra=widget("switch"),
    )
    valid_if: AnswerCondition = Field(
        "",
        title="Fits only if",
        description="A condition over `answer`, for example: answer >= 18.",
        json_schema_extra=widget("condition", section=KEEPING),
    )
    invalid_text: Template = Field(
        "",
        title="When the condition fails",
        description="What is sent then. Empty: the same as when any answer does not fit.",
        json_schema_extra=widget("template", section=KEEPING),
    )
    retry_text: Template = Field(
        "",
        title="When asking again",
        description="What is sent when the answer does not fit. Empty: the form's text.",
        json_schema_extra=widget("template", section=NO_ANSWER),
    )
    contact_field: OptionalFieldName = Field(
        None,
        title="Contact field",
        description="The answer is kept here too, with the contact.",
        json_schema_extra=widget("select", source="contact_fields", section=KEEPING),
    )


class Picks(Value):
    """How many are picked, as where it is asked alone."""

    least: int = _PICKING["least"]
    most: int = _PICKING["most"]
    more_text: PickedTemplate = _PICKING["more_text"]

    @model_validator(mode="after")
    def _least_before_most(self) -> Self:
        if self.least > self.most:
            raise ValueError("more have to be picked than can be")
        return self
