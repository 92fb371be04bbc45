"""What every node that asks has in common: its arms for no match and for no answer, and asking again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic import Field

from engine import Button, Context, Event, ForReply, MessageReceived, SendMessage, Step, TimedOut, Value
from nodes.fields import OptionalSpan, SaveAs, Template
from ui_schema import widget

NO_MATCH, TIMEOUT = "no_match", "timeout"
NO_ANSWER = "When the answer does not fit, or does not come"
MOST_BUTTONS = 3


class Waiting(Value):
    """Params of a node that waits for the contact."""

    save_as: SaveAs = Field(None, title="Save as", description="The variable that keeps the answer.")
    timeout: OptionalSpan = Field(
        None,
        title="Wait no longer than",
        description="Leaves by `timeout` when no answer has come for so long. Empty: waits without end.",
    )


class Asking(Waiting):
    """Params of a node that asks a question and asks again until the answer fits."""

    question: Template = Field(min_length=1, title="Question", description="What the contact is asked.")
    retries: int = Field(
        2,
        ge=0,
        le=10,
        title="Ask again",
        description="How often the question is asked again before the node leaves by `no_match`.",
        json_schema_extra=widget("number", section=NO_ANSWER),
    )
    retry_text: Template = Field(
        "",
        title="When asking again",
        description="What is sent when the answer does not fit. Empty: the question once more.",
        json_schema_extra=widget("template", section=NO_ANSWER),
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that fits: the value to save, the output to leave by, and what ``result.<node>`` keeps of it."""

    value: Any
    leave: str
    result: Any = None


def the_one(values: set[str]) -> Answer | None:
    """What was found in a reply, if it is one thing: of two, nobody knows which is meant."""
    value = next(iter(values)) if len(values) == 1 else None
    return None if value is None else Answer(value, "answered", value)


Read: TypeAlias = Callable[[MessageReceived], Answer | None]
PLAIN = SendMessage()


def on_timeout(params: Waiting) -> tuple[str, ...]:
    return (TIMEOUT,) if params.timeout else ()


def arms(params: Asking) -> tuple[str, ...]:
    """The outputs that every asking node has after its own."""
    return (NO_MATCH, *on_timeout(params))


def offered(buttons: tuple[Button, ...]) -> SendMessage:
    """The shape of a question with something to press: buttons up to three, a list of more."""
    return SendMessage(buttons=buttons, layout="buttons" if len(buttons) <= MOST_BUTTONS else "list")


def ask(params: Asking, context: Context, shape: SendMessage = PLAIN) -> Step:
    """Send the question and wait; ``shape`` is the message without its text: buttons and layout."""
    return Step(effects=_said(context, params.question, "question", shape), wait=ForReply(params.timeout))


def answer(params: Asking, context: Context, event: Event, read: Read, shape: SendMessage = PLAIN) -> Step:
    """What an event means to a node that has asked: ``read`` gives what fits, or None to ask again."""
    match event:
        case MessageReceived() if (found := read(event)) is not None:
            saved = {params.save_as: found.value} if params.save_as else {}
            return Step(variables=saved, result=found.result, leave=found.leave)
        case MessageReceived():
            return _again(params, context, shape)
        case TimedOut() if params.timeout:
            return Step(leave=TIMEOUT)
        case _:
            return Step()


def _again(params: Asking, context: Context, shape: SendMessage) -> Step:
    asked = int(context.memory.get("retries", 0))
    if asked >= params.retries:
        return Step(leave=NO_MATCH)
    source, field = (params.retry_text, "retry_text") if params.retry_text else (params.question, "question")
    return Step(
        effects=_said(context, source, field, shape),
        memory={"retries": asked + 1},
        wait=ForReply(params.timeout),
    )


def _said(context: Context, source: str, field: str, shape: SendMessage) -> tuple[SendMessage, ...]:
    text = context.render(source, field)
    if not text.strip():
        context.problem("empty_message", "there is nothing to send: the text is empty", field)
        return ()
    return (shape.model_copy(update={"text": text}),)
