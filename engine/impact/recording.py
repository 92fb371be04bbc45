"""What is known of a conversation that really happened, and what a replay of it gives."""

from datetime import datetime
from typing import Any, Literal, TypeAlias
from uuid import UUID

from engine.contact_fields import ContactField
from engine.events import Event
from engine.message_templates import MessageTemplate
from engine.model import Value
from engine.world import Channel, Contact

What: TypeAlias = Literal["gone", "way", "output", "message", "effect", "variable", "wait", "end", "refused"]
Path: TypeAlias = tuple[tuple[str, str | None], ...]


class Heard(Value):
    """One turn as it was: what came, when, and the nodes that were gone through with the outputs they were left by."""

    number: int
    at: datetime
    event: Event
    path: Path


class Recording(Value):
    """``flow`` is the version that it happened on, ``contact`` the person as they were when it began; ``globals``,
    ``contact_fields`` and ``templates`` are what the workspace has now."""

    session: UUID
    flow: str
    contact: Contact
    channel: Channel
    conversation: UUID
    globals: dict[str, Any] = {}
    contact_fields: dict[str, ContactField] = {}
    templates: tuple[MessageTemplate, ...] = ()
    heard: tuple[Heard, ...]


class Divergence(Value):
    """The first thing that the candidate does otherwise; ``what`` says what it is, ``node`` who does it."""

    turn: int
    at: datetime
    event: str
    node: str
    what: What
    expected: Any = None
    got: Any = None


class Replayed(Value):
    """``unlike`` says why the recording tells nothing; ``visited`` are the nodes of the candidate that it went through."""

    session: UUID
    divergence: Divergence | None = None
    unlike: str | None = None
    visited: frozenset[str] = frozenset()
