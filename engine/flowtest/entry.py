"""Where a message, or something that happened, enters a flow that is tried out: at the trigger that it would pull."""

from typing import Any

from engine.compiled import CompiledFlow, CompiledNode
from engine.events import MessageReceived
from engine.news import News
from engine.occasion import Occasion
from engine.simulator import Simulator


def trigger_for(flow: CompiledFlow, message: MessageReceived, simulator: Simulator) -> str | None:
    """The trigger that takes these words from this contact; without one, None: the flow's first trigger."""
    occasion = _occasion(simulator, message=message)
    return next((node.id for node in flow.triggers if _fits(node, "matches", message, occasion)), None)


def listener_for(flow: CompiledFlow, news: News, simulator: Simulator) -> str | None:
    """The trigger that hears this; while the contact is inside a flow, only one that interrupts."""
    occasion = _occasion(simulator, news=news)
    inside = bool(simulator.session.frames) and not simulator.session.ended
    asked = (node for node in flow.triggers if getattr(node.params, "interrupts", False) or not inside)
    return next((node.id for node in asked if _fits(node, "hears", news, occasion)), None)


def _occasion(simulator: Simulator, **pulled_by: Any) -> Occasion:
    world = simulator.world
    return Occasion(
        now=world.now,
        contact=world.contact,
        channel=world.channel,
        first=simulator.started is None,
        started=simulator.started,
        **pulled_by,
    )


def _fits(node: CompiledNode, part: str, what: MessageReceived | News, occasion: Occasion) -> bool:
    behaviour: Any = node.behaviour
    fits = getattr(behaviour, part, None)
    if not fits or not fits(node.params, what):
        return False
    return not getattr(node.params, "conditional", False) or bool(behaviour.admits(node.params, occasion))
