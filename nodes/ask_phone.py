"""Ask for a phone number and keep it as +919876543210, however it was written.

Without a country the number needs its + and country code. A contact that the person shares is taken as it is.
"""

import phonenumbers
from pydantic import Field

from engine import Context, Event, MessageReceived, Step
from nodes.asking import Answer, answer, ask, the_one
from nodes.phone_countries import Country
from nodes.phrases import plain
from nodes.questions import Asking, arms
from nodes.spec import NodeType
from ui_schema import NodeUi, widget

MOST_TRIES = 20  # pieces of one reply that look like a number and are none


class Params(Asking):
    country: Country = Field(
        "",
        title="Country",
        description="Two letters, for example IN, BR or ID: where a number without + belongs. Empty: + is needed.",
        json_schema_extra=widget("text"),
    )


def outputs(params: Params) -> tuple[str, ...]:
    return ("answered", *arms(params))


def enter(params: Params, context: Context) -> Step:
    return ask(params, context)


def resume(params: Params, context: Context, event: Event) -> Step:
    def read(said: MessageReceived) -> Answer | None:
        return the_one(_numbers(said.phone or said.text, params.country))

    return answer(params, context, event, read)


def _numbers(text: str, country: str) -> set[str]:
    """Every valid number in the text. 00 before a country code is what many phones need instead of +."""
    written = plain(text).strip()
    international = f"+{written[2:]}" if written.startswith("00") else written
    matches = phonenumbers.PhoneNumberMatcher(international, country or None, max_tries=MOST_TRIES)
    return {phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.E164) for found in matches}


node = NodeType(
    kind="ask_phone",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    ui=NodeUi(title="Ask for a phone number", help=__doc__ or "", group="input", icon="phone"),
)
