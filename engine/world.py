"""What a turn may know of the world: values that the caller reads before it asks the engine to decide."""

from datetime import datetime
from typing import Any
from uuid import UUID

from engine.contact_fields import ContactField
from engine.limits import Limits
from engine.model import Value


class Contact(Value):
    """The person. ``fields`` are the workspace's own; templates read ``contact.name`` and ``contact.fields.city``.
    ``opted_out``: they want nothing more at the address where this conversation is."""

    id: UUID
    name: str = ""
    language: str | None = None
    fields: dict[str, Any] = {}
    tags: tuple[str, ...] = ()
    opted_out: bool = False


class Channel(Value):
    id: UUID
    kind: str
    name: str = ""


class World(Value):
    """``now`` is aware, in UTC. ``globals`` are the workspace's constants; secrets are never here. ``contact_fields`` are
    those that the workspace has defined; others take any value."""

    now: datetime
    contact: Contact
    channel: Channel
    conversation: UUID
    globals: dict[str, Any] = {}
    contact_fields: dict[str, ContactField] = {}
    limits: Limits = Limits()
