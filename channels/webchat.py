"""The chat on a web page: our own protocol, no third party.

The API holds the sockets. It has authenticated the visitor before it hands a message to ``parse``, and it pushes a
stored message to the visitor's open pages by itself: all that ``send`` does is refuse what the page cannot show.

    {"id": "9f1c", "visitor": "v_81", "text": "hello", "language": "en"}
"""

import re
from typing import Annotated, Any

import httpx
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from channels.adapter import Account, Adapter, Capabilities, HookRequest, Inbound
from channels.errors import BadPayload, Refused
from engine import Button, Location, Media, MessageReceived, SendMessage, Slide
from engine.marks import dotted
from engine.problems import said_by
from ui_schema import widget

CAPABILITIES = Capabilities(
    text=4096,
    caption=4096,
    buttons=13,
    button_title=80,
    list_rows=50,
    cards=10,
    media=("image", "video", "audio", "document", "sticker"),
    typing=True,
    reactions=None,
    delivery_reports=True,  # by the pages themselves: what they were given, and what they have shown
    send_key=True,
)


def _origin(origin: str) -> str:
    origin = origin.lower().removesuffix("/")
    if not re.fullmatch(r"https?://[a-z0-9.\-\[\]:]+", origin):
        raise ValueError(f"{origin!r} is not the beginning of a web address, like https://shop.example")
    return origin


class Config(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    title: str = Field(
        default="Chat",
        title="Title",
        description="Above the chat.",
        min_length=1,
        max_length=60,
        json_schema_extra=widget("text"),
    )
    greeting: str = Field(
        default="",
        title="Greeting",
        description="What a visitor reads before anything was said.",
        max_length=1000,
        json_schema_extra=widget("textarea"),
    )
    placeholder: str = Field(
        default="Write a message…",
        title="Placeholder",
        description="In the empty input.",
        max_length=100,
        json_schema_extra=widget("text"),
    )
    suggestions: tuple[Annotated[str, Field(min_length=1, max_length=80)], ...] = Field(
        default=(),
        title="Suggestions",
        description="First messages that a visitor can send with one press.",
        max_length=4,
        json_schema_extra=widget("words"),
    )
    colour: str = Field(
        default="#4f46e5",
        title="Colour",
        description="Of the button and the visitor's own messages, like #4f46e5.",
        pattern=r"^#[0-9a-fA-F]{6}$",
        json_schema_extra=widget("text"),
    )
    origins: tuple[Annotated[str, AfterValidator(_origin)], ...] = Field(
        default=(),
        title="Websites",
        description="Where the chat may be embedded. None: only our own page of it.",
        max_length=50,
        json_schema_extra=widget("words"),
    )


def _clean(text: str) -> str:
    return text.replace("\0", "")  # the store cannot keep it


_Text = Annotated[str, AfterValidator(_clean)]


class Spot(BaseModel):
    """Where a visitor is."""

    model_config = ConfigDict(extra="forbid")

    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: Annotated[_Text, Field(min_length=1, max_length=100)]
    visitor: Annotated[_Text, Field(min_length=1, max_length=100)]
    text: Annotated[_Text, Field(max_length=CAPABILITIES.text)] = ""
    choice: Annotated[_Text, Field(max_length=256)] | None = None
    media: Annotated[tuple[Media, ...], Field(max_length=10)] = ()
    location: Spot | None = None
    referral: Annotated[_Text, Field(max_length=100)] | None = None
    name: Annotated[_Text, Field(max_length=200)] = ""
    language: Annotated[_Text, Field(max_length=35)] | None = None


def verify(config: Config, request: HookRequest) -> None:
    """The API has authenticated the visitor; nobody else can call."""


def parse(config: Config, request: HookRequest) -> tuple[Inbound, ...]:
    try:
        said = _Said.model_validate_json(request.body)
    except ValidationError as error:
        problems = "; ".join(f"{dotted(path) or 'body'}: {why}" for path, why in said_by(error))
        raise BadPayload(problems) from None
    message = MessageReceived(
        text=said.text,
        choice=said.choice or None,
        media=said.media,
        location=Location(**said.location.model_dump()) if said.location else None,
        message_id=_written_as(said),
        referral=said.referral or None,
    )
    if not (message.text or message.choice or message.media or message.location):
        raise BadPayload("a message needs a text, a choice, a file or a location")
    return (Inbound(id=said.id, address=said.visitor, message=message, name=said.name, language=said.language),)


def _written_as(said: _Said) -> str | None:
    """The page knows what was written by the last part of its id; a press is no message that could be reacted to."""
    return None if said.choice else said.id.rpartition("/")[2]


def build(config: Config, address: str, message: SendMessage) -> dict[str, Any]:
    """The message's frame, or Refused for what the page cannot show."""
    if message.reaction:
        return _reaction(message)
    _row(message.slides)
    if not message.text.strip() and message.media is None and not message.slides:
        raise Refused("empty", "a message needs a text or a file")
    if (length := len(message.text)) > CAPABILITIES.text:
        raise Refused("too_long", f"a text has at most {CAPABILITIES.text} characters, this one has {length}")
    if message.media and not message.media.url.startswith(("https://", "http://", "/")):
        raise Refused("media_address", f"a browser cannot open {message.media.url!r}: a file needs an http(s) address")
    _pressable(message.buttons, CAPABILITIES.list_rows if message.layout == "list" else CAPABILITIES.buttons)
    return frame(message)


def frame(message: SendMessage) -> dict[str, Any]:
    """What a page is told of a message; the API adds its id, its number and its time."""
    shown: dict[str, Any] = {"text": message.text}
    if message.buttons:
        shown["layout"] = message.layout
        shown["buttons"] = [button.model_dump(exclude_defaults=True) for button in message.buttons]
    if message.slides:
        shown["cards"] = [slide.model_dump(mode="json", exclude_defaults=True) for slide in message.slides]
    if message.request:
        shown["request"] = message.request
    if message.reaction:
        shown["reaction"] = {"emoji": message.reaction.emoji, "to": message.reaction.message}
    if message.media:
        shown["media"] = message.media.model_dump(exclude_none=True)
    return shown


def _reaction(message: SendMessage) -> dict[str, Any]:
    if message != SendMessage(reaction=message.reaction):
        raise Refused("not_alone", "a reaction goes alone")
    return frame(message)


async def send(http: httpx.AsyncClient, config: Config, address: str, message: SendMessage, key: str) -> str:
    """The key: the API pushes the stored message, however often this is asked."""
    build(config, address, message)
    return key


async def typing(http: httpx.AsyncClient, config: Config, address: str) -> None:
    """The API tells the visitor's open pages."""


async def connect(http: httpx.AsyncClient, config: Config, hook_url: str) -> Account:
    return await test(http, config)


async def disconnect(http: httpx.AsyncClient, config: Config) -> None:
    """There is nobody to tell."""


async def test(http: httpx.AsyncClient, config: Config) -> Account:
    return Account(id="", name=config.title)


def _row(slides: tuple[Slide, ...]) -> None:
    if len(slides) > CAPABILITIES.cards:
        raise Refused(
            "too_many_cards", f"the web chat shows at most {CAPABILITIES.cards} cards, here are {len(slides)}"
        )
    for slide in slides:
        if slide.picture and not slide.picture.startswith(("https://", "http://", "/")):
            raise Refused(
                "media_address", f"a browser cannot open {slide.picture!r}: a picture needs an http(s) address"
            )
        _pressable(slide.buttons, CAPABILITIES.buttons)


def _pressable(buttons: tuple[Button, ...], most: int) -> None:
    if (number := len(buttons)) > most:
        raise Refused("too_many_buttons", f"the web chat shows at most {most} of these, here are {number}")
    longest = CAPABILITIES.button_title
    for button in buttons:
        if not button.title.strip() or len(button.title) > longest:
            raise Refused("button_title", f"button {button.id!r}: a title has 1 to {longest} characters")
        if button.url and not button.url.startswith(("https://", "http://", "mailto:", "tel:")):
            raise Refused("button_url", f"button {button.title!r} may not open {button.url!r}")
        if not button.url and not button.id:
            raise Refused("button_id", f"button {button.title!r} has no id")


adapter = Adapter(
    kind="webchat",
    title="Web chat",
    config=Config,
    capabilities=CAPABILITIES,
    verify=verify,
    parse=parse,
    build=build,
    send=send,
    connect=connect,
    disconnect=disconnect,
    test=test,
    typing=typing,
)
