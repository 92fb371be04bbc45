"""A node's wait as the session keeps it."""

from datetime import datetime

from engine.behaviour import ForAgent, ForDelivery, ForEvent, ForReply, ForTime
from engine.session import Waiting


def waiting_for(wait: ForReply | ForTime | ForEvent | ForDelivery | ForAgent, now: datetime) -> Waiting:
    """Without a timeout it has no end; a moment that has passed is now."""
    if isinstance(wait, ForTime):
        return Waiting(kind="time", until=max(wait.until, now))
    until = now + wait.timeout if wait.timeout is not None else None
    match wait:
        case ForEvent(key=key):
            return Waiting(kind="event", key=key, until=until)
        case ForDelivery(until=milestone):
            return Waiting(kind="delivery", report=milestone, until=until)
        case ForAgent():
            return Waiting(kind="agent", until=until)
        case ForReply(key=key, begun=begun):
            return Waiting(kind="reply", key=key, until=until, begun=begun)
