"""Ask a question and take any text as the answer, within a length you choose."""

from typing import Self

from pydantic import Field, model_validator

from engine import Context, Event, MessageReceived, Step
from nodes.asking import Answer, Asking, answer, arms, ask
from nodes.spec import NodeType
from ui_schema import NodeUi, widget


class Params(Asking):
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

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min_length > self.max_length:
            raise ValueError("the shortest answer is longer than the longest")
        return self


def outputs(params: Params) -> tuple[str, ...]:
    return ("answered", *arms(params))


def enter(params: Params, context: Context) -> Step:
    return ask(params, context)


def resume(params: Params, context: Context, event: Event) -> Step:
    def read(said: MessageReceived) -> Answer | None:
        text = said.text.strip()
        return Answer(text, "answered", text) if params.min_length <= len(text) <= params.max_length else None

    return answer(params, context, event, read)


node = NodeType(
    kind="ask_text",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    ui=NodeUi(title="Ask for text", help=__doc__ or "", group="input", icon="text-cursor-input"),
)
