"""Start here when another system asks for it over the API, an agent presses Start, or another flow runs this one."""

from engine import Value
from nodes.spec import NodeType
from nodes.starting import go_on, only_next
from ui_schema import NodeUi


class Params(Value):
    """Nothing to set: what the caller hands over are the flow's input variables."""


node = NodeType(
    kind="api_start",
    params=Params,
    outputs=only_next,
    enter=go_on,
    ui=NodeUi(title="Started by the API", help=__doc__ or "", group="trigger", icon="plug"),
)
