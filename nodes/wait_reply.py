"""Wait for whatever the contact writes next, without asking anything."""

from engine import Context, Event, Happened, MessageReceived, Step, TimedOut
from nodes.hearing import collected, heard, told
from nodes.spec import NodeType
from nodes.waiting import Waiting, kept, overtaken, patience, silence, unanswered
from ui_schema import NodeUi


class Params(Waiting):
    """What becomes of the answer, and what happens without one, is all there is."""


def outputs(params: Params) -> tuple[str, ...]:
    return ("replied", *unanswered(params))


def enter(params: Params, context: Context) -> Step:
    return Step(wait=patience(params, context))


def resume(params: Params, context: Context, event: Event) -> Step:
    said = _as_pressed(context, event)
    match heard(params, context, said):
        case Step() as collecting:
            return collecting
        case MessageReceived() as message:
            return told(_replied(params, message), said, message)
        case TimedOut():
            return silence(params, context)
        case Happened() as happened:
            before = collected(context)
            return told(_replied(params, before), event, before) if before else overtaken(params, happened)
        case _:
            return Step()


def _as_pressed(context: Context, event: Event) -> Event:
    """What stands on the button, however somebody has typed it."""
    is_press = isinstance(event, MessageReceived) and context.pressed
    return event.model_copy(update={"text": context.pressed}) if is_press else event


def _replied(params: Params, message: MessageReceived) -> Step:
    said = message.model_dump(mode="json", exclude={"type"}, exclude_defaults=True)
    return kept(params, _in_words(message), said, "replied")


def _in_words(message: MessageReceived) -> str:
    """What was written; of what came without words, that which can be written. Files are in ``result.<node>``."""
    place = message.location
    where = (place.name or f"{place.latitude}, {place.longitude}") if place else ""
    return message.text or message.phone or where or message.choice or ""


node = NodeType(
    kind="wait_reply",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    ui=NodeUi(title="Wait for a reply", help=__doc__ or "", group="input", icon="hourglass"),
)
