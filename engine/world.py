"""What a turn may know of the world: values that the caller reads before it asks the engine to decide."""

from datetime import datetime
from typing import Any
from uuid import UUID

from engine.limits import Limits
from engine.model import Value


class Contact(Value):
    """The person. ``fields`` are the workspace's own; templates read ``contact.name`` and ``contact.fields.city``. ``segments``
    are the keys of those that they are in."""

    id: UUID
    name: str = ""
    language: str | None = None
    fields: dict[str, Any] = {}
    tags: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()


class Channel(Value):
    id: UUID
    kind: str
    name: str = ""


class World(Value):
    """``now`` is aware, in UTC. ``globals`` are the workspace's constants; secrets are never here."""

    now: datetime
    contact: Contact
    channel: Channel
    conversation: UUID
    globals: dict[str, Any] = {}
    limits: Limits = Limits()
