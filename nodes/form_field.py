"""What all questions of a form have in common."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field

from engine.asked import Asked, Beside
from engine.kinds import Holds
from nodes.fields import AnswerCondition, AnswerField, Said, Template, VariableName
from nodes.questions import INVALID_TEXT
from nodes.skip_words import LABELS
from nodes.spec import NodeType
from nodes.waiting import KEEPING, NO_ANSWER
from ui_schema import widget

ASKS_FOR: Mapping[str, Any] = {
    "title": "Asks for",
    "description": "What fits.",
    "json_schema_extra": widget("select"),
}

_PICKED = "whoever types it picks it, and does not skip"


class FormField(Asked):
    """One question of the form. ``alone`` is the node that would ask nothing else."""

    alone: ClassVar[NodeType[Any]]

    id: Annotated[VariableName, Holds()] = Field(
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
    invalid_text: Said = INVALID_TEXT
    retry_text: Said = Field(
        "",
        title="When asking again",
        description="What is sent when the answer does not fit. Empty: the form's text.",
        json_schema_extra=widget("template", section=NO_ANSWER),
    )
    contact_field: AnswerField = Field(
        None,
        title="Contact field",
        description="The answer is kept here too, with the contact.",
        json_schema_extra=widget("select", source="contact_fields", section=KEEPING),
    )

    def beside(self, language: str) -> tuple[Beside, ...]:
        """The button that skips, in all languages: each of its titles is a word that skips."""
        skips = tuple(Beside(title, "the button that skips the question", _PICKED) for title in LABELS.values())
        return (*super().beside(language), *(skips if self.optional else ()))
