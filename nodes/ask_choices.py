"""Ask the contact to pick several of a few choices. They press one after the other, or write “1, 3” or “tea and coffee”.

The variable keeps a list of titles. In six languages “all”, “none” and “done” are understood.
"""

from typing import ClassVar, Self

from pydantic import Field, model_validator

from engine import Context, Event, SendMessage, Step, Value
from nodes.asking import Answer, answer, ask
from nodes.choosing import buttons_of, titles_elsewhere
from nodes.fields import Choice, unique
from nodes.picking import Menu, Picker, Picking, menu_shape, ticked_before
from nodes.questions import NO_MATCH, arms
from nodes.several import Ids
from nodes.spec import NodeType
from ui_schema import NodeUi, widget


class ChoicesLimits(Value):
    """What can be picked, also in a form."""

    answers: ClassVar = "list"

    choices: tuple[Choice, ...] = Field(
        min_length=1,
        max_length=20,
        title="Choices",
        description="What can be picked. Ids are no outputs; except in a form, the result keeps them.",
        json_schema_extra=widget("choices"),
    )


class Params(ChoicesLimits, Picking):
    @model_validator(mode="after")
    def _pickable(self) -> Self:
        pickable(self.choices, self.least)
        return self


def pickable(choices: tuple[Choice, ...], least: int) -> None:
    """For validators: ids that occur once, and as many choices as have to be picked."""
    unique(tuple(choice.id for choice in choices))
    if least > len(choices):
        raise ValueError("more have to be picked than there are choices")


def outputs(params: Params) -> tuple[str, ...]:
    return ("answered", *arms(params))


def enter(params: Params, context: Context) -> Step:
    return ask(params, context, shown(params, context))


def shown(params: Params, context: Context) -> SendMessage:
    """The question's buttons as they are now: those that were pressed have a tick."""
    menu = _menu(params, context)
    return menu_shape(params, context, menu, ticked_before(context, menu))


def resume(params: Params, context: Context, event: Event) -> Step:
    menu = _menu(params, context)

    def make(ids: Ids) -> Answer:
        titles = [menu.titles[id] for id in ids]
        return Answer(titles, "answered", {"ids": list(ids), "titles": titles})

    shape = menu_shape(params, context, menu, ticked_before(context, menu))
    return answer(params, context, event, Picker(params, context, menu, make).read, shape)


def _menu(params: Params, context: Context) -> Menu:
    others = (one.choices for one in context.other_languages if isinstance(one, Params))
    return Menu(buttons_of(params.choices, context), titles_elsewhere(others, context))


node = NodeType(
    kind="ask_choices",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    fallbacks=frozenset({NO_MATCH}),
    ui=NodeUi(title="Ask for several choices", help=__doc__ or "", group="input", icon="list-checks"),
)
