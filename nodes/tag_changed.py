"""Start here when a contact gets a tag or loses one: by a flow, by an agent, or by another system. The tag is
`result.<node>.tag`."""

from typing import Literal

from pydantic import Field

from engine import Context, News, Step
from nodes.fields import TagNames
from nodes.news import EITHER, Saving, among, entered
from nodes.spec import NodeType, only_next
from nodes.starting import admits
from ui_schema import NodeUi, widget


class Params(Saving):
    what: Literal["added", "removed", "either"] = Field(
        "added", title="When a tag is", description="Added, removed, or either.", json_schema_extra=widget("select")
    )
    tags: TagNames = Field((), title="Tags", description="One of these. Empty: any tag.")


def hears(params: Params, news: News) -> bool:
    kinds = {f"contact.tag_{what}" for what in ("added", "removed") if params.what in {what, EITHER}}
    return news.kind in kinds and among(news.data.get("tag"), params.tags)


def enter(params: Params, context: Context) -> Step:
    return entered(params, context, "tag")


node = NodeType(
    kind="tag_changed",
    params=Params,
    outputs=only_next,
    enter=enter,
    hears=hears,
    admits=admits,
    ui=NodeUi(title="Tag changed", help=__doc__ or "", group="trigger", icon="tag"),
)
