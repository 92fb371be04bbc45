"""What an integration type must define: ``integration = Integration(...)`` in a module of its own.

Both functions are pure: the time comes with the delivery. ``Config`` holds one connected account's settings; its
``SecretStr`` fields are kept encrypted and are never shown again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

C = TypeVar("C", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A webhook as it came in, and when (with a time zone). Header names are lower case."""

    headers: Mapping[str, str]
    body: bytes
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainEvent:
    """Something that happened elsewhere, like ``order.paid``. ``id`` is the sender's and makes a repeated delivery
    harmless; ``data`` is JSON, and the paths to the contact's address and to the flow's inputs lead into it."""

    id: str
    kind: str
    data: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Integration(Generic[C]):
    """One integration type.

    ``verify``  raises BadSignature unless the webhook is the sender's, and was sent just now
    ``parse``   a webhook's events; nothing we handle is an empty tuple; raises BadPayload. Done again, and alone, when
                a kept webhook is played again: the same delivery gives events with the same ids
    ``fresh``   credentials made by us, for fields that the person who connects leaves out; shown once
    """

    kind: str
    title: str
    config: type[C]
    verify: Callable[[C, Delivery], None]
    parse: Callable[[C, Delivery], tuple[DomainEvent, ...]]
    fresh: Callable[[], Mapping[str, str]] = dict
