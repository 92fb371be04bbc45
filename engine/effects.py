"""What a turn wants done outside, in this order."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from engine.durations import Duration
from engine.events import Location, Media
from engine.model import Value

Share: TypeAlias = Literal["queue", "round_robin", "least_loaded", "free"]
Priority: TypeAlias = Literal["low", "normal", "high", "urgent"]


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


class OptOut(Value):
    """The contact wants nothing more at this address: what was said before still goes out, what follows does not."""

    type: Literal["opt_out"] = "opt_out"


class OptIn(Value):
    """The contact wants to be written to again at this address."""

    type: Literal["opt_in"] = "opt_in"


class Call(Value):
    """Run the ``perform`` of node type ``kind`` with these params, templates already filled in."""

    type: Literal["call"] = "call"
    id: str
    kind: str
    node: str
    params: dict[str, Any]
    timeout: Duration
    attempts: int = 1


class Answered(Value):
    asked: str
    answered: str


class Summary(Value):
    """What people should know who take over: ``said`` last by the contact, ``answers`` in the order of the flow's nodes,
    and the ``variables`` that the author chose."""

    said: str = ""
    answers: tuple[Answered, ...] = ()
    variables: dict[str, Any] = {}


class HandOver(Value):
    """The bot pauses; people go on. ``share`` says how the team gives it to one of its agents."""

    type: Literal["hand_over"] = "hand_over"
    team: str = ""
    agent: str = ""
    share: Share = "queue"
    priority: Priority = "normal"
    note: str = ""
    summary: Summary | None = None


class Assign(Value):
    """Whose the conversation is; the bot goes on."""

    type: Literal["assign"] = "assign"
    team: str = ""
    agent: str = ""
    share: Share = "queue"


class Note(Value):
    """Words for the team that the contact does not see."""

    type: Literal["note"] = "note"
    text: str


class Notify(Value):
    """Tell a team, an agent, or, where neither is named, those whose conversation it is."""

    type: Literal["notify"] = "notify"
    team: str = ""
    agent: str = ""
    text: str


class CloseConversation(Value):
    """Nothing is left to do for people."""

    type: Literal["close_conversation"] = "close_conversation"
    reason: str = ""


class RateConversation(Value):
    """What the contact thinks of it."""

    type: Literal["rate_conversation"] = "rate_conversation"
    rating: int


class Emit(Value):
    """Tell whoever wants to know, in the workspace and outside of it, that this has happened."""

    type: Literal["emit"] = "emit"
    name: str
    data: dict[str, Any] = {}


class StartFlow(Value):
    """Start the flow with this key, for whom ``address`` reaches on the channel; without one, for this contact there.
    ``depth`` counts the starts by which flows have come to this one; the engine sets it."""

    type: Literal["start_flow"] = "start_flow"
    flow: str
    channel: str
    address: str | None = None
    name: str = ""
    inputs: dict[str, Any] = {}
    interrupt: bool = False
    depth: int = 0


ContactChange: TypeAlias = SetField | AddTag | RemoveTag | OptOut | OptIn
ForPeople: TypeAlias = Assign | Note | Notify | CloseConversation | RateConversation
Said: TypeAlias = SendMessage | ShowTyping | ContactChange | StartFlow | Emit | HandOver | ForPeople
"""What a node may ask for; a call is made by waiting for it."""
Effect: TypeAlias = Annotated[Said | Call, Field(discriminator="type")]
