"""One visit of one node: what it is shown, and what it decides. Nothing of the run is changed here."""

from functools import partial
from typing import Any

from engine.behaviour import Step
from engine.compiled import CompiledNode
from engine.context import Ahead, Context, Place, nothing_ahead
from engine.effects import SendMessage
from engine.events import Event
from engine.frames import OpenFrame
from engine.ledger import Ledger


def visited(ledger: Ledger, frame: OpenFrame, event: Event | None) -> tuple[Step, Context]:
    """What the frame's node makes of the event, or of being entered if there is none; its problems are the context's."""
    node = frame.flow.nodes[frame.node]
    context = context_of(ledger, frame, node, frame.memory, partial(_ahead, ledger, frame, node))
    params = node.params_in(context.language)
    behaviour = node.behaviour
    step = behaviour.enter(params, context) if event is None else behaviour.resume(params, context, event)
    return step, context


def context_of(
    ledger: Ledger, frame: OpenFrame, node: CompiledNode, memory: dict[str, Any], ahead: Ahead = nothing_ahead
) -> Context:
    language = ledger.world.contact.language or frame.flow.language
    return Context(
        ledger.world,
        Place(frame.flow.id, node.id, language),
        ledger.scope(language),
        memory,
        ledger.input,
        node.other_params(language) if node.translations else (),
        ahead,
        ledger.talk.pressed,
        node,
    )


def _ahead(ledger: Ledger, frame: OpenFrame, node: CompiledNode, output: str) -> tuple[SendMessage, ...]:
    """Nodes are pure: the next one is asked, and nothing of its answer is kept."""
    target = frame.flow.edges.get((node.id, output))
    if target is None:
        return ()
    following = frame.flow.nodes[target]
    context = context_of(ledger, frame, following, {})
    step = following.behaviour.enter(following.params_in(context.language), context)
    return tuple(effect for effect in step.effects if isinstance(effect, SendMessage))
