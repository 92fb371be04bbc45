"""Put a tag on the contact."""

from engine import AddTag, Context, Step
from nodes.spec import NodeType, only_next
from nodes.tagging import Tagging, as_there, tag_of
from ui_schema import NodeUi


class Params(Tagging):
    """Which tag."""


def enter(params: Params, context: Context) -> Step:
    tag = tag_of(params, context)
    return Step(effects=(AddTag(tag=as_there(tag, context)[0]),) if tag else (), leave="next")


node = NodeType(
    kind="add_tag",
    params=Params,
    outputs=only_next,
    enter=enter,
    ui=NodeUi(title="Add a tag", help=__doc__ or "", group="data", icon="bookmark-plus"),
)
