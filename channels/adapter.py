"""What a channel type must define: ``adapter = Adapter(...)`` in a module of its own.

Everything but what asks for the HTTP client is pure. ``Config`` holds one connected account's settings; its
``SecretStr`` fields are kept encrypted and are never shown again.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, Literal, TypeAlias, TypeVar

import httpx
from pydantic import BaseModel

from engine import MessageReceived, SendMessage
from engine.check import Carries

C = TypeVar("C", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What the channel can carry; 0 means not at all. Lengths are characters."""

    text: int
    caption: int = 0
    buttons: int = 0
    button_title: int = 0
    list_rows: int = 0
    cards: int = 0  # in a row that is scrolled sideways
    media: tuple[str, ...] = ()
    location: bool = False
    card: bool = False  # somebody's name and number, to save with one press
    typing: bool = False
    reactions: tuple[str, ...] | None = ()  # the emoji that can be put on a message; None: any
    templates: bool = False  # texts that the platform approves; ``build`` reads ``message.template``
    service_window: timedelta | None = None  # so long after the contact has written; None: always
    delivery_reports: bool = False
    send_key: bool = False  # the provider accepts an idempotency key: an uncertain send may be repeated


@dataclass(frozen=True, slots=True, kw_only=True)
class HookRequest:
    """A webhook as it came in. Header names are lower case."""

    headers: Mapping[str, str]
    body: bytes
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One message of one contact. ``id`` is the provider's and makes a repeated delivery harmless."""

    id: str
    address: str
    message: MessageReceived
    name: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """What the provider says of a message that we sent (``id`` is the provider's)."""

    id: str
    status: Literal["delivered", "read", "failed"]
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOut:
    """The contact blocked the bot, or let it in again (``stopped`` False)."""

    address: str
    stopped: bool = True


Received: TypeAlias = Inbound | DeliveryReport | OptOut


@dataclass(frozen=True, slots=True)
class Account:
    """What the platform calls the connected account, for example ``@order_bot``."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file that the platform kept for us. ``mime`` is what the platform says it is, if it says so."""

    content: bytes
    mime: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A message in doubt: what ``send`` was asked to send, and when that began."""

    address: str
    message: SendMessage
    key: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter(Generic[C]):
    """One channel type.

    ``verify``      raises BadSignature unless the webhook is the platform's
    ``parse``       a webhook's content; nothing we handle is an empty tuple; raises BadPayload
    ``answer``      what to answer the webhook with (a JSON body), once it is stored
    ``build``       our message as the platform's request body; raises Refused for what the channel cannot carry, after
                    ``fitted`` has simplified what the capabilities do not allow
    ``send``        the provider's message id, or a SendError; ``key`` is the same at every attempt
    ``connect``     tell the platform where its webhooks go (``hook_url``), return the account; raises ConnectFailed
    ``disconnect``  undo it
    ``test``        the account that the credentials belong to; raises ConnectFailed
    ``find``        the provider's id of a message that may have arrived; None if the platform knows that it has none like
                    it, or a SendError when it cannot tell now. Leave it out where nobody can be asked
    ``fetch``       the file that a ``Media(url="provider:<id>")`` names, by its id; raises a SendError
    """

    kind: str
    title: str
    config: type[C]
    capabilities: Capabilities
    verify: Callable[[C, HookRequest], None]
    parse: Callable[[C, HookRequest], tuple[Received, ...]]
    build: Callable[[C, str, SendMessage], Any]
    send: Callable[[httpx.AsyncClient, C, str, SendMessage, str], Awaitable[str]]
    connect: Callable[[httpx.AsyncClient, C, str], Awaitable[Account]]
    disconnect: Callable[[httpx.AsyncClient, C], Awaitable[None]]
    test: Callable[[httpx.AsyncClient, C], Awaitable[Account]]
    answer: Callable[[HookRequest], Any] = lambda request: None
    typing: Callable[[httpx.AsyncClient, C, str], Awaitable[None]] | None = None
    fetch: Callable[[httpx.AsyncClient, C, str], Awaitable[Download]] | None = None
    find: Callable[[httpx.AsyncClient, C, Sought], Awaitable[str | None]] | None = None

    @property
    def carries(self) -> Carries:
        """Its limits, as the checks of flows take them."""
        can = self.capabilities
        return Carries(
            title=self.title,
            text=can.text,
            caption=can.caption,
            buttons=can.buttons,
            button_title=can.button_title,
            list_rows=can.list_rows,
            media=can.media,
            reactions=can.reactions,
            reports=can.delivery_reports,
            cards=can.cards,
            location=can.location,
            card=can.card,
            kind=self.kind,
            templates=can.templates,
            service_window=can.service_window,
        )
