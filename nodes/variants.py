"""What is otherwise on channels of one type. A variant says only what differs; all else is as everywhere."""

from collections.abc import Mapping
from typing import Any, Literal, Self, TypeAlias, TypeVar

from pydantic import BaseModel, Field, model_validator

from engine import Value
from nodes.fields import MediaSource, Template, unique
from nodes.sendable import ChannelType, LinkOrReply, Person, Place
from ui_schema import widget

P = TypeVar("P", bound=BaseModel)
Part: TypeAlias = Literal["text", "media", "buttons", "location", "card"]
_LEFT_OUT: Mapping[Part, Any] = {"text": "", "media": None, "buttons": (), "location": None, "card": None}
FIELDS = (*_LEFT_OUT, "layout")


class Variant(Value):
    """What differs on channels of one type. What is empty here is there as everywhere, unless it is left out."""

    id: ChannelType = Field(title="Channel type", description="For example telegram or webchat.")
    text: Template = Field("", title="Text", description="Said there in place of the text.")
    media: MediaSource | None = Field(
        None, title="File", description="Sent there in place of the file.", json_schema_extra=widget("media")
    )
    buttons: tuple[LinkOrReply, ...] = Field(
        (),
        max_length=20,
        title="Buttons",
        description="All the buttons that are shown there. One with the same id is the same answer.",
        json_schema_extra=widget("choices"),
    )
    layout: Literal["buttons", "list"] | None = Field(
        None, title="Layout", description="How buttons are shown there.", json_schema_extra=widget("select")
    )
    location: Place | None = Field(
        None, title="Place", description="Sent there in place of the place.", json_schema_extra=widget("group")
    )
    card: Person | None = Field(
        None,
        title="Contact card",
        description="Sent there in place of the contact card.",
        json_schema_extra=widget("group"),
    )
    without: tuple[Part, ...] = Field(
        (),
        max_length=len(_LEFT_OUT),
        title="Without",
        description="What is left out there. Where that is all of the message, nothing is sent.",
        json_schema_extra=widget("select", multiple=True),
    )

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        if both := [name for name in self.without if name in self.own]:
            raise ValueError(f"on {self.id} {both[0]!r} is set, and left out: it can only be one of the two")
        unique(tuple(button.id for button in self.buttons))
        return self

    @property
    def own(self) -> dict[str, Any]:
        """What it sets itself, by field."""
        values = {name: getattr(self, name) for name in FIELDS}
        return {name: value for name, value in values.items() if (value.strip() if name == "text" else value)}

    def differs_from(self, message: BaseModel) -> bool:
        """A text that is the same counts as another one: a translation may make it so, or no longer."""
        return bool(self.own) or any(getattr(message, part) for part in self.without)

    def of(self, message: P) -> P:
        """The message as it is there. It is not validated again."""
        return message.model_copy(update={**self.own, **{part: _LEFT_OUT[part] for part in self.without}})


class Instead(Value):
    """What is said on channels of one type in place of what they cannot show well."""

    id: ChannelType = Field(title="Channel type", description="For example telegram or webchat.")
    text: Template = Field("", title="Text", description="What is said there. Empty: nothing is.")


def varied(message: P, variants: tuple[Variant, ...], channel: str) -> tuple[P, Mapping[str, str]]:
    """The message for this type of channel, and for each of its parts the field of the params that it is set in."""
    own = {name: name for name in FIELDS}
    for i, variant in enumerate(variants):
        if variant.id == channel:
            return variant.of(message), own | {name: f"variants.{i}.{name}" for name in variant.own}
    return message, own
