"""Write a note for the team on the conversation. The contact never sees it, and the bot goes on."""

from pydantic import Field

from engine import Context, Note, Step, Value
from nodes.fields import LongTemplate
from nodes.spec import NodeType, only_next
from ui_schema import NodeUi


class Params(Value):
    text: LongTemplate = Field(
        min_length=1, title="Note", description="What the team should know: Wants to pay by {{ vars.method }}."
    )


def enter(params: Params, context: Context) -> Step:
    text = context.render(params.text, "text").strip()
    if not text:
        context.problem("empty_note", "there is nothing to note: the text is empty", "text")
    return Step(effects=(Note(text=text),) if text else (), leave="next")


node = NodeType(
    kind="note",
    params=Params,
    outputs=only_next,
    enter=enter,
    ui=NodeUi(title="Write a note", help=__doc__ or "", group="human", icon="sticky-note"),
)
