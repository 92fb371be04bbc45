"""Let a language model answer the contact, knowing what was said before in this run."""

from pydantic import Field

from engine import CallReturned, Context, Event, Step
from nodes.ai import MOST_HISTORY, AiAnswer
from nodes.ai_asking import FAILED, AboutText, AnswerTokens, Json, SendAnswer, answer, ask, said, simulated_text, taken
from nodes.fields import LongTemplate, SaveAs
from nodes.spec import Io, NodeType, simulated
from ui_schema import NodeUi, widget

NEXT = "next"


class Params(AboutText):
    instructions: LongTemplate = Field(
        min_length=1,
        title="Instructions",
        description="Who the model is, what it knows and what it must not say. The contact does not see them.",
    )
    history: int = Field(
        10,
        ge=0,
        le=MOST_HISTORY,
        title="Remember",
        description="How many earlier messages of this run the model sees.",
        json_schema_extra=widget("number"),
    )
    max_tokens: AnswerTokens = 500
    send: SendAnswer = True
    save_as: SaveAs = Field(None, title="Save as", description="The variable that keeps the answer.")
    sample: str = Field(
        "",
        max_length=4_096,
        title="Example answer",
        description="What the model says in the simulator and in flow tests. Empty: it repeats the text.",
        json_schema_extra=widget("textarea"),
    )


def outputs(params: Params) -> tuple[str, ...]:
    return (NEXT, FAILED)


def enter(params: Params, context: Context) -> Step:
    return ask(params, context, "text", "instructions")


async def perform(params: Params, io: Io) -> Json:
    return await answer(
        params, io, params.instructions, params.text, history=params.history, max_tokens=params.max_tokens
    )


def simulate(params: Params) -> CallReturned:
    return simulated(simulated_text(params.sample or f"Reply to: {params.text}"))


def resume(params: Params, context: Context, event: Event) -> Step:
    return taken(context, event, lambda given: _answered(params, context, given))


def _answered(params: Params, context: Context, given: AiAnswer) -> Step | None:
    """An answer that was cut short is better than none, and a problem that the author should know of."""
    text = given.text.strip()[: context.limits.template_output]
    if not text:
        return None
    if given.cut:
        context.problem("ai_cut_short", "the answer was cut short by its limit", "max_tokens", "Allow more tokens.")
    variables = {params.save_as: text} if params.save_as else {}
    return Step(effects=said(text, send=params.send), variables=variables, result={"text": text}, leave=NEXT)


node = NodeType(
    kind="ai_reply",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    perform=perform,
    simulate=simulate,
    ui=NodeUi(title="AI reply", help=__doc__ or "", group="ai", icon="bot-message-square"),
)
