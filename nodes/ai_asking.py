"""What every node that asks a language model has in common: the model and its limits, the call, and how it can fail."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import Field, ValidationError

from engine import CallReturned, Context, Event, ForCall, SendMessage, Step, Value
from engine.context import Watch
from engine.large_numbers import is_too_large
from engine.named import Names, Unset
from nodes.ai import LONGEST_WAIT, MOST_TOKENS, AiAnswer, AiRefused, AiRequest
from nodes.calling import fits
from nodes.fields import LongTemplate, Span, at_most
from nodes.reading import json_or
from nodes.spec import Io
from ui_schema import widget

FAILED = "failed"
MODEL = "The model, and what happens when it does not answer"
LONGEST = timedelta(seconds=LONGEST_WAIT)
MARGIN = timedelta(seconds=5)  # the call outlives the question, so that what came of it is written down
Json: TypeAlias = dict[str, Any]
Connection: TypeAlias = Annotated[str, Names.CONNECTION, Field(pattern=r"^[A-Za-z0-9_-]{0,64}$")]
AnswerTokens: TypeAlias = Annotated[
    int,
    Field(
        ge=1,
        le=MOST_TOKENS,
        title="Longest answer",
        description="In tokens; a word has one or two, in some scripts more.",
        json_schema_extra=widget("number"),
    ),
]
SendAnswer: TypeAlias = Annotated[
    bool,
    Field(title="Send the answer", description="Send it to the contact at once.", json_schema_extra=widget("switch")),
]


class AiParams(Value):
    """Params of a node that asks a model."""

    connection: Annotated[Connection, Unset("default")] = Field(
        "",
        title="Connection",
        description="Which of the operator's models is asked, by name. Empty: the one called `default`.",
        json_schema_extra=widget("text", section=MODEL),
    )
    timeout: Annotated[Span, at_most(LONGEST, f"at most {LONGEST_WAIT:g} seconds (PT2M)")] = Field(
        timedelta(seconds=30),
        title="Wait no longer than",
        description="For one attempt, 2 minutes at most.",
        json_schema_extra=widget("duration", section=MODEL),
    )
    attempts: int = Field(
        2,
        ge=1,
        le=5,
        title="Attempts",
        description="How often it is asked while no answer comes, before the node leaves by `failed`.",
        json_schema_extra=widget("number", section=MODEL),
    )


class AboutText(AiParams):
    """Params of a node that lets a model look at a text."""

    text: LongTemplate = Field(
        "{{ input.text }}",
        min_length=1,
        title="Text",
        description="What the model looks at. As it is: what the contact said last.",
    )


P = TypeVar("P", bound=AiParams)


def ask(params: P, context: Context, *needed: str) -> Step:
    """Ask the model, with the templates filled in; the ``needed`` fields must not be empty by then."""
    wrong = context.watching()
    request = context.rendered(params)
    for field in needed:
        if not wrong() and not str(getattr(request, field)).strip():
            context.problem("nothing_to_ask", f"the model is not asked: {field} is empty", field)
    return call(request, context, wrong)


def call(request: AiParams, context: Context, wrong: Watch, margin: timedelta = MARGIN) -> Step:
    """Make the call, unless something is wrong already: ``wrong`` has watched since this visit began."""
    if not wrong():
        fits(request, context)
    if wrong():
        return Step(result={"error": wrong()[0].code}, leave=FAILED)
    return Step(wait=ForCall(request, request.timeout + margin, request.attempts))


async def answer(params: AiParams, io: Io, instructions: str, text: str, **more: Any) -> Json:
    seconds = params.timeout.total_seconds()
    request = AiRequest(connection=params.connection, timeout=seconds, instructions=instructions, text=text, **more)
    return await outcome(io.ai(request))


async def outcome(asked: Awaitable[AiAnswer]) -> Json:
    """What ``perform`` gives: the answer, or in which words it was refused, which no other attempt would change."""
    try:
        return (await asked).model_dump(mode="json")
    except AiRefused as refusal:
        return {"refused": refusal.code, "detail": str(refusal)}


def taken(context: Context, event: Event, use: Callable[[AiAnswer], Step | None]) -> Step:
    """What an event means to a node that has asked; an answer that ``use`` cannot read gives None."""
    match event:
        case CallReturned(error=None, result={"refused": str(code), "detail": str(detail)}):
            return failed(context, code, detail)
        case CallReturned(error=None, result={"text": str()} as result):
            return _used(context, result, use)
        case CallReturned(error="timeout"):
            return failed(context, "ai_timeout", "the model did not answer in time")
        case CallReturned(detail=detail):
            return failed(context, "ai_failed", detail or "there is no answer of the model")
        case _:
            return Step()


def _used(context: Context, result: Json, use: Callable[[AiAnswer], Step | None]) -> Step:
    try:
        given = AiAnswer.model_validate(result)
    except ValidationError:
        return failed(context, "ai_unreadable", "this is no answer of a model")
    if (step := use(given)) is not None:
        return step
    cut = ": it was cut short" if given.cut else ""
    return failed(context, "ai_unreadable", f"the model's answer does not fit what it was asked for{cut}")


def failed(context: Context, code: str, why: str) -> Step:
    """Leave by `failed`; ``result.<node>.error`` is the problem's code, for flows that look at why."""
    context.problem(code, why)
    return Step(result={"error": code}, leave=FAILED)


def read_json(given: AiAnswer) -> Json | None:
    """The object that the model wrote; None if it is none. Some models put it into a fence."""
    text = given.text.strip().removeprefix("```json").removeprefix("```").removesuffix("```")
    found = json_or(text, None)
    return found if isinstance(found, dict) else None


def number(value: Any) -> float | None:
    is_one = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_one and not is_too_large(value) else None


def closed(properties: Json) -> Json:
    """The JSON Schema of an object with exactly these properties, as structured outputs want it."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def said(text: str, *, send: bool) -> tuple[SendMessage, ...]:
    return (SendMessage(text=text),) if send and text else ()


def simulated_text(text: str) -> Json:
    """The result of a call as the simulator has it: a model that costs nothing and says this."""
    return AiAnswer(text=text, model="simulated").model_dump(mode="json")
