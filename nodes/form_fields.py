"""The questions of a form, and each of them as the node that would ask it alone."""

from collections.abc import Mapping
from typing import Any, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from engine import Value
from nodes import ask_choice, ask_date, ask_email, ask_number, ask_phone, ask_text, ask_time, ask_yes_no
from nodes.fields import AnswerCondition, Choice, OptionalFieldName, Template, VariableName, unique
from nodes.phone_numbers import Country
from nodes.questions import CANCELLED, NO_MATCH, SKIPPED
from nodes.spec import NodeType
from nodes.waiting import EVENT, TIMEOUT
from ui_schema import widget

Sort: TypeAlias = Literal["text", "number", "email", "phone", "date", "time", "yes_no", "choice"]
SORTS: Mapping[Sort, NodeType[Any]] = {
    "text": ask_text.node,
    "number": ask_number.node,
    "email": ask_email.node,
    "phone": ask_phone.node,
    "date": ask_date.node,
    "time": ask_time.node,
    "yes_no": ask_yes_no.node,
    "choice": ask_choice.node,
}
ENDS = frozenset({NO_MATCH, TIMEOUT, CANCELLED, EVENT})


class FormField(Value):
    """One question of the form."""

    id: VariableName = Field(
        title="Name",
        description="Names the field, and the variable that keeps its answer.",
        json_schema_extra=widget("variable", role="id"),
    )
    sort: Sort = Field("text", title="Asks for", description="What fits.", json_schema_extra=widget("select"))
    question: Template = Field(
        min_length=1, title="Question", description="What the contact is asked; it can read the answers before it."
    )
    optional: bool = Field(
        False,
        title="Can be skipped",
        description="Whether there is a button, and a word, that leaves it out.",
        json_schema_extra=widget("switch"),
    )
    choices: tuple[Choice, ...] = Field(
        (), max_length=20, title="Choices", description="Of a choice alone.", json_schema_extra=widget("choices")
    )
    country: Country = Field(
        "",
        title="Country",
        description="Of a phone number alone: two letters, where a number without + belongs.",
        json_schema_extra=widget("text"),
    )
    valid_if: AnswerCondition = Field(
        "", title="Fits only if", description="A condition over `answer`, for example: answer >= 18."
    )
    retry_text: Template = Field(
        "", title="When asking again", description="What is sent when the answer does not fit. Empty: the form's text."
    )
    contact_field: OptionalFieldName = Field(
        None, title="Contact field", description="The answer is kept here too, with the contact."
    )

    @model_validator(mode="after")
    def _of_its_sort(self) -> Self:
        if bool(self.choices) != (self.sort == "choice"):
            raise ValueError("a choice needs choices, and nothing else has any")
        if self.country and self.sort != "phone":
            raise ValueError("only a phone number has a country")
        unique(tuple(choice.id for choice in self.choices), reserved=ENDS | {SKIPPED})
        return self
