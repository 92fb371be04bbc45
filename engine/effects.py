"""What a turn wants done outside, in this order."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from engine.durations import Duration
from engine.events import Location, Media
from engine.model import Value


class Button(Value):
    """Something to press. With ``url`` it opens an address and is no answer."""

    id: str
    title: str
    url: str | None = None
    description: str = ""


class Card(Value):
    """Somebody whom the contact may want to call, or to save."""

    name: str
    phone: str


class Slide(Value):
    """One of several cards in a row."""

    title: str
    text: str = ""
    picture: str | None = None
    buttons: tuple[Button, ...] = ()


class OfRow(Value):
    """Which part of a row of cards a message says, where the channel shows no rows: the first tells of all."""

    at: int
    titles: tuple[str, ...] = ()


class Reaction(Value):
    """An emoji on a message of the contact, which the platform calls ``message``."""

    emoji: str
    message: str


class TemplateUse(Value):
    """A text that the platform has approved, by its name there, with what is filled in."""

    name: str
    language: str
    values: dict[str, str] = {}


class SendMessage(Value):
    """A place, a card or a reaction goes alone where a channel can show it, and in words where it cannot. ``request`` is
    what the contact may be helped to send: a button that shares where they are."""

    type: Literal["send_message"] = "send_message"
    text: str = ""
    buttons: tuple[Button, ...] = ()
    layout: Literal["buttons", "list"] = "buttons"
    media: Media | None = None
    location: Location | None = None
    card: Card | None = None
    reaction: Reaction | None = None
    slides: tuple[Slide, ...] = ()
    of_row: OfRow | None = None
    template: TemplateUse | None = None
    request: Literal["location"] | None = None


class ShowTyping(Value):
    """The contact sees for some seconds that something is being written. A hint: where it is lost, nothing is."""

    type: Literal["show_typing"] = "show_typing"


class SetField(Value):
    """Set a field of the contact; None empties it."""

    type: Literal["set_field"] = "set_field"
    name: str
    value: Any = None


class AddTag(Value):
    type: Literal["add_tag"] = "add_tag"
    tag: str


class RemoveTag(Value):
    type: Literal["remove_tag"] = "remove_tag"
    tag: str


class Call(Value):
    """Run the ``perform`` of node type ``kind`` with these params, templates already filled in."""

    type: Literal["call"] = "call"
    id: str
    kind: str
    node: str
    params: dict[str, Any]
    timeout: Duration
    attempts: int = 1


class HandOver(Value):
    """The bot pauses; people go on."""

    type: Literal["hand_over"] = "hand_over"
    team: str = ""
    note: str = ""


class Emit(Value):
    """Tell whoever wants to know, in the workspace and outside of it, that this has happened."""

    type: Literal["emit"] = "emit"
    name: str
    data: dict[str, Any] = {}


ContactChange: TypeAlias = SetField | AddTag | RemoveTag
Effect: TypeAlias = Annotated[
    SendMessage | ShowTyping | SetField | AddTag | RemoveTag | Call | HandOver | Emit, Field(discriminator="type")
]
