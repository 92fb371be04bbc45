"""Start here when a field of a contact changes: by a flow, by an agent, or by another system. What it was and what it has
become are `result.<node>.before` and `result.<node>.after`."""

from pydantic import Field

from engine import Context, News, Step
from nodes.fields import FieldName, Words
from nodes.news import Saving, among, entered
from nodes.spec import NodeType, only_next
from nodes.starting import admits
from ui_schema import NodeUi


class Params(Saving):
    field: FieldName = Field(title="Field", description="The contact's field, or name or language.")
    before: Words = Field(
        (), title="Only from", description="It was one of these. Empty: it was anything, or nothing at all."
    )
    after: Words = Field(
        (), title="Only to", description="It becomes one of these. Empty: anything, also nothing at all."
    )


def hears(params: Params, news: News) -> bool:
    data = news.data
    return (
        news.kind == "contact.field_changed"
        and data.get("name") == params.field
        and among(data.get("before"), params.before)
        and among(data.get("after"), params.after)
    )


def enter(params: Params, context: Context) -> Step:
    return entered(params, context, "after")


node = NodeType(
    kind="field_changed",
    params=Params,
    outputs=only_next,
    enter=enter,
    hears=hears,
    admits=admits,
    ui=NodeUi(title="Field changed", help=__doc__ or "", group="trigger", icon="pencil"),
)
