"""Wait for whatever the contact writes next, without asking anything."""

from engine import Context, Event, ForReply, MessageReceived, Step, TimedOut
from nodes.asking import TIMEOUT, Waiting, on_timeout
from nodes.spec import NodeType
from ui_schema import NodeUi


class Params(Waiting):
    """The answer's variable and the timeout are all there is."""


def outputs(params: Params) -> tuple[str, ...]:
    return ("replied", *on_timeout(params))


def enter(params: Params, context: Context) -> Step:
    return Step(wait=ForReply(params.timeout))


def resume(params: Params, context: Context, event: Event) -> Step:
    match event:
        case MessageReceived(text=text):
            saved = {params.save_as: text} if params.save_as else {}
            said = event.model_dump(mode="json", exclude={"type"}, exclude_defaults=True)
            return Step(variables=saved, result=said, leave="replied")
        case TimedOut() if params.timeout:
            return Step(leave=TIMEOUT)
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
