"""Ask the contact to pick one of a few choices, and branch on the answer. They press, or type a title or its number.

Titles of all languages of the flow are understood.
"""

from typing import ClassVar, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from engine import Context, Event, MessageReceived, SendMessage, Step, Value
from nodes.asking import Answer, answer, ask, laid_out
from nodes.choosing import buttons_of, titles_elsewhere, titles_of
from nodes.fields import Choice, unique
from nodes.questions import NO_MATCH, Asking, arms
from nodes.several import meant
from nodes.spec import NodeType
from nodes.waiting import TIMEOUT
from ui_schema import NodeUi, widget

Layout: TypeAlias = Literal["auto", "buttons", "list"]


class ChoiceLimits(Value):
    """What can be picked and how it is shown, also in a form."""

    answers: ClassVar = "text"
    choices: tuple[Choice, ...] = Field(
        min_length=1,
        max_length=20,
        title="Choices",
        description="What can be picked. Every choice is an output, except in a form.",
        json_schema_extra=widget("choices"),
    )
    layout: Layout = Field(
        "auto",
        title="Layout",
        description="How choices are shown; auto takes buttons up to three choices and a list for more.",
        json_schema_extra=widget("select"),
    )


class Params(ChoiceLimits, Asking):
    @model_validator(mode="after")
    def _own_outputs(self) -> Self:
        unique(tuple(choice.id for choice in self.choices), reserved=frozenset({*arms(self), TIMEOUT, "answered"}))
        return self


def outputs(params: Params) -> tuple[str, ...]:
    return (*(choice.id for choice in params.choices), *arms(params))


def enter(params: Params, context: Context) -> Step:
    return ask(params, context, shown(params, context))


def shown(params: Params, context: Context) -> SendMessage:
    """The question's buttons and their layout."""
    buttons = buttons_of(params.choices, context)
    return laid_out(buttons) if params.layout == "auto" else SendMessage(buttons=buttons, layout=params.layout)


def resume(params: Params, context: Context, event: Event) -> Step:
    shape = shown(params, context)
    titles = titles_of(shape.buttons)
    others = (one.choices for one in context.other_languages if isinstance(one, Params))
    elsewhere = titles_elsewhere(others, context)

    def read(said: MessageReceived) -> Answer | None:
        id = meant(said.text, said.choice, titles, elsewhere, context.language)
        return None if id is None else Answer(titles[id], id, {"id": id, "title": titles[id]})

    return answer(params, context, event, read, shape)


node = NodeType(
    kind="ask_choice",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    fallbacks=frozenset({NO_MATCH}),
    ui=NodeUi(title="Ask a choice", help=__doc__ or "", group="input", icon="list"),
)
