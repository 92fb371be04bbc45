"""Take a tag off the contact."""

from engine import Context, RemoveTag, Step
from nodes.spec import NodeType, only_next
from nodes.tagging import Tagging, as_there, tag_of
from ui_schema import NodeUi


class Params(Tagging):
    """Which tag."""


def enter(params: Params, context: Context) -> Step:
    tag = tag_of(params, context)
    names = as_there(tag, context) if tag else ()
    return Step(effects=tuple(RemoveTag(tag=name) for name in names), leave="next")


node = NodeType(
    kind="remove_tag",
    params=Params,
    outputs=only_next,
    enter=enter,
    ui=NodeUi(title="Remove a tag", help=__doc__ or "", group="data", icon="bookmark-minus"),
)
