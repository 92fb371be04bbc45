"""Ask a question and take any text as the answer, of a length that you choose, or what fits a pattern in it."""

from typing import Annotated, Any, ClassVar, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from engine import Context, Event, MessageReceived, Step, Value
from engine.replies import pattern, pattern_problem
from engine.replies import text as seen
from nodes.asking import Answer, answer, ask
from nodes.questions import NO_MATCH, Asking, arms
from nodes.spec import NodeType
from ui_schema import NodeUi, widget


def _readable(source: str) -> str:
    if source and (problem := pattern_problem(source)):
        raise ValueError(problem)
    return source


Pattern: TypeAlias = Annotated[str, AfterValidator(_readable)]


class TextLimits(Value):
    """What fits of a text, also in a form."""

    answers: ClassVar = "text"
    min_length: int = Field(
        1,
        ge=1,
        le=4_096,
        title="Shortest answer",
        description="Characters that the answer needs at least, spaces around it not counted.",
        json_schema_extra=widget("number"),
    )
    max_length: int = Field(
        4_096,
        ge=1,
        le=4_096,
        title="Longest answer",
        description="Characters that the answer may have at most.",
        json_schema_extra=widget("number"),
    )
    pattern: Pattern = Field(
        "",
        title="Pattern",
        description=r"What is kept of the answer: [A-Z]{2}-\d+, or its group in (\d+). ^…$ is all of it. Empty: any text.",
        json_schema_extra=widget("text"),
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min_length > self.max_length:
            raise ValueError("the shortest answer is longer than the longest")
        return self


class Params(TextLimits, Asking):
    """The limits of the answer, and what every question has."""


def outputs(params: Params) -> tuple[str, ...]:
    return ("answered", *arms(params))


def enter(params: Params, context: Context) -> Step:
    return ask(params, context)


def resume(params: Params, context: Context, event: Event) -> Step:
    def read(said: MessageReceived) -> Answer | None:
        match = seen(said.text)
        text = match.value if match else ""
        fits = params.min_length <= len(text) <= params.max_length
        found = _kept(text, params.pattern) if fits else None
        return Answer(found, "answered", found) if found else None

    return answer(params, context, event, read)


def _kept(text: str, wanted: str) -> Any:
    if not wanted:
        return text
    match = pattern(text, wanted)
    return match.value if match else None


node = NodeType(
    kind="ask_text",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    fallbacks=frozenset({NO_MATCH}),
    ui=NodeUi(title="Ask for text", help=__doc__ or "", group="input", icon="text-cursor-input"),
)
