"""The frames of the web chat's protocol, version 1. The same content goes over the socket and over HTTP."""

from typing import Annotated, Any, Literal, TypeAlias

import msgspec

from channels import fitted, webchat
from engine import SendMessage
from store.records import Message

Frame: TypeAlias = dict[str, Any]
MessageId: TypeAlias = Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9_-]{1,64}$")]
Language: TypeAlias = Annotated[str, msgspec.Meta(max_length=35)]
LONGEST_FRAME = 32 * 1024


class Hello(msgspec.Struct, tag="hello", tag_field="type", frozen=True, forbid_unknown_fields=True):
    token: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    v: Literal[1] = 1
    cursor: Annotated[int, msgspec.Meta(ge=0)] = 0
    language: Language | None = None
    page: Annotated[str, msgspec.Meta(max_length=2000)] | None = None


class Spot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the visitor is, if they say so."""

    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)]


class Send(msgspec.Struct, tag="send", tag_field="type", frozen=True, forbid_unknown_fields=True):
    """``id`` is the sender's: who is not sure whether a message arrived sends it again with the same.
    ``referral`` is the code of the link by which the visitor came."""

    id: MessageId
    text: Annotated[str, msgspec.Meta(max_length=4096)] = ""
    choice: Annotated[str, msgspec.Meta(max_length=256)] | None = None
    referral: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    location: Spot | None = None


class Shown(msgspec.Struct, tag="read", tag_field="type", frozen=True, forbid_unknown_fields=True):
    """The visitor has seen everything up to this number."""

    number: Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class Typing(msgspec.Struct, tag="typing", tag_field="type", frozen=True):
    """Taken, and not passed on: nobody is shown it."""


decoder = msgspec.json.Decoder(Hello | Send | Shown | Typing)


def said(address: str, send: Send, language: str | None) -> bytes:
    """What the channel's adapter reads."""
    body = {"id": f"{address}/{send.id}", "visitor": address, "text": send.text, "choice": send.choice}
    return msgspec.json.encode({**body, "referral": send.referral, "location": send.location, "language": language})


def message(stored: Message) -> Frame:
    """A stored message as its visitor sees it; ``id_of_visitor`` is the id that the visitor gave to their own."""
    frame: Frame = {"number": stored.number, "at": stored.created_at}
    if stored.direction == "out":
        said = fitted(SendMessage.model_validate(stored.content), webchat.CAPABILITIES)
        return {**frame, "from": "bot", **webchat.frame(said)}
    own = (stored.provider_id or "").partition("/")[2]
    shown = {key: stored.content[key] for key in ("text", "media", "location") if stored.content.get(key)}
    return {**frame, "from": "visitor", "id_of_visitor": own, **shown}


def config(of: webchat.Config) -> Frame:
    return of.model_dump(mode="json", include={"title", "greeting", "placeholder", "suggestions", "colour"})


def error(code: str, detail: str, *, id: str | None = None, retry_after: float | None = None) -> Frame:
    frame: Frame = {"type": "error", "code": code, "detail": detail, "id": id, "retry_after": retry_after}
    return {key: value for key, value in frame.items() if value is not None}
