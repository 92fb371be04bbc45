"""Wait for whatever the contact writes next, without asking anything."""

from engine import Context, Event, Happened, MessageReceived, Step, TimedOut
from nodes.hearing import heard, is_collecting
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
    first = TimedOut() if isinstance(event, Happened) and is_collecting(context) else event
    match heard(params, context, first):
        case Step() as collecting:
            return collecting
        case MessageReceived() as message:
            said = message.model_dump(mode="json", exclude={"type"}, exclude_defaults=True)
            return kept(params, message.text, said, "replied")
        case TimedOut():
            return silence(params, context)
        case Happened() as happened:
            return overtaken(params, happened)
        case _:
            return Step()


node = NodeType(
    kind="wait_reply",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    ui=NodeUi(title="Wait for a reply", help=__doc__ or "", group="input", icon="hourglass"),
)
