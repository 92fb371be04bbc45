"""Where a message, or something that happened, enters a flow that is tried out: at the trigger that it would pull."""

from collections.abc import Callable
from typing import Any, TypeAlias

from engine.compiled import CompiledFlow, CompiledNode
from engine.effects import SendMessage
from engine.events import Interrupted, MessageReceived
from engine.leaving import when_busy
from engine.news import News
from engine.occasion import Occasion
from engine.placing import is_conditional, priority
from engine.problems import Problem
from engine.simulator import Simulator
from engine.triggers import keeps_out

IGNORED = "nothing_starts"
WHOM = "try it out with a contact, and at a time, that they let in"
ELSE = "or name the trigger at which it starts"
Begin: TypeAlias = Callable[[str | None], list[SendMessage]]


def trigger_for(flow: CompiledFlow, message: MessageReceived, simulator: Simulator) -> str | None:
    """The trigger that takes these words from this contact, of several the one of the highest priority; else None."""
    occasion = _occasion(simulator, message=message)
    return next((node.id for node in _asked(flow, simulator) if _fits(node, "matches", message, occasion)), None)


def listener_for(flow: CompiledFlow, news: News, simulator: Simulator) -> str | None:
    """The trigger that hears this."""
    occasion = _occasion(simulator, news=news)
    return next((node.id for node in _asked(flow, simulator) if _fits(node, "hears", news, occasion)), None)


def left_out(flow: CompiledFlow, node: str | None, simulator: Simulator) -> str | None:
    """The trigger at which a program starts the flow, if it is not for this contact now."""
    at = node or flow.entry
    return at if at and keeps_out(flow, at, lambda: _occasion(simulator)) else None


def kept_inside(flow: CompiledFlow, node: str | None, simulator: Simulator) -> str | None:
    """The trigger at which a program starts the flow, if whoever is inside of one stays there: nobody asks them."""
    at = node or flow.entry
    return at if at and is_open(simulator) and when_busy(flow.nodes[at].params) != "interrupt" else None


def why_ignored(flow: CompiledFlow, message: MessageReceived, simulator: Simulator) -> Problem:
    """Of words for which ``hear`` has given None: whether nobody listens to them, or not for this contact now."""
    takers = (node.id for node in _asked(flow, simulator) if _takes(node, "matches", message))
    if node := next(takers, None):
        why = f"the trigger {node!r} takes what was said, but its conditions leave this contact out now"
        return Problem(code=IGNORED, message=why, severity="warning", node=node, fix=f"{WHOM}, {ELSE}")
    why = "no trigger of the flow takes what was said"
    return Problem(code=IGNORED, message=why, severity="warning", fix=f"say what one of its triggers takes, {ELSE}")


def _asked(flow: CompiledFlow, simulator: Simulator) -> list[CompiledNode]:
    """The highest priority first, then in the order in which they are drawn; inside a flow those that interrupt or ask."""
    asked = (node for node in flow.triggers if not is_open(simulator) or when_busy(node.params) != "ignore")
    return sorted(asked, key=lambda node: -priority(node.params))


def is_open(simulator: Simulator) -> bool:
    return bool(simulator.session.frames) and not simulator.session.ended


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


def hear(simulator: Simulator, flow: CompiledFlow, message: MessageReceived, begin: Begin) -> list[SendMessage] | None:
    """What becomes of the message, as at run time: the open session takes it, unless it pulls a trigger that interrupts or
    asks, or people have the conversation and read it; else the flow begins at ``begin(node)``. What no trigger takes starts
    nothing, and is answered with None; a flow that no message can start begins at its first trigger, as if a program had
    started it."""
    session, node = simulator.session, trigger_for(flow, message, simulator)
    if not is_open(simulator):
        listens = any(_listens(one) for one in flow.triggers)
        return begin(node) if node or not listens else None
    busy = when_busy(flow.nodes[node].params) if node else "ignore"
    if node and busy == "interrupt":
        return simulator.start(flow, node, message)
    if session.status == "paused":
        return []
    answer = session.leaving.answer(message) if session.leaving else None
    if session.leaving and answer == "leave":
        return simulator.start(flow, session.leaving.to.node, session.leaving.to.message)
    if node and busy == "ask" and answer is None:
        return simulator.take(Interrupted(flow=flow.id, node=node, message=message))
    return simulator.take(message)


def _listens(trigger: CompiledNode) -> bool:
    behaviour: Any = trigger.behaviour
    return behaviour.matches is not None


def _fits(node: CompiledNode, part: str, what: MessageReceived | News, occasion: Occasion) -> bool:
    behaviour: Any = node.behaviour
    if not _takes(node, part, what):
        return False
    return not is_conditional(node.params) or bool(behaviour.admits(node.params, occasion))


def _takes(node: CompiledNode, part: str, what: MessageReceived | News) -> bool:
    """Whoever it comes from, and whenever."""
    takes = getattr(node.behaviour, part, None)
    return bool(takes and takes(node.params, what))
