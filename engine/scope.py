"""The names that templates and conditions can read."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from engine.events import MessageReceived
from engine.world import Channel, Contact, World

NAMES = ("contact", "conversation", "channel", "vars", "input", "result", "globals", "parent", "error", "now", "today")


class Frame(Protocol):
    @property
    def variables(self) -> dict[str, Any]: ...
    @property
    def results(self) -> dict[str, Any]: ...
    @property
    def error(self) -> dict[str, Any] | None: ...


def turn_scope(world: World, said: MessageReceived | None) -> dict[str, Any]:
    """What is the same at every visit of a turn, unless a node changes the contact."""
    return {
        "contact": contact_scope(world.contact),
        "conversation": {"id": str(world.conversation)},
        "channel": channel_scope(world.channel),
        "input": input_scope(said),
        "globals": world.globals,
    }


def visit_scope(turn: Mapping[str, Any], frames: Sequence[Frame], language: str) -> dict[str, Any]:
    """``language`` is the one that the contact is spoken to in, in the flow that runs."""
    frame = frames[-1]
    conversation = {**turn["conversation"], "language": language}
    parent = {"vars": frames[-2].variables, "result": frames[-2].results} if len(frames) > 1 else {}
    return {
        **turn,
        "conversation": conversation,
        "vars": frame.variables,
        "result": frame.results,
        "parent": parent,
        "error": frame.error or {},
    }


def contact_scope(contact: Contact) -> dict[str, Any]:
    return {
        "id": str(contact.id),
        "name": contact.name,
        "language": contact.language,
        "fields": contact.fields,
        "tags": list(contact.tags),
        "opted_out": contact.opted_out,
        "segments": list(contact.segments),
    }


def channel_scope(channel: Channel) -> dict[str, Any]:
    return {"kind": channel.kind, "name": channel.name}


def input_scope(said: MessageReceived | None) -> dict[str, Any]:
    """What the contact said last; empty before the first word."""
    return said.model_dump(mode="json", exclude={"type"}) if said else {}
