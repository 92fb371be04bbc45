"""Start here with whatever the contact writes, unless another trigger fits better."""

from pydantic import Field

from engine import MessageReceived
from nodes.spec import NodeType
from nodes.starting import Pulled, admits, go_on, only_next
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


node = NodeType(
    kind="any_message",
    params=Params,
    outputs=only_next,
    enter=go_on,
    matches=matches,
    admits=admits,
    ui=NodeUi(title="Any message", help=__doc__ or "", group="trigger", icon="message-circle"),
)
