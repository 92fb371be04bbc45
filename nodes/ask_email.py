"""Ask for an e-mail address. It may stand in a sentence; “you can write to Ann@Example.com.” gives Ann@example.com.

Whether the address exists is not looked up. Of two addresses in one reply none is taken: the question is asked again.
"""

from typing import ClassVar

from engine import Context, Event, MessageReceived, Step
from nodes.asking import Answer, answer, ask, the_one
from nodes.email_address import addresses_in
from nodes.phrases import plain
from nodes.questions import NO_MATCH, Asking, arms
from nodes.spec import NodeType
from ui_schema import NodeUi


class Params(Asking):
    """The question and what follows on its answer is all there is."""

    answers: ClassVar = "text"


def outputs(params: Params) -> tuple[str, ...]:
    return ("answered", *arms(params))


def enter(params: Params, context: Context) -> Step:
    return ask(params, context)


def resume(params: Params, context: Context, event: Event) -> Step:
    return answer(params, context, event, _read)


def _read(said: MessageReceived) -> Answer | None:
    return the_one(addresses_in(plain(said.text)))


node = NodeType(
    kind="ask_email",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    fallbacks=frozenset({NO_MATCH}),
    ui=NodeUi(title="Ask for an e-mail address", help=__doc__ or "", group="input", icon="at-sign"),
)
