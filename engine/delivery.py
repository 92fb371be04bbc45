"""What a session that waits for its last message to arrive is told, and when."""

from typing import Literal, TypeAlias

from engine.events import Reported

Milestone: TypeAlias = Literal["delivered", "read"]
Fate: TypeAlias = Literal["delivered", "read", "failed", "unknown", "nothing"]


def report(until: Milestone, status: str | None, *, tells: bool) -> Reported | None:
    """What there is to say of a message in this state; None as long as more may come. Who has read it has got it, too.

    ``status`` is None where no message was sent; ``tells`` says whether the channel gives reports at all.
    """
    if status == "failed":
        return Reported(status="failed")
    if status == "read":
        return Reported(status="read")
    if status == "delivered" == until:
        return Reported(status="delivered")
    return None if tells and status else Reported(status="unknown")
