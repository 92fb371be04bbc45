"""Start here when another system asks for it over the API, an agent presses Start, or another flow runs this one."""

from nodes.spec import NodeType
from nodes.starting import Lined, admits, go_on, only_next
from ui_schema import NodeUi


class Params(Lined):
    """What the caller hands over are the flow's input variables. Who runs the flow from another one is not asked."""


node = NodeType(
    kind="api_start",
    params=Params,
    outputs=only_next,
    enter=go_on,
    admits=admits,
    ui=NodeUi(title="Started by the API", help=__doc__ or "", group="trigger", icon="plug"),
)
