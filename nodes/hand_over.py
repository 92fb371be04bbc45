"""Hand the conversation over to people. The bot is silent until they give it back."""

from pydantic import Field

from engine import Context, Event, ForAgent, HandedBack, HandOver, SendMessage, Step, TimedOut, Value
from nodes.fields import OptionalSpan, Template
from nodes.spec import NodeType
from ui_schema import NodeUi, widget


class Params(Value):
    team: str = Field(
        "",
        max_length=100,
        title="Team",
        description="Who is asked to take it. Empty: whoever is free.",
        json_schema_extra=widget("select", source="teams"),
    )
    message: Template = Field("", title="Message", description="What the contact is told first. Empty: nothing.")
    note: Template = Field("", title="Note", description="What the team should know; the contact does not see it.")
    timeout: OptionalSpan = Field(
        None, title="Wait no longer than", description="After so long the bot goes on by `timeout`. Empty: it waits."
    )


def outputs(params: Params) -> tuple[str, ...]:
    return ("resumed", "timeout") if params.timeout else ("resumed",)


def enter(params: Params, context: Context) -> Step:
    text = context.render(params.message, "message")
    told = (SendMessage(text=text),) if text.strip() else ()
    handed = HandOver(team=params.team, note=context.render(params.note, "note"))
    return Step(effects=(*told, handed), wait=ForAgent(params.timeout))


def resume(params: Params, context: Context, event: Event) -> Step:
    match event:
        case HandedBack():
            return Step(leave="resumed")
        case TimedOut() if params.timeout:
            return Step(leave="timeout")
        case _:
            return Step()


node = NodeType(
    kind="hand_over",
    params=Params,
    outputs=outputs,
    enter=enter,
    resume=resume,
    ui=NodeUi(title="Hand over to people", help=__doc__ or "", group="human", icon="users"),
)
