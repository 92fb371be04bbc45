"""Start here when a contact writes for the first time in this conversation, whatever they say: to welcome them."""

from pydantic import Field

from engine import MessageReceived, Occasion
from nodes.spec import NodeType, only_next
from nodes.starting import Pulled, go_on
from nodes.starting import admits as admitted
from ui_schema import NodeUi, widget


class Params(Pulled):
    priority: int = Field(
        20,
        ge=0,
        le=100,
        title="Priority",
        description="When several triggers fit a message, the highest priority takes it: keywords win by default.",
        json_schema_extra=widget("number"),
    )

    @property
    def conditional(self) -> bool:
        return True


def matches(params: Params, message: MessageReceived) -> bool:
    return True


def admits(params: Params, occasion: Occasion) -> bool:
    return occasion.first and admitted(params, occasion)


node = NodeType(
    kind="new_conversation",
    params=Params,
    outputs=only_next,
    enter=go_on,
    matches=matches,
    admits=admits,
    ui=NodeUi(title="New conversation", help=__doc__ or "", group="trigger", icon="sparkles"),
)
