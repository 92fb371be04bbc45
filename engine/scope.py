"""The names that templates and conditions can read."""

from collections.abc import Sequence
from typing import Any, Protocol

from engine.compiled import CompiledFlow
from engine.events import MessageReceived
from engine.world import Contact, World

NAMES = ("contact", "conversation", "channel", "vars", "input", "result", "globals", "parent", "now", "today")


class _Frame(Protocol):
    flow: CompiledFlow
    variables: dict[str, Any]
    results: dict[str, Any]


class _Run(Protocol):
    @property
    def world(self) -> World: ...
    @property
    def contact(self) -> Contact: ...
    @property
    def input(self) -> MessageReceived | None: ...
    @property
    def frames(self) -> Sequence[_Frame]: ...


def scope_of(run: _Run) -> dict[str, Any]:
    frame = run.frames[-1]
    parent = run.frames[-2] if len(run.frames) > 1 else None
    return {
        "contact": contact_scope(run.contact),
        "conversation": {"id": str(run.world.conversation)},
        "channel": {"kind": run.world.channel.kind, "name": run.world.channel.name},
        "vars": frame.variables,
        "input": input_scope(run.input),
        "result": frame.results,
        "globals": run.world.globals,
        "parent": {"vars": parent.variables, "result": parent.results} if parent else {},
    }


def contact_scope(contact: Contact) -> dict[str, Any]:
    return {
        "id": str(contact.id),
        "name": contact.name,
        "language": contact.language,
        "fields": contact.fields,
        "tags": list(contact.tags),
        "segments": list(contact.segments),
    }


def input_scope(said: MessageReceived | None) -> dict[str, Any]:
    """What the contact said last; empty before the first word."""
    return said.model_dump(mode="json", exclude={"type"}) if said else {}
