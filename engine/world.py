"""What a turn may know of the world: values that the caller reads before it asks the engine to decide."""

from datetime import datetime
from typing import Any
from uuid import UUID

from engine.contact_fields import ContactField
from engine.limits import Limits
from engine.message_templates import MessageTemplate
from engine.model import Value

COLOURED = "\N{VARIATION SELECTOR-16}"


class Contact(Value):
    """The person. ``fields`` are the workspace's own; templates read ``contact.name`` and ``contact.fields.city``.
    ``opted_out``: they want nothing more at the address where this conversation is. ``segments`` are the keys of those
    that they are in."""

    id: UUID
    name: str = ""
    language: str | None = None
    fields: dict[str, Any] = {}
    tags: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    opted_out: bool = False


def can_react(reactions: tuple[str, ...] | None, emoji: str) -> bool:
    """Whether an emoji is among them; with or without the invisible mark that asks for its coloured form."""
    return reactions is None or emoji.replace(COLOURED, "") in reactions


class Channel(Value):
    """``reactions`` are the emoji that can be put on a message: none, or any where it is None. ``templates`` says whether
    the platform approves texts; None: if there are some for this type of channel."""

    id: UUID
    kind: str
    name: str = ""
    reactions: tuple[str, ...] | None = None
    templates: bool | None = None

    def reacts_with(self, emoji: str) -> bool:
        return can_react(self.reactions, emoji)


class World(Value):
    """``now`` is aware, in UTC. ``globals`` are the workspace's constants; secrets are never here. ``contact_fields`` are
    those that the workspace has defined; others take any value. ``templates`` are the message templates that the flow
    names. ``ways`` says by node which way a split takes, where a flow test wants it so."""

    now: datetime
    contact: Contact
    channel: Channel
    conversation: UUID
    globals: dict[str, Any] = {}
    contact_fields: dict[str, ContactField] = {}
    templates: tuple[MessageTemplate, ...] = ()
    ways: dict[str, str] = {}
    limits: Limits = Limits()
