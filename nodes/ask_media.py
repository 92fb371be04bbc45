"""Ask for a picture, a video, a recording, a document or a sticker, and keep where it is.

The variable has kind, url, mime and name of the file. Of several files in one message, the first that fits is kept.
"""

from typing import ClassVar

from pydantic import Field

from engine import Context, Event, MessageReceived, Step, Value
from engine.events import MediaKind
from nodes.asking import Answer, answer, ask
from nodes.questions import NO_MATCH, Asking, arms
from nodes.spec import NodeType
from ui_schema import NodeUi, widget


class MediaLimits(Value):
    """What fits of a file, also in a form."""

    answers: ClassVar = "object"

    accept: tuple[MediaKind, ...] = Field(
        ("image", "video", "audio", "document"),
        min_length=1,
        max_length=5,
        title="Kinds",
        description="What fits; anything else, and a text alone, does not.",
        json_schema_extra=widget("select", multiple=True),
    )


class Params(MediaLimits, Asking):
    """The limits of the answer, and what every question has."""


def outputs(params: Params) -> tuple[str, ...]:
    return ("answered", *arms(params))


def enter(params: Params, context: Context) -> Step:
    return ask(params, context)


def resume(params: Params, context: Context, event: Event) -> Step:
    def read(said: MessageReceived) -> Answer | None:
        file = next((media for media in said.media if media.kind in params.accept), None)
        kept = file.model_dump(mode="json") if file else None
        return Answer(kept, "answered", kept) if kept else None

    return answer(params, context, event, read)


node = NodeType(
    kind="ask_media",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    fallbacks=frozenset({NO_MATCH}),
    ui=NodeUi(title="Ask for a file", help=__doc__ or "", group="input", icon="paperclip"),
)
