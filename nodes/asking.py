"""What every node that asks has in common: asking, checking the answer, asking again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from engine import Button, Context, Event, Happened, MessageReceived, SendMessage, Step, TimedOut
from engine.summary import in_words
from nodes.hearing import collected, heard, told
from nodes.questions import NO_MATCH, Asking, way_out
from nodes.waiting import PLAIN, kept, lively, overtaken, patience, said, silence

MOST_BUTTONS = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that fits: the value to save, the output to leave by, and what ``result.<node>`` keeps of it."""

    value: Any
    leave: str
    result: Any = None


@dataclass(frozen=True, slots=True)
class Partly:
    """An answer that may go on: what is said to it, and what is remembered of it until the next message."""

    effects: tuple[SendMessage, ...]
    memory: Mapping[str, Any]


def the_one(values: tuple[str, ...]) -> Answer | None:
    """What was found in a reply, if it is one thing: of two, nobody knows which is meant."""
    return Answer(values[0], "answered", values[0]) if len(values) == 1 else None


Read: TypeAlias = Callable[[MessageReceived], Answer | Partly | None]


def laid_out(buttons: tuple[Button, ...]) -> SendMessage:
    """The shape of a question with these to press: buttons up to three, a list of more."""
    return SendMessage(buttons=buttons, layout="buttons" if len(buttons) <= MOST_BUTTONS else "list")


def ask(params: Asking, context: Context, shape: SendMessage = PLAIN) -> Step:
    """Send the question and wait; ``shape`` is the message without its text: buttons and layout. Who has stayed in the flow
    is asked it again, and has no more attempts than before."""
    effects = said(context, params.question, "question", shape)
    return Step(effects=effects, memory=lively(context), wait=patience(params, context))


def answer(params: Asking, context: Context, event: Event, read: Read, shape: SendMessage = PLAIN) -> Step:
    """What an event means to a node that has asked: ``read`` gives what fits, or None to ask again."""
    if isinstance(event, MessageReceived) and (way := way_out(params, context, event, shape)):
        return Step(leave=way)
    match heard(params, context, event):
        case Step() as collecting:
            return collecting
        case MessageReceived() as message:
            return told(_answered(params, context, read(message), shape), event, message)
        case TimedOut():
            return silence(params, context)
        case Happened() as happened:
            before = collected(context)
            fitting = _fitting(params, context, read(before)) if before else None
            return told(fitting, event, before) if fitting and before else overtaken(params, happened)
        case _:
            return Step()


def as_shown(step: Step, title: str | list[str]) -> Step:
    """People read what was on the button, where what is kept of it says something else."""
    same = in_words(step.result).casefold() == in_words(title).casefold()
    return step if same or not title else step._replace(answered={"title": title})


def _fitting(params: Asking, context: Context, found: Answer | Partly | None) -> Step | None:
    if isinstance(found, Answer) and _valid(params, context, found.value):
        return kept(params, found.value, found.result, found.leave)
    return None


def _answered(params: Asking, context: Context, found: Answer | Partly | None, shape: SendMessage) -> Step:
    if isinstance(found, Partly):
        return Step(effects=found.effects, memory={**lively(context), **found.memory}, wait=patience(params, context))
    texts = ("invalid_text",) if found else ()
    return _fitting(params, context, found) or _again(params, context, shape, (*texts, "retry_text", "question"))


def _valid(params: Asking, context: Context, value: Any) -> bool:
    """A condition that cannot be decided is a problem of the author, and does not stop the contact."""
    wrong = context.watching()
    holds = not params.valid_if.strip() or context.given(answer=value).test(params.valid_if, "valid_if")
    return holds or bool(wrong())


def _again(params: Asking, context: Context, shape: SendMessage, texts: tuple[str, ...]) -> Step:
    """``texts`` names the fields that say what is sent, the first that is set; the reminders begin anew."""
    asked = int(context.memory.get("retries", 0))
    if asked >= params.retries:
        return Step(leave=NO_MATCH)
    field = next(name for name in texts if getattr(params, name))
    return Step(
        effects=said(context, getattr(params, field), field, shape),
        memory={**lively(context), "retries": asked + 1},
        wait=patience(params, context),
    )
