"""Send an e-mail from the address of this installation: to the contact, or to somebody who should know.

It is sent when the mail server has taken it; whether it is read, or comes back days later, no flow hears of.
"""

from datetime import timedelta
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator

from engine import CallReturned, Context, Event, ForCall, Step, Value
from nodes.fields import LongTemplate, Template, Title
from nodes.mail import Mail
from nodes.spec import Io, NodeType, simulated
from ui_schema import NodeUi

SENT, FAILED = "sent", "failed"
TIMEOUT = timedelta(seconds=30)
ATTEMPTS = 3  # each with the same Message-ID, by which receivers know a repetition


class Params(Value):
    to: Template = Field(
        min_length=1, title="To", description="{{ vars.email }}, or up to ten addresses with commas between them."
    )
    subject: Title = Field(min_length=1, title="Subject", description="One line, 200 characters at most.")
    text: LongTemplate = Field("", title="Text", description="What is read where no HTML is shown.")
    html: LongTemplate = Field(
        "",
        title="HTML",
        description="Values that people gave go through escape: {{ contact.name | escape }}.",
    )
    reply_to: Title = Field("", title="Answers go to", description="An address. Empty: to the sender.")
    sender_name: Title = Field("", title="Sender's name", description="Shown beside the sender's address.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text.strip() and not self.html.strip():
            raise ValueError("an e-mail needs a text, an HTML, or both")
        return self


def outputs(params: Params) -> tuple[str, ...]:
    return (SENT, FAILED)


def enter(params: Params, context: Context) -> Step:
    """Better no e-mail than one that the author did not mean."""
    before = len(context.problems)
    request = context.rendered(params)
    if len(context.problems) == before:
        _check(request, context)
    if len(context.problems) > before:
        return Step(leave=FAILED)
    return Step(wait=ForCall(request, TIMEOUT, ATTEMPTS))


def _check(request: Params, context: Context) -> None:
    try:
        _mail(request)
    except ValidationError as error:
        where = error.errors()[0]
        context.problem("bad_email", where["msg"].removeprefix("Value error, "), str(where["loc"][0]))
    if not request.text.strip() and not request.html.strip():
        context.problem("empty_email", "nothing is left to say when the templates are filled in", "text")


def _mail(params: Params) -> Mail:
    addresses = [one.strip() for one in params.to.replace(";", ",").split(",")]
    return Mail(
        to=tuple(dict.fromkeys(one for one in addresses if one)),
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
        case CallReturned(error=None, result={"id": str(id), "refused": str(reason)}):
            if reason:  # with an id: some of several recipients are refused
                context.problem("email_refused", reason, "to")
            return Step(result={"id": id}, leave=SENT) if id else Step(leave=FAILED)
        case CallReturned():
            return Step(leave=FAILED)
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
