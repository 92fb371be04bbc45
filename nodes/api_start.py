"""Start here when another system asks for it over the API, an agent presses Start, or another flow runs this one."""

from pydantic import Field

from nodes.spec import NodeType, only_next
from nodes.starting import ChannelId, Ordered, admits, go_on
from ui_schema import NodeUi, widget


class Params(Ordered):
    """What the caller hands over are the flow's input variables. Who runs the flow from another one is not asked."""

    channels: tuple[ChannelId, ...] = Field(
        (),
        max_length=100,
        title="Channels",
        description="Ids of the channels on which it may be started. Empty: all of them.",
        json_schema_extra=widget("words", source="channels"),
    )


node = NodeType(
    kind="api_start",
    params=Params,
    outputs=only_next,
    enter=go_on,
    admits=admits,
    ui=NodeUi(title="Started by the API", help=__doc__ or "", group="trigger", icon="plug"),
)
