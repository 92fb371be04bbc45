"""Start here when a contact comes to be in a segment, or is in it no longer: because they changed, or because time has
passed. The segment's key is `result.<node>.segment`."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from engine import Context, News, Step
from engine.named import Names
from nodes.fields import Word
from nodes.news import EITHER, Saving, among, entered
from nodes.spec import NodeType, only_next
from nodes.starting import admits
from ui_schema import NodeUi, widget

SegmentKeys: TypeAlias = tuple[Annotated[Word, Names.SEGMENT], ...]


class Params(Saving):
    what: Literal["entered", "left", "either"] = Field(
        "entered",
        title="When a segment is",
        description="Entered, left, or either.",
        json_schema_extra=widget("select"),
    )
    segments: SegmentKeys = Field(
        (),
        max_length=100,
        title="Segments",
        description="The keys of one or more. Empty: any segment.",
        json_schema_extra=widget("words", source="segments"),
    )


def hears(params: Params, news: News) -> bool:
    kinds = {f"segment.{what}" for what in ("entered", "left") if params.what in {what, EITHER}}
    return news.kind in kinds and among(news.data.get("segment"), params.segments)


def enter(params: Params, context: Context) -> Step:
    return entered(params, context, "segment")


node = NodeType(
    kind="segment_changed",
    params=Params,
    outputs=only_next,
    enter=enter,
    hears=hears,
    admits=admits,
    ui=NodeUi(title="Segment entered or left", help=__doc__ or "", group="trigger", icon="users"),
)
