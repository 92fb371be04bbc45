"""What a node would do if it were entered with nothing known: the same ``enter`` that runs in production."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias
from uuid import UUID

from pydantic import BaseModel

from engine.behaviour import Behaviour, Step
from engine.checks.drawn import Drawn
from engine.context import Context, Place
from engine.effects import SendMessage
from engine.events import MessageReceived
from engine.limits import Limits
from engine.message_templates import MessageTemplate
from engine.scope import NAMES, contact_scope
from engine.world import Channel, Contact, World

NOBODY = Contact(id=UUID(int=0))
Templates: TypeAlias = tuple[MessageTemplate, ...]
HEARD = MessageReceived(message_id="check")
CHANNEL = Channel(id=UUID(int=0), kind="check")
SCOPE: Mapping[str, Any] = {**{name: {} for name in NAMES[:-2]}, "contact": contact_scope(NOBODY)}


def rehearsed(
    behaviour: Behaviour[Any],
    params: BaseModel,
    node: str,
    limits: Limits,
    templates: Templates = (),
    channel: Channel = CHANNEL,
) -> Step | None:
    """Names read as nothing. None for a type that fails so: that is its developer's affair, not the author's."""
    world = _world(limits, templates, channel)
    try:
        return behaviour.enter(params, Context(world, Place("check", node, "en"), SCOPE, {}, HEARD))
    except Exception:  # noqa: BLE001 - strangers' node types are called with less than they get in a run
        return None


def _world(limits: Limits, templates: Templates = (), channel: Channel = CHANNEL) -> World:
    now, conversation = datetime(2026, 1, 5, 9, tzinfo=UTC), NOBODY.id
    return World(
        now=now, contact=NOBODY, channel=channel, conversation=conversation, limits=limits, templates=templates
    )


def rounds_of(node: Drawn, limits: Limits, variables: Mapping[str, Any]) -> int:
    """How often it leads into another round, where these are the variables; of a type that fails so nobody knows."""
    if node.behaviour is None or node.params is None:
        return 0
    scope = {**SCOPE, "vars": variables}
    context = Context(_world(limits), Place("check", node.id, "en"), scope, {}, HEARD)
    try:
        return node.behaviour.rounds(node.params, context)
    except Exception:  # noqa: BLE001 - as above
        return 0


def steps_of(node: Drawn, limits: Limits, templates: Templates, kind: str = CHANNEL.kind) -> Iterator[Step]:
    """What it does when it is entered on a channel of this type, in every language: in that of the flow first."""
    if node.behaviour is None or node.params is None:
        return
    channel = CHANNEL.model_copy(update={"kind": kind})
    for params in (node.params, *node.translations.values()):
        if step := rehearsed(node.behaviour, params, node.id, limits, templates, channel):
            yield step


def messages_of(steps: Iterable[Step]) -> tuple[SendMessage, ...]:
    return tuple(effect for step in steps for effect in step.effects if isinstance(effect, SendMessage))
