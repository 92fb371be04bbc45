"""Start here with whatever the contact writes, unless another trigger fits better."""

from pydantic import Field

from engine import MessageReceived, Value
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

    def takes_all_of(self, _: Value) -> bool:
        """No message pulls another trigger that does not pull this one, conditions aside: see the check of triggers."""
        return True


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
