"""Start here when people have closed a conversation, or given it back to the bot: to ask how it was, or to go on. Where a
flow is still open for the contact, it starts only if it interrupts."""

from typing import Literal

from pydantic import Field

from engine import Context, News, Step
from nodes.news import EITHER, PulledByNews, told
from nodes.spec import NodeType, only_next
from nodes.starting import admits
from ui_schema import NodeUi, widget


class Params(PulledByNews):
    what: Literal["closed", "handed_back", "either"] = Field(
        "closed",
        title="When it is",
        description="Closed, handed back to the bot, or either.",
        json_schema_extra=widget("select"),
    )


def hears(params: Params, news: News) -> bool:
    kinds = {f"conversation.{what}" for what in ("closed", "handed_back") if params.what in {what, EITHER}}
    return news.kind in kinds


def enter(params: Params, context: Context) -> Step:
    return Step(result=dict(told(context)) or None, leave="next")


node = NodeType(
    kind="conversation_closed",
    params=Params,
    outputs=only_next,
    enter=enter,
    hears=hears,
    admits=admits,
    ui=NodeUi(title="Conversation closed", help=__doc__ or "", group="trigger", icon="check-check"),
)
