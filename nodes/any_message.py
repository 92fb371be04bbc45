"""Start here with whatever the contact writes, unless another trigger fits better."""

from pydantic import Field

from engine import MessageReceived
from engine.pulls import ALL_MESSAGES, Pull
from nodes.spec import NodeType, only_next
from nodes.starting import Pulled, admits, go_on
from ui_schema import NodeUi, widget


class Params(Pulled):
    priority: int = Field(
        10,
        ge=0,
        le=100,
        title="Priority",
        description="When several triggers fit a message, the highest priority takes it: low, so that keywords win.",
        json_schema_extra=widget("number"),
    )


def matches(params: Params, message: MessageReceived) -> bool:
    return True


def pulls(params: Params) -> Pull:
    return ALL_MESSAGES


node = NodeType(
    kind="any_message",
    params=Params,
    outputs=only_next,
    enter=go_on,
    matches=matches,
    pulls=pulls,
    admits=admits,
    ui=NodeUi(title="Any message", help=__doc__ or "", group="trigger", icon="message-circle"),
)
