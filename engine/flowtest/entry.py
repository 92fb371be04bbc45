"""Where a message enters a flow that is tried out: at the trigger that it would pull for real."""

from typing import Any

from engine.compiled import CompiledFlow, CompiledNode
from engine.events import MessageReceived
from engine.occasion import Occasion
from engine.simulator import Simulator


def trigger_for(flow: CompiledFlow, message: MessageReceived, simulator: Simulator) -> str | None:
    """The trigger that takes these words from this contact; without one, None: the flow's first trigger."""
    world = simulator.world
    occasion = Occasion(
        now=world.now,
        contact=world.contact,
        channel=world.channel,
        message=message,
        first=simulator.started is None,
        started=simulator.started,
    )
    return next((node.id for node in flow.triggers if _pulled(node, occasion)), None)


def _pulled(node: CompiledNode, occasion: Occasion) -> bool:
    behaviour: Any = node.behaviour
    if not getattr(behaviour, "matches", None) or not behaviour.matches(node.params, occasion.message):
        return False
    return not getattr(node.params, "conditional", False) or bool(behaviour.admits(node.params, occasion))
