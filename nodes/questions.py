"""What an author sets of every question, whatever it asks for: its arms, and the words that end it."""

from functools import lru_cache
from typing import Any, Self

from pydantic import Field, model_validator

from engine import Context, MessageReceived, SendMessage, Value
from engine.replies_arabic import stem
from nodes.fields import AnswerCondition, Said, SaidWords, Template
from nodes.phrases import bare, bare_words, plain
from nodes.waiting import KEEPING, NO_ANSWER, Waiting, unanswered
from ui_schema import widget

NO_MATCH, CANCELLED, SKIPPED = "no_match", "cancelled", "skipped"
WAYS_OUT = "Words that end the question"
INVALID_TEXT: Any = Field(
    "",
    title="When the condition fails",
    description="What is sent then. Empty: the same as when any answer does not fit.",
    json_schema_extra=widget("template", section=KEEPING),
)


class Question(Value):
    question: Template = Field(min_length=1, title="Question", description="What the contact is asked.")


class Retrying(Value):
    """What happens to an answer that does not fit, and to a contact who wants out."""

    retries: int = Field(
        2,
        ge=0,
        le=10,
        title="Ask again",
        description="How often the question is asked again before the node leaves by `no_match`.",
        json_schema_extra=widget("number", section=NO_ANSWER),
    )
    retry_text: Said = Field(
        "",
        title="When asking again",
        description="What is sent when the answer does not fit. Empty: the question once more.",
        json_schema_extra=widget("template", section=NO_ANSWER),
    )
    cancel_words: SaidWords = Field(
        (),
        title="Words that cancel",
        description="Whoever writes one of them, and nothing else, leaves by `cancelled`: cancel, stop.",
        json_schema_extra=widget("words", section=WAYS_OUT),
    )


class Asking(Retrying, Waiting, Question):
    """Params of a node that asks a question and asks again until the answer fits."""

    valid_if: AnswerCondition = Field(
        "",
        title="Fits only if",
        description="A condition over `answer`, for example: answer >= vars.lowest. Empty: whatever is understood.",
        json_schema_extra=widget("condition", section=KEEPING),
    )
    invalid_text: Said = INVALID_TEXT
    skip_words: SaidWords = Field(
        (),
        title="Words that skip",
        description="Whoever writes one of them, and nothing else, leaves by `skipped`: skip, later.",
        json_schema_extra=widget("words", section=WAYS_OUT),
    )

    @model_validator(mode="after")
    def _words_say_one_thing(self) -> Self:
        if both := shared_words(self.cancel_words, self.skip_words):
            raise ValueError(f"{both[0]!r} cannot both cancel and skip")
        return self


def shared_words(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the others that are written like one of the first."""
    known = {_written(word) for word in some} - {""}
    return tuple(word for word in others if _written(word) in known)


@lru_cache(1_024)
def _written(text: str) -> str:
    """An Arabic word counts with its article, too."""
    return " ".join(map(stem, bare_words(plain(text)))) or bare(text)


def arms(params: Asking) -> tuple[str, ...]:
    """The outputs that every asking node has after its own."""
    cancelled = (CANCELLED,) if params.cancel_words else ()
    return (NO_MATCH, *unanswered(params), *cancelled, *((SKIPPED,) if params.skip_words else ()))


def way_out(params: Asking, context: Context, heard: MessageReceived, shape: SendMessage) -> str | None:
    """A word in any of the flow's languages; but a button of this question is an answer, whatever its title says, whether it
    is pressed or its title is typed."""
    if not (params.cancel_words or params.skip_words) or _is_button(heard, shape):
        return None
    spoken = (params, *(other for other in context.other_languages if isinstance(other, Asking)))
    if params.cancel_words and any(shared_words(one.cancel_words, (heard.text,)) for one in spoken):
        return CANCELLED
    return SKIPPED if params.skip_words and any(shared_words(one.skip_words, (heard.text,)) for one in spoken) else None


def _is_button(heard: MessageReceived, shape: SendMessage) -> bool:
    """A button of before may read like one of this question, and is none."""
    if heard.choice is not None:
        return heard.choice in {button.id for button in shape.buttons}
    return bool(shared_words(tuple(button.title for button in shape.buttons), (heard.text,)))
