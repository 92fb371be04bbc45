"""Hand the conversation over to people: a team, one agent, or whoever is free. The bot is silent until they give it back.

They get a summary: what was asked and answered, the variables, what the contact said last, and a note.
"""

from typing import Annotated, Any

from pydantic import Field

from engine import Context, Event, ForAgent, HandedBack, HandOver, SendMessage, Step, TimedOut
from engine.effects import Priority, Summary
from engine.flow import NAME
from engine.marks import ForContact
from nodes.fields import OptionalSpan, Template
from nodes.people import Given, agent_of
from nodes.spec import NodeType
from ui_schema import NodeUi, widget


class Params(Given):
    priority: Priority = Field(
        "normal",
        title="Priority",
        description="How urgent it is: what people see first.",
        json_schema_extra=widget("select"),
    )
    message: Annotated[Template, ForContact()] = Field(
        "", title="Message", description="What the contact is told first. Empty: nothing."
    )
    note: Template = Field("", title="Note", description="What the team should know; the contact does not see it.")
    show: tuple[Annotated[str, Field(pattern=NAME)], ...] = Field(
        (),
        max_length=50,
        title="Variables to show",
        description="Which variables are in the summary. Empty: all that have a value.",
        json_schema_extra=widget("words"),
    )
    resolved: bool = Field(
        default=False,
        title="Own way out when it is closed",
        description="On: when people close the conversation, the bot goes on by `resolved`. Off: as when they give it back.",
        json_schema_extra=widget("switch"),
    )
    timeout: OptionalSpan = Field(
        None,
        title="Wait no longer than",
        description="If nobody has come after so long, the bot goes on by `timeout`. Empty: it waits.",
    )


def outputs(params: Params) -> tuple[str, ...]:
    return ("resumed", *(("resolved",) if params.resolved else ()), *(("timeout",) if params.timeout else ()))


def enter(params: Params, context: Context) -> Step:
    text = context.render(params.message, "message")
    told = (SendMessage(text=text),) if text.strip() else ()
    handed = HandOver(
        team=params.team,
        agent=agent_of(params, context),
        share=params.share,
        priority=params.priority,
        note=context.render(params.note, "note"),
        summary=Summary(said=context.message.text if context.message else "", variables=_shown(params, context)),
    )
    return Step(effects=(*told, handed), wait=ForAgent(params.timeout))


def _shown(params: Params, context: Context) -> dict[str, Any]:
    values = {name: context.variables.get(name) for name in params.show or sorted(context.variables)}
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def resume(params: Params, context: Context, event: Event) -> Step:
    match event:
        case HandedBack(resolved=True) if params.resolved:
            return Step(leave="resolved")
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
