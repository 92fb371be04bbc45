"""Start here when a message to the contact could not be delivered: to tell the team, to mark the contact, or to try another
way. The reason is `result.<node>.code`, and in the provider's words `result.<node>.error`."""

from pydantic import Field

from engine import Context, News, Step
from nodes.fields import Words
from nodes.news import Saving, among, entered
from nodes.spec import NodeType, only_next
from nodes.starting import admits
from ui_schema import NodeUi


class Params(Saving):
    codes: Words = Field(
        (),
        title="Reasons",
        description="Their codes, as the run shows them: contact_stopped, gave_up, no_channel, reported and those of the"
        " channel. Empty: any.",
    )


def hears(params: Params, news: News) -> bool:
    return news.kind == "message.failed" and among(news.data.get("code"), params.codes)


def enter(params: Params, context: Context) -> Step:
    return entered(params, context, "code")


node = NodeType(
    kind="delivery_failed",
    params=Params,
    outputs=only_next,
    enter=enter,
    hears=hears,
    admits=admits,
    ui=NodeUi(title="Delivery failed", help=__doc__ or "", group="trigger", icon="mail-x"),
)
