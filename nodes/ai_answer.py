"""Let a language model answer a question from a text of yours, and branch on how sure it is."""

import json

from pydantic import Field

from engine import CallReturned, Context, Event, Step
from nodes.ai import AiAnswer
from nodes.ai_asking import (
    FAILED,
    AiParams,
    AnswerTokens,
    Json,
    SendAnswer,
    answer,
    ask,
    closed,
    number,
    read_json,
    said,
    simulated_text,
    taken,
)
from nodes.fields import LongTemplate, SaveAs, Template
from nodes.spec import Io, NodeType, simulated
from ui_schema import NodeUi, widget

ANSWERED, UNSURE = "answered", "unsure"
TASK = (
    "Answer the user's question from the reference below and from nothing else, in the language of the question. "
    "Say with `confidence`, from 0 to 1, how sure you are that the reference says so. "
    "If it does not say it, the answer is null and the confidence 0."
)
TELLING = 4  # characters: the simulator takes shorter words for "the", "is" and "you"
SCHEMA = closed({"answer": {"type": ["string", "null"]}, "confidence": {"type": "number"}})


class Params(AiParams):
    question: Template = Field(
        "{{ input.text }}",
        min_length=1,
        title="Question",
        description="What is to be answered. As it is: what the contact said last.",
    )
    reference: LongTemplate = Field(
        min_length=1, title="Reference", description="The text that the answer must come from: prices, rules, hours."
    )
    instructions: LongTemplate = Field("", title="Instructions", description="For example the tone of the answer.")
    threshold: float = Field(
        0.7,
        ge=0,
        le=1,
        title="Sure enough",
        description="Below this confidence, from 0 to 1, the node leaves by `unsure` and sends nothing.",
        json_schema_extra=widget("number"),
    )
    max_tokens: AnswerTokens = 500
    send: SendAnswer = True
    save_as: SaveAs = Field(None, title="Save as", description="The variable that keeps the answer.")


def outputs(params: Params) -> tuple[str, ...]:
    return (ANSWERED, UNSURE, FAILED)


def enter(params: Params, context: Context) -> Step:
    return ask(params, context, "question", "reference")


async def perform(params: Params, io: Io) -> Json:
    parts = (TASK, params.instructions, f"Reference:\n{params.reference}")
    instructions = "\n\n".join(part for part in parts if part)
    return await answer(params, io, instructions, params.question, answer_schema=SCHEMA, max_tokens=params.max_tokens)


def simulate(params: Params) -> CallReturned:
    """Sure if the reference has a longer word of the question."""
    words = (word.strip("?!.,;:¿¡؟।") for word in params.question.casefold().split())
    sure = any(len(word) >= TELLING and word in params.reference.casefold() for word in words)
    return simulated(simulated_text(json.dumps({"answer": params.reference[:200], "confidence": 1 if sure else 0})))


def resume(params: Params, context: Context, event: Event) -> Step:
    return taken(context, event, lambda given: _weighed(params, context, given))


def _weighed(params: Params, context: Context, given: AiAnswer) -> Step | None:
    match read_json(given):
        case {"answer": str() | None as text, "confidence": raw} if (
            sure := number(raw)
        ) is not None and 0 <= sure <= 1:
            text = (text or "").strip()[: context.limits.template_output]
        case _:
            return None
    result = {"answer": text, "confidence": sure}
    if not text or sure < params.threshold:
        return Step(result=result, leave=UNSURE)
    variables = {params.save_as: text} if params.save_as else {}
    return Step(effects=said(text, send=params.send), variables=variables, result=result, leave=ANSWERED)


node = NodeType(
    kind="ai_answer",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    perform=perform,
    simulate=simulate,
    empty_handed=frozenset({UNSURE}),
    ui=NodeUi(title="AI answer", help=__doc__ or "", group="ai", icon="book-open-check"),
)
