"""Send a text, a picture, a sticker or another file, a place or somebody's number, and go on.

Where a channel has no buttons, places or contact cards, they become a list, numbers, a link or words.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from engine import Context, SendMessage, Step, Value
from nodes.fields import MediaSource, Template, unique
from nodes.sendable import LinkOrReply, Person, Place, button, card, location, media
from nodes.spec import NodeType, only_next
from nodes.variants import Variant, varied
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
        description="What differs on channels of one type: another text, file or buttons, or none; or nothing is sent there.",
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
        if not self.says_something:
            raise ValueError("a message needs a text, a file, a place or a contact card")
        if self.buttons and not self.is_worded:
            raise ValueError("buttons need a text or a file above them")
        unique(tuple(button.id for button in self.buttons))
        unique(tuple(variant.id for variant in self.variants))
        for variant in self.variants:
            self._makes_sense(variant)
        return self

    def _makes_sense(self, variant: Variant) -> None:
        there = variant.of(self)
        if not variant.differs_from(self):
            raise ValueError(f"nothing is different on {variant.id}: set what is, or leave something out")
        if there.buttons and not there.is_worded:
            raise ValueError(f"buttons need a text or a file above them on {variant.id}, too, or to be left out there")
        if variant.layout and not there.buttons:
            raise ValueError(f"on {variant.id} a layout is set, but there are no buttons")

    @property
    def is_worded(self) -> bool:
        """Whether there is something that buttons can be put under."""
        return bool(self.text.strip()) or (self.media is not None and self.media.kind != "sticker")

    @property
    def says_something(self) -> bool:
        return bool(self.is_worded or self.media or self.location or self.card)


def enter(params: Params, context: Context) -> Step:
    """Stickers, places and contact cards are messages of their own: next to them hardly any platform carries words."""
    there, fields = varied(params, params.variants, context.channel.kind)
    messages = (*_worded(there, context, fields), *_shown(there, context, fields))
    if there.says_something and not messages:
        context.problem("empty_message", "there is nothing to send: the text is empty", fields["text"])
    return Step(effects=messages, leave="next")


def _worded(params: Params, context: Context, fields: Mapping[str, str]) -> Iterator[SendMessage]:
    file = media(params.media, context, fields["media"]) if params.media else None
    if file and file.kind == "sticker":
        yield SendMessage(media=file)
        file = None
    text = context.render(params.text, fields["text"])
    if text.strip() or file:
        found = (button(one, context, f"{fields['buttons']}.{i}") for i, one in enumerate(params.buttons))
        buttons = tuple(one for one in found if one)
        yield SendMessage(text=text, media=file, buttons=buttons, layout=params.layout)


def _shown(params: Params, context: Context, fields: Mapping[str, str]) -> Iterator[SendMessage]:
    if params.location and (place := location(params.location, context, fields["location"])):
        yield SendMessage(location=place)
    if params.card and (person := card(params.card, context, fields["card"])):
        yield SendMessage(card=person)


node = NodeType(
    kind="send_message",
    params=Params,
    outputs=only_next,
    enter=enter,
    ui=NodeUi(title="Send a message", help=__doc__ or "", group="message", icon="send"),
)
