"""Send an e-mail from the address of this installation: to the contact, or to somebody who should know.

It is sent when the mail server has taken it; whether it is read, or comes back days later, no flow hears of.
"""

from datetime import timedelta
from typing import Annotated, Any, Self, TypeAlias

from pydantic import Field, ValidationError, model_validator

from engine import CallReturned, Context, Event, ForCall, Step, Value
from engine.marks import ForContact
from engine.problems import said_by
from engine.shapes import Plain
from nodes.calling import empty_handed, failed, request
from nodes.email_address import is_address
from nodes.fields import ADDRESS_FIX, LongContent, Template, Title
from nodes.mail import MOST_RECIPIENTS, Mail, is_one_line
from nodes.spec import Io, NodeType, simulated
from ui_schema import NodeUi

SENT, FAILED = "sent", "failed"
TIMEOUT = timedelta(seconds=30)
ATTEMPTS = 3  # each with the same Message-ID, by which receivers know a repetition


def _addresses(text: str) -> tuple[str, ...]:
    parts = (one.strip() for one in text.replace(";", ",").split(","))
    return tuple(dict.fromkeys(one for one in parts if one))


def _are_addresses(text: str) -> bool:
    addresses = _addresses(text)
    return 0 < len(addresses) <= MOST_RECIPIENTS and all(map(is_address, addresses))


_Addresses: TypeAlias = Annotated[
    Template, Plain(_are_addresses, "is no e-mail address, or has one that is none", ADDRESS_FIX)
]
_Address: TypeAlias = Annotated[Title, Plain(is_address, "is no e-mail address", ADDRESS_FIX)]
_Subject: TypeAlias = Annotated[
    Title, Plain(lambda text: bool(text) and is_one_line(text), "is not one line of text", "write one, without tabs")
]
_Line: TypeAlias = Annotated[
    Title, Plain(is_one_line, "is more than one line, or has a control character", "write it in one line, without tabs")
]


class Params(Value):
    to: _Addresses = Field(
        min_length=1, title="To", description="{{ vars.email }}, or up to ten addresses with commas between them."
    )
    subject: Annotated[_Subject, ForContact("to")] = Field(
        min_length=1, title="Subject", description="One line, 200 characters at most."
    )
    text: Annotated[LongContent, ForContact("to")] = Field(
        "", title="Text", description="What is read where no HTML is shown."
    )
    html: Annotated[LongContent, ForContact("to")] = Field(
        "",
        title="HTML",
        description="Values that people gave go through escape: {{ contact.name | escape }}.",
    )
    reply_to: _Address = Field("", title="Answers go to", description="An address. Empty: to the sender.")
    sender_name: _Line = Field("", title="Sender's name", description="Shown beside the sender's address.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text.strip() and not self.html.strip():
            raise ValueError("an e-mail needs a text, an HTML, or both")
        return self


def outputs(params: Params) -> tuple[str, ...]:
    return (SENT, FAILED)


def enter(params: Params, context: Context) -> Step:
    filled = request(params, context, _check)
    return Step(wait=ForCall(filled, TIMEOUT, ATTEMPTS)) if filled else empty_handed(context, FAILED)


def _check(filled: Params, context: Context) -> None:
    try:
        _mail(filled)
    except ValidationError as error:
        path, why = next(said_by(error))
        context.problem("bad_email", why, str(path[0]))
    if not filled.text.strip() and not filled.html.strip():
        context.problem("empty_email", "nothing is left to say when the templates are filled in", "text")


def _mail(params: Params) -> Mail:
    return Mail(
        to=_addresses(params.to),
        subject=params.subject.strip(),
        text=params.text,
        html=params.html,
        reply_to=params.reply_to.strip() or None,
        sender_name=params.sender_name.strip(),
    )


async def perform(params: Params, io: Io) -> dict[str, Any]:
    answer = await io.mail(_mail(params))
    return answer.model_dump(mode="json")


def simulate(params: Params) -> CallReturned:
    """As if the mail server had taken it."""
    return simulated({"id": "simulated", "refused": ""})


def resume(params: Params, context: Context, event: Event) -> Step:
    match event:
        case CallReturned(error=None, result={"id": str(id), "refused": str(reason)}) if id or reason:
            if reason:  # with an id: some of several recipients are refused
                context.problem("email_refused", reason, "to")
            return Step(result={"id": id}, leave=SENT) if id else empty_handed(context, FAILED)
        case CallReturned():
            return failed(context, event, FAILED)
        case _:
            return Step()


node = NodeType(
    kind="send_email",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    perform=perform,
    simulate=simulate,
    ui=NodeUi(title="Send an e-mail", help=__doc__ or "", group="action", icon="mail"),
)
