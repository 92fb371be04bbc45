"""Close the conversation: nothing is left to do for people. The flow goes on, for example to ask for a rating.

What the contact writes to this flow does not open it again; what they write when no flow takes it does.
"""

from pydantic import Field

from engine import CloseConversation, Context, Step, Value
from nodes.fields import Title
from nodes.spec import NodeType, only_next
from ui_schema import NodeUi


class Params(Value):
    reason: Title = Field(
        "", title="Reason", description="Why it is over, in the words of your statistics: solved, spam…"
    )


def enter(params: Params, context: Context) -> Step:
    reason = context.render(params.reason, "reason").strip()[:200]
    return Step(effects=(CloseConversation(reason=reason),), result=reason or None, leave="next")


node = NodeType(
    kind="close_conversation",
    params=Params,
    outputs=only_next,
    enter=enter,
    ui=NodeUi(title="Close the conversation", help=__doc__ or "", group="human", icon="check-check"),
)
