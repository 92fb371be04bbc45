"""What every node that asks a language model has in common: the model and its limits, the call, and how it can fail."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated, Any, NoReturn, TypeAlias, TypeVar

from pydantic import AfterValidator, Field, ValidationError

from engine import CallReturned, Context, Event, ForCall, SendMessage, Step, Value
from engine.named import Names, Unset
from nodes.ai import LONGEST_WAIT, MOST_TOKENS, AiAnswer, AiRefused, AiRequest
from nodes.fields import LongTemplate, Span
from nodes.spec import Io
from ui_schema import widget

FAILED = "failed"
MODEL = "The model, and what happens when it does not answer"
MARGIN = timedelta(seconds=5)  # the call outlives the question, so that what came of it is written down
LARGEST = 1e15  # beyond it a float no longer knows its ones
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


def _not_too_long(timeout: timedelta) -> timedelta:
    if timeout > timedelta(seconds=LONGEST_WAIT):
        raise ValueError(f"at most {LONGEST_WAIT:g} seconds (PT2M)")
    return timeout


class AiParams(Value):
    """Params of a node that asks a model."""

    connection: Annotated[Connection, Unset("default")] = Field(
        "",
        title="Connection",
        description="Which of the operator's models is asked, by name. Empty: the one called `default`.",
        json_schema_extra=widget("text", section=MODEL),
    )
    timeout: Annotated[Span, AfterValidator(_not_too_long)] = Field(
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
    before = len(context.problems)
    request = context.rendered(params)
    for field in needed:
        if len(context.problems) == before and not str(getattr(request, field)).strip():
            context.problem("nothing_to_ask", f"the model is not asked: {field} is empty", field)
    return call(request, context, before)


def call(request: AiParams, context: Context, before: int, margin: timedelta = MARGIN) -> Step:
    """Make the call, unless there are more problems than ``before``, when this visit began."""
    if len(context.problems) == before:
        _check(request, context)
    if len(context.problems) > before:
        return Step(result={"error": context.problems[before].code}, leave=FAILED)
    return Step(wait=ForCall(request, request.timeout + margin, request.attempts))


def _check(request: AiParams, context: Context) -> None:
    """A text may have become too long when its templates were filled in."""
    try:
        type(request).model_validate(request.model_dump())
    except ValidationError as error:
        where = error.errors()[0]
        context.problem("bad_request", where["msg"], ".".join(map(str, where["loc"])))


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
    try:
        found = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def number(value: Any) -> float | None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST
    return value if fits else None


def closed(properties: Json) -> Json:
    """The JSON Schema of an object with exactly these properties, as structured outputs want it."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def said(text: str, *, send: bool) -> tuple[SendMessage, ...]:
    return (SendMessage(text=text),) if send and text else ()


def simulated_text(text: str) -> Json:
    """The result of a call as the simulator has it: a model that costs nothing and says this."""
    return AiAnswer(text=text, model="simulated").model_dump(mode="json")
