"""What can happen to a session."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from engine.durations import Duration
from engine.model import Value
from engine.news import News

MediaKind: TypeAlias = Literal["image", "video", "audio", "document", "sticker"]


class Media(Value):
    """A file in a message. ``url`` is an address, or ``provider:<id>`` while only the provider has the file."""

    kind: MediaKind
    url: str
    mime: str | None = None
    name: str | None = None


class Location(Value):
    latitude: float
    longitude: float
    name: str | None = None


class MessageReceived(Value):
    """The contact wrote, pressed a button (``choice`` is the button's id) or sent a file."""

    type: Literal["message"] = "message"
    text: str = ""
    choice: str | None = None
    media: tuple[Media, ...] = ()
    location: Location | None = None
    phone: str | None = None
    message_id: str | None = Field(None, description="what the platform calls this message, if it can be reacted to")
    referral: str | None = Field(None, description="what a link or an advertisement brought along")


class Started(Value):
    """A trigger node takes the contact into a flow; ``message`` is what pulled the trigger, if anything was said, ``news``
    what it heard, if anything happened."""

    type: Literal["started"] = "started"
    flow: str
    node: str
    inputs: dict[str, Any] = {}
    message: MessageReceived | None = None
    news: News | None = None
    depth: int = Field(0, description="how many starts by other flows have led to this one")


class Interrupted(Value):
    """A message pulled the trigger of another flow, which asks first: is the contact to leave what is open?

    ``flow`` is a version and ``node`` its trigger; ``order`` is kept as it is for whoever starts the flow then.
    """

    type: Literal["interrupted"] = "interrupted"
    flow: str
    node: str
    message: MessageReceived
    order: dict[str, Any] = {}


class TimedOut(Value):
    """The deadline of what the session waits for has passed."""

    type: Literal["timed_out"] = "timed_out"


class CallReturned(Value):
    """The outcome of a node's ``perform``; ``error`` says why there is no result."""

    type: Literal["call_returned"] = "call_returned"
    call: str
    result: Any = None
    error: Literal["timeout", "failed"] | None = None
    detail: str = ""


class Happened(Value):
    """Another system tells that something happened that the session waits for; ``key`` says what."""

    type: Literal["happened"] = "happened"
    key: str
    data: Any = None


class Reported(Value):
    """What became of the last message that the session has sent, as the platform tells it.

    ``unknown``: nobody will ever tell, because the channel gives no reports or because nothing was sent.
    """

    type: Literal["reported"] = "reported"
    status: Literal["delivered", "read", "failed", "unknown"]


class TakenOver(Value):
    """An agent takes the conversation from the bot, wherever it stands; for so long as ``idle`` says unless they take it
    again, or without end."""

    type: Literal["taken_over"] = "taken_over"
    idle: Duration | None = None


class HandedBack(Value):
    """An agent gives the conversation back to the bot.

    ``resolved`` says that they closed it: a node that has handed it over goes on, whatever else the bot was at ends.
    """

    type: Literal["handed_back"] = "handed_back"
    node: str | None = None
    resolved: bool = False


class FlowEnded(Value):
    """A sub-flow has ended: the engine itself tells the node that ran it. ``reason`` is why it has failed."""

    type: Literal["flow_ended"] = "flow_ended"
    status: Literal["completed", "failed"]
    result: str | None = None
    outputs: dict[str, Any] = {}
    reason: str | None = None


Event: TypeAlias = Annotated[
    MessageReceived
    | Started
    | Interrupted
    | TimedOut
    | CallReturned
    | Happened
    | Reported
    | TakenOver
    | HandedBack
    | FlowEnded,
    Field(discriminator="type"),
]
