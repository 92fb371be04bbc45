"""What every node that waits for the contact has in common: keeping the answer, reminders, and the end of patience."""

from datetime import timedelta
from itertools import pairwise
from typing import Annotated, Any, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from engine import Context, ForReply, Happened, SendMessage, SetField, Step, Value
from nodes.fields import OR_EMPTY, AnswerField, AnswerVariable, OptionalSpan, Span, Template, Title
from nodes.keys import key_in
from ui_schema import widget

TIMEOUT, EVENT = "timeout", "event"
KEEPING = "Keeping and checking the answer"
NO_ANSWER = "When the answer does not fit, or does not come"
PLAIN = SendMessage()
LONGEST_BURST = timedelta(minutes=1)
OF_THE_MESSAGE = frozenset({"reminded", "heard"})


def _short(span: timedelta | None) -> timedelta | None:
    if span is not None and span > LONGEST_BURST:
        raise ValueError("at most one minute (PT1M): the contact waits for an answer")
    return span


Burst: TypeAlias = Annotated[OptionalSpan, AfterValidator(_short)]
COLLECT: Any = Field(
    None,
    title="Collect for",
    description="So long after a message another one is waited for, and all of them are one answer. Empty: the first.",
    json_schema_extra=widget("duration", section=KEEPING),
)


class Reminder(Value):
    """What is said into a silence."""

    after: Span = Field(title="After", description="So long after the question was asked.")
    text: Template = Field(min_length=1, title="Text", description="What the contact is reminded with.")


class Kept(Value):
    """Where an answer is kept."""

    save_as: AnswerVariable = Field(None, title="Save as", description="The variable that keeps the answer.")
    contact_field: AnswerField = Field(
        None,
        title="Contact field",
        description="The answer is kept here too, with the contact, for every later flow.",
        json_schema_extra=widget("select", source="contact_fields", section=KEEPING),
    )


class Patient(Value):
    """How long an answer is waited for, and what is said meanwhile."""

    timeout: OptionalSpan = Field(
        None,
        title="Wait no longer than",
        description="Leaves by `timeout` when no answer has come for so long. Empty: waits without end.",
    )
    reminders: tuple[Reminder, ...] = Field(
        (),
        max_length=5,
        title="Reminders",
        description="What is said while no answer comes; any answer ends them.",
        json_schema_extra=widget("key_values", section=NO_ANSWER),
    )
    event: Annotated[Title, OR_EMPTY] = Field(
        "",
        title="Or until this happens",
        description="What another system may tell before an answer comes: payment/{{ vars.order_no }}. Leaves by `event` then.",
        json_schema_extra=widget("template", section=NO_ANSWER),
    )

    @model_validator(mode="after")
    def _one_after_the_other(self) -> Self:
        moments = [*(reminder.after for reminder in self.reminders), *([self.timeout] if self.timeout else [])]
        if any(later <= earlier for earlier, later in pairwise(moments)):
            raise ValueError("a reminder comes after the one before it, and before the timeout")
        return self


class Waiting(Patient, Kept):
    """Params of a node that waits for the contact."""

    collect: Burst = COLLECT


def unanswered(params: Patient) -> tuple[str, ...]:
    """The outputs by which the wait ends without an answer."""
    return (*((TIMEOUT,) if params.timeout else ()), *((EVENT,) if params.event else ()))


def patience(params: Patient, context: Context, reminded: int = 0) -> ForReply:
    """The wait until the next reminder is due, or until the timeout; after so many reminders."""
    moments = (*(reminder.after for reminder in params.reminders), params.timeout)
    passed = moments[reminded - 1] if reminded else None
    due = moments[reminded]
    return ForReply(due - (passed or timedelta()) if due else None, awaited(params, context))


def awaited(params: Patient, context: Context) -> str | None:
    """The key of what may happen meanwhile; None where there is none, or one that nobody could tell."""
    return key_in(context, params.event, EVENT) if params.event else None


def silence(params: Patient, context: Context) -> Step:
    """No answer has come: the next reminder, or the way out."""
    reminded = int(context.memory.get("reminded", 0))
    if reminded >= len(params.reminders):
        return Step(leave=TIMEOUT) if params.timeout else Step()
    text, field = params.reminders[reminded].text, f"reminders.{reminded}.text"
    return Step(
        effects=said(context, text, field),
        memory={**context.memory, "reminded": reminded + 1},
        wait=patience(params, context, reminded + 1),
    )


def overtaken(params: Patient, happened: Happened) -> Step:
    """What was waited for besides the answer has happened first; ``result.<node>`` is what was told of it."""
    return Step(result=happened.data, answered={}, leave=EVENT) if params.event else Step()


def lively(context: Context) -> dict[str, Any]:
    """What the node remembers once the contact has written: reminders and collecting begin anew."""
    return {name: value for name, value in context.memory.items() if name not in OF_THE_MESSAGE}


def kept(params: Kept, value: Any, result: Any, leave: str) -> Step:
    """The node is left, with the answer where the author wants it."""
    return Step(
        effects=(SetField(name=params.contact_field, value=value),) if params.contact_field else (),
        variables={params.save_as: value} if params.save_as else {},
        result=result,
        leave=leave,
    )


def said(context: Context, source: str, field: str, shape: SendMessage = PLAIN) -> tuple[SendMessage, ...]:
    """The message, in this shape; none, and a problem, where its text comes out empty."""
    text = context.render(source, field)
    if not text.strip():
        context.problem("empty_message", "there is nothing to send: the text is empty", field)
        return ()
    return (shape.model_copy(update={"text": text}),)
