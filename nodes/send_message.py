"""Send a text, a picture, a sticker or another file, a place or somebody's number, and go on.

Where a channel has no buttons, places or contact cards, they become a list, numbers, a link or words.
"""

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from engine import Context, SendMessage, Step, Value
from nodes.fields import MediaSource, Template, unique
from nodes.sendable import LinkOrReply, Person, Place, Variant, button, card, location, media
from nodes.spec import NodeType
from nodes.starting import only_next
from ui_schema import NodeUi, widget

MORE = "Place, contact card, other channels"


class Params(Value):
    text: Template = Field("", title="Text", description="What is sent; {{ contact.name }} fills in what is known.")
    media: MediaSource | None = Field(
        None, title="File", description="A file to send with the text.", json_schema_extra=widget("media")
    )
    variants: tuple[Variant, ...] = Field(
        (),
        max_length=20,
        title="Said differently on",
        description="Another text for channels of one type: shorter, or without what they cannot show.",
        json_schema_extra=widget("key_values", section=MORE),
    )
    location: Place | None = Field(
        None,
        title="Place",
        description="A point on the map, sent after the text.",
        json_schema_extra=widget("group", section=MORE),
    )
    card: Person | None = Field(
        None,
        title="Contact card",
        description="Somebody's name and number, sent last.",
        json_schema_extra=widget("group", section=MORE),
    )
    buttons: tuple[LinkOrReply, ...] = Field(
        (),
        max_length=20,
        title="Buttons",
        description="Buttons under the message. The flow does not wait for them: use a question for that.",
        json_schema_extra=widget("choices"),
    )
    layout: Literal["buttons", "list"] = Field(
        "buttons", title="Layout", description="How buttons are shown.", json_schema_extra=widget("select")
    )

    @model_validator(mode="after")
    def _something_to_send(self) -> Self:
        worded = bool(self.text.strip()) or (self.media is not None and self.media.kind != "sticker")
        if not (worded or self.media or self.location or self.card):
            raise ValueError("a message needs a text, a file, a place or a contact card")
        if self.buttons and not worded:
            raise ValueError("buttons need a text or a file above them")
        if self.variants and not self.text.strip():
            raise ValueError("a text that is said differently somewhere needs the text for everywhere else")
        unique(tuple(button.id for button in self.buttons))
        unique(tuple(variant.id for variant in self.variants))
        return self


def enter(params: Params, context: Context) -> Step:
    """Stickers, places and contact cards are messages of their own: next to them hardly any platform carries words."""
    messages = (*_worded(params, context), *_shown(params, context))
    if not messages:
        context.problem("empty_message", "there is nothing to send: the text is empty", "text")
    return Step(effects=messages, leave="next")


def _worded(params: Params, context: Context) -> Iterator[SendMessage]:
    file = media(params.media, context) if params.media else None
    if file and file.kind == "sticker":
        yield SendMessage(media=file)
        file = None
    text = context.render(*_text(params, context.channel.kind))
    if text.strip() or file:
        found = (button(one, context, f"buttons.{i}") for i, one in enumerate(params.buttons))
        buttons = tuple(one for one in found if one)
        yield SendMessage(text=text, media=file, buttons=buttons, layout=params.layout)


def _text(params: Params, channel: str) -> tuple[str, str]:
    """The text for this type of channel, and the field that it is in."""
    found = ((one.text, f"variants.{i}.text") for i, one in enumerate(params.variants) if one.id == channel)
    return next(found, (params.text, "text"))


def _shown(params: Params, context: Context) -> Iterator[SendMessage]:
    if params.location and (place := location(params.location, context)):
        yield SendMessage(location=place)
    if params.card and (person := card(params.card, context)):
        yield SendMessage(card=person)


node = NodeType(
    kind="send_message",
    params=Params,
    outputs=only_next,
    enter=enter,
    ui=NodeUi(title="Send a message", help=__doc__ or "", group="message", icon="send"),
)
