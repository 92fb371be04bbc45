"""Ask for a rating from 1 to 5, or up to 10: pressed, as a number (“4”, “4/5”, “٤”, “four stars”) or in stars (“⭐⭐⭐⭐”)."""

from typing import ClassVar, Literal

from pydantic import Field

from engine import Button, Context, Event, MessageReceived, RateConversation, SendMessage, Step, Value
from nodes.asking import Answer, answer, ask, laid_out
from nodes.questions import NO_MATCH, Asking, arms
from nodes.ratings import rated
from nodes.spec import NodeType
from ui_schema import NodeUi, widget


class RatingLimits(Value):
    """What can be rated, also in a form."""

    answers: ClassVar = "number"

    highest: int = Field(
        5,
        ge=3,
        le=10,
        title="Best rating",
        description="The worst is 1.",
        json_schema_extra=widget("number"),
    )
    style: Literal["stars", "numbers"] = Field(
        "stars",
        title="Buttons show",
        description="What is on the buttons; typing works either way.",
        json_schema_extra=widget("select"),
    )


class Params(RatingLimits, Asking):
    of_conversation: bool = Field(
        default=False,
        title="Rates the conversation",
        description="On: it is kept with the conversation, and counts for the agent and the team that had it last.",
        json_schema_extra=widget("switch"),
    )


def outputs(params: Params) -> tuple[str, ...]:
    return ("answered", *arms(params))


def enter(params: Params, context: Context) -> Step:
    return ask(params, context, shown(params, context))


def resume(params: Params, context: Context, event: Event) -> Step:
    def read(said: MessageReceived) -> Answer | None:
        rating = _pressed(said.choice, params.highest) or rated(said.text, params.highest, context.language)
        return Answer(rating, "answered", rating) if rating else None

    step = answer(params, context, event, read, shown(params, context))
    if step.leave != "answered" or not params.of_conversation:
        return step
    return step._replace(effects=(*step.effects, RateConversation(rating=step.result)))


def _pressed(choice: str | None, highest: int) -> int | None:
    return next((rating for rating in range(1, highest + 1) if choice == str(rating)), None)


def shown(params: Params, context: Context) -> SendMessage:
    """The question's buttons, from the worst to the best."""
    ratings = range(1, params.highest + 1)
    titles = {rating: "⭐" * rating if params.style == "stars" else str(rating) for rating in ratings}
    return laid_out(tuple(Button(id=str(rating), title=title) for rating, title in titles.items()))


node = NodeType(
    kind="ask_rating",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    fallbacks=frozenset({NO_MATCH}),
    ui=NodeUi(title="Ask for a rating", help=__doc__ or "", group="input", icon="star"),
)
