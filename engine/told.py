"""What a turn does besides talking, in words: for the simulator, the terminal and whoever tries a flow out."""

from engine.effects import Assign, CloseConversation, Effect, HandOver, Note, Notify, RateConversation, Summary
from engine.summary import in_words


def told(effect: Effect) -> str | None:
    """None for what shows by itself, such as a message."""
    match effect:
        case HandOver():
            return f"handed over to {_whom(effect, 'people')}{_urgency(effect)}{_aside(effect.note)}{_learned(effect.summary)}"
        case Assign():
            return f"assigned to {_whom(effect, 'nobody')}"
        case Note(text=text):
            return f"note: {text}"
        case Notify(text=text):
            return f"{_whom(effect, 'whose conversation it is')} told: {text}"
        case CloseConversation(reason=reason):
            return f"conversation closed{_aside(reason)}"
        case RateConversation(rating=rating):
            return f"conversation rated {rating}"
        case _:
            return None


def _whom(effect: HandOver | Assign | Notify, nobody: str) -> str:
    team = f"team {effect.team}" if effect.team else ""
    return " of ".join(part for part in (effect.agent, team) if part) or nobody


def _urgency(effect: HandOver) -> str:
    return "" if effect.priority == "normal" else f", {effect.priority}"


def _aside(text: str) -> str:
    return f": {text}" if text else ""


def _learned(summary: Summary | None) -> str:
    """What the contact said last is seen by whoever tries it out."""
    if summary is None:
        return ""
    answers = [f"{one.asked} {one.answered}" for one in summary.answers]
    variables = [f"{name} = {in_words(value)}" for name, value in summary.variables.items()]
    return f" ({'; '.join([*answers, *variables])})" if answers or variables else ""
