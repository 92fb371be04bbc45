"""One step of a simulation as lines of a flow test: put together they are the dialogue of one."""

from collections.abc import Iterator
from typing import Any

from api.simulated import Begin, Simulated
from engine import Event, HandedBack, Happened, MessageReceived, Reported, SendMessage, TakenOver
from engine.dialogue import Happening, Line
from engine.flowtest.record import heard, said


def lines_of(asked: Simulated, answered: list[SendMessage], *, ignored: bool = False) -> tuple[dict[str, Any], ...]:
    """What happened, then what the flow said to it. What calls gave is none of them: tests have it in their `returns`.
    ``ignored``: what was said started nothing."""
    nothing = (Line(expects_nothing=True),) if ignored else ()
    lines = (*_happened(asked), *map(heard, answered), *nothing)
    return tuple(line.model_dump(mode="json", exclude_unset=True) for line in lines)


def _happened(asked: Simulated) -> Iterator[Line]:
    if asked.start:
        yield _begun(asked.start)
    if asked.elapse:
        yield Line(waits=asked.elapse)
    if asked.event and (line := _of(asked.event)):
        yield line


def _begun(start: Begin) -> Line:
    return Line(starts=True) if start.text is None else Line(says=start.text)


def _of(event: Event) -> Line | None:
    """None for what comes of itself in a test: the end of a wait, the result of a call."""
    match event:
        case MessageReceived():
            return said(event)
        case Happened(key=key, data=data):
            return Line(happens=Happening(key=key, data=data))
        case TakenOver(idle=idle):
            return Line(takes_over=idle or True)
        case HandedBack(resolved=True):
            return Line(resolves=True)
        case HandedBack(node=node):
            return Line(hands_back=node or True)
        case Reported(status=status):
            return Line(reports=status)
        case _:
            return None
