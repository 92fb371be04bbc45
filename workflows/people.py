"""What a turn means for people, besides what its flow says: they get the conversation, or the bot has it back. Pure."""

from typing import Any, TypeAlias

from engine import HandedBack, Session, TimedOut, Turn
from store.claims import Claim
from store.states import HandOverOutcome
from workflows.due import Due

Enacted: TypeAlias = tuple[dict[str, Any], ...]


def with_people(claim: Claim, due: Due, turn: Turn | None) -> Enacted:
    """What is to be written down before the effects of the flow."""
    before = claim.open is not None and _paused(claim.open.session)
    if due.kind == "take_over" and turn and not _taken(claim):
        return ({"type": "take_over", "agent": due.agent, "by": due.by},)
    if before and (due.closed or (turn and _went_on(turn))):
        return ({"type": "hand_back", "outcome": _outcome(due), "by": due.by},)
    if due.kind == "message" and due.event is None and claim.open is None:
        return ({"type": "reopen"},)  # it came while a run was open, which then ended without it: people have to see it
    return ()


def _paused(session: Session) -> bool:
    """Also while a bug blocks it."""
    return session.waiting is not None and session.waiting.kind == "agent"


def _taken(claim: Claim) -> bool:
    """Whether an agent has interrupted the bot; taking what the flow has handed over is told each time, as by whom."""
    waiting = claim.open.session.waiting if claim.open else None
    return waiting is not None and waiting.taken


def _went_on(turn: Turn) -> bool:
    """It is with the bot now, or was for so long that the flow could hand it over again."""
    return not _paused(turn.session) or any(effect.type == "hand_over" for effect in turn.effects)


def _outcome(due: Due) -> HandOverOutcome:
    match due.event:
        case HandedBack(resolved=resolved):
            return "resolved" if resolved else "resumed"
        case TimedOut():
            return "timeout"
        case _:
            return "cancelled"
