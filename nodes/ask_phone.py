"""Ask for a phone number and keep it as +919876543210, however it was written.

Without a country the number needs its + and country code. A contact that the person shares is taken as it is.
"""

from typing import ClassVar

from pydantic import Field

from engine import Context, Event, MessageReceived, Step, Value
from nodes.asking import Answer, answer, ask, the_one
from nodes.phone_numbers import Country, numbers_in
from nodes.questions import NO_MATCH, Asking, arms
from nodes.spec import NodeType
from ui_schema import NodeUi, widget


class PhoneLimits(Value):
    """How a phone number is read, also in a form."""

    answers: ClassVar = "text"
    country: Country = Field(
        "",
        title="Country",
        description="Two letters, for example IN, BR or ID: where a number without + belongs. Empty: + is needed.",
        json_schema_extra=widget("text"),
    )


class Params(PhoneLimits, Asking):
    """The limits of the answer, and what every question has."""


def outputs(params: Params) -> tuple[str, ...]:
    return ("answered", *arms(params))


def enter(params: Params, context: Context) -> Step:
    return ask(params, context)


def resume(params: Params, context: Context, event: Event) -> Step:
    def read(said: MessageReceived) -> Answer | None:
        return the_one(numbers_in(said.phone or said.text, params.country))

    return answer(params, context, event, read)


node = NodeType(
    kind="ask_phone",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    fallbacks=frozenset({NO_MATCH}),
    ui=NodeUi(title="Ask for a phone number", help=__doc__ or "", group="input", icon="phone"),
)
