"""Tell people that something needs them: everybody in a team, one agent, or those whose conversation it is.

They see it among their notifications; the contact does not.
"""

from pydantic import Field

from engine import Context, Notify, Step
from nodes.fields import Template
from nodes.people import Whom, agent_of
from nodes.spec import NodeType, only_next
from ui_schema import NodeUi


class Params(Whom):
    text: Template = Field(
        min_length=1, title="Text", description="What they are told: {{ contact.name }} asks for a refund."
    )


def enter(params: Params, context: Context) -> Step:
    text = context.render(params.text, "text").strip()
    if not text:
        context.problem("empty_notification", "nobody is told anything: the text is empty", "text")
        return Step(leave="next")
    return Step(effects=(Notify(team=params.team, agent=agent_of(params, context), text=text),), leave="next")


node = NodeType(
    kind="notify",
    params=Params,
    outputs=only_next,
    enter=enter,
    ui=NodeUi(title="Notify people", help=__doc__ or "", group="human", icon="bell"),
)
